/** Calls of Slack's API, and what its refusals mean (`faults.ts`). */

import { type Logger, LogLevel, type WebAPICallResult, WebClient } from '@slack/web-api';
import type { HeldToken } from '#acts/gateway/held-token.ts';
import { callOnce, fetchWhole, libraryWordsOf } from '#acts/gateway/platform-access.ts';
import type { Clock } from '#foundation/clock.ts';
import type { Log } from '#foundation/log.ts';
import { ChatFault } from '#ports/chat.ts';
import { faultOf, refusesToken, slackCodeOf } from './faults.ts';

/** Milliseconds for one call, from the first byte sent to the last one read. */
const CALL_MS = 10_000;

/** Never repeats a call: only the caller knows if it may be repeated, and what to look up first. */
export function createWebClient(options: {
  readonly token: string;
  readonly apiUrl: string;
  readonly log: Log;
  readonly timeoutMs?: number;
  /** Learns of each call if Slack accepts the token. */
  readonly held?: HeldToken;
}): WebClient {
  const { token, apiUrl, log, timeoutMs = CALL_MS, held } = options;
  return new WatchedClient(held, token, {
    slackApiUrl: apiUrl,
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    timeout: timeoutMs,
    fetch: async (url, init) => withoutBareValue(await fetchWhole(url, init, /^\d+$/)),
    logger: createSlackLogger(log),
  });
}

/** Every call of the client passes `apiCall`. */
class WatchedClient extends WebClient {
  readonly #held: HeldToken | undefined;

  constructor(held: HeldToken | undefined, ...client: ConstructorParameters<typeof WebClient>) {
    super(...client);
    this.#held = held;
  }

  override async apiCall(...call: Parameters<WebClient['apiCall']>): Promise<WebAPICallResult> {
    try {
      const answer = await super.apiCall(...call);
      this.#held?.record(false);
      return answer;
    } catch (error) {
      if (refusesToken(error)) this.#held?.record(true, { code: slackCodeOf(error) });
      throw error;
    }
  }
}

/**
 * Slack always answers with an object. On bare JSON, like `null` from a proxy, the client throws a
 * `TypeError`.
 */
const BARE_VALUE = /^\s*(?:null|true|false|-?\d|")/;

async function withoutBareValue(answer: Response): Promise<Response> {
  return BARE_VALUE.test(await answer.clone().text()) ? new Response('', answer) : answer;
}

/**
 * Logs warnings and errors of Slack's libraries for debugging, each by its first argument: what
 * fails is reported by its caller. Lower levels contain whole payloads. Addresses are left out,
 * since a socket's contains its ticket.
 */
export function createSlackLogger(log: Log): Logger {
  const silent = (): void => undefined;
  const logFirst = (first: unknown): void =>
    log.debug('slack_library', { said: libraryWordsOf(first) });
  return {
    debug: silent,
    info: silent,
    warn: logFirst,
    error: logFirst,
    setLevel: silent,
    getLevel: () => LogLevel.WARN,
    setName: silent,
  };
}

/** Makes each call once. Throws only `ChatFault`. */
export class SlackCalls {
  readonly web: WebClient;
  readonly #clock: Clock;
  readonly #pausedUntil = new Map<string, number>();
  #ownUser: string | null = null;

  constructor(web: WebClient, clock: Clock) {
    this.web = web;
    this.#clock = clock;
  }

  /**
   * `limit`: Slack's name for a rate limit. While it is exceeded, calls fail without being made.
   */
  make<Answer>(
    limit: string,
    call: (web: WebClient) => Promise<Answer>,
    signal: AbortSignal,
  ): Promise<Answer> {
    const callPaced = async (): Promise<Answer> => {
      const waitMs = (this.#pausedUntil.get(limit) ?? 0) - this.#clock.now();
      if (waitMs > 0) throw new ChatFault('Slack asked to wait.', 'passing', waitMs);
      this.#pausedUntil.delete(limit);
      try {
        return await call(this.web);
      } catch (error) {
        const fault = faultOf(error, limit.startsWith('chat.postMessage'));
        if (fault.retryAfterMs !== null)
          this.#pausedUntil.set(limit, this.#clock.now() + fault.retryAfterMs);
        throw fault;
      }
    };
    return callOnce(callPaced, signal, faultOf);
  }

  /** Makes a call that changes nothing, and so does not stop with the process. */
  lookUp<Answer>(limit: string, call: (web: WebClient) => Promise<Answer>): Promise<Answer> {
    return this.make(limit, call, new AbortController().signal);
  }

  async ownUser(signal: AbortSignal): Promise<string> {
    if (this.#ownUser === null) {
      const { user_id: user = '' } = await this.make('auth.test', (web) => web.auth.test(), signal);
      if (user === '') throw new ChatFault('Slack did not say who the bot is.', 'passing');
      this.#ownUser = user;
    }
    return this.#ownUser;
  }
}
