import { type Logger, LogLevel, WebClient } from '@slack/web-api';
import { callOnce, fetchWhole, libraryWords } from '../../../acts/gateway/platform-access.ts';
import { ChatFault } from '../../../engine/ports/chat.ts';
import type { Clock } from '../../../foundation/clock.ts';
import type { Log } from '../../../foundation/log.ts';
import { faultOf } from './faults.ts';

/** Milliseconds that one call to Slack may take, from the first byte sent to the last one read. */
const CALL_MS = 10_000;

/** A client that calls once: the caller knows whether a call may be repeated, and what has to be looked up before. */
export function createWebClient(options: {
  readonly token: string;
  readonly apiUrl: string;
  readonly log: Log;
  readonly timeoutMs?: number;
}): WebClient {
  const { token, apiUrl, log, timeoutMs = CALL_MS } = options;
  return new WebClient(token, {
    slackApiUrl: apiUrl,
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    timeout: timeoutMs,
    fetch: async (url, init) => withoutBareValue(await fetchWhole(url, init, /^\d+$/)),
    logger: slackLogger(log),
  });
}

/** JSON that is no object, as `null`, is an answer of nobody; the library takes it for one of Slack's and throws a `TypeError`. */
const BARE_VALUE = /^\s*(?:null|true|false|-?\d|")/;

async function withoutBareValue(answer: Response): Promise<Response> {
  return BARE_VALUE.test(await answer.clone().text()) ? new Response('', answer) : answer;
}

/**
 * Brings warnings and errors of Slack's libraries into our log, in their first words. At lower levels they tell whole
 * payloads. No entry has an address in it, because a socket's carries its ticket.
 */
export function slackLogger(log: Log): Logger {
  const silent = (): void => undefined;
  return {
    debug: silent,
    info: silent,
    warn: (first: unknown) => log.warn('slack_library', { said: libraryWords(first) }),
    error: (first: unknown) => log.error('slack_library', { said: libraryWords(first) }),
    setLevel: silent,
    getLevel: () => LogLevel.WARN,
    setName: silent,
  };
}

/** Calls to Slack for a design's thread, each made once. All throw only `ChatFault`. */
export class SlackCalls {
  readonly #web: WebClient;
  readonly #clock: Clock;
  readonly #pausedUntil = new Map<string, number>();
  #ownUser: string | null = null;

  constructor(web: WebClient, clock: Clock) {
    this.#web = web;
    this.#clock = clock;
  }

  /** `limit` names what Slack counts such calls by: none is made before the time that Slack asked to wait for is over. */
  make<Answer>(
    limit: string,
    call: (web: WebClient) => Promise<Answer>,
    signal: AbortSignal,
  ): Promise<Answer> {
    const paced = async (): Promise<Answer> => {
      const waitMs = (this.#pausedUntil.get(limit) ?? 0) - this.#clock.now();
      if (waitMs > 0) throw new ChatFault('Slack asked to wait.', 'passing', waitMs);
      this.#pausedUntil.delete(limit);
      try {
        return await call(this.#web);
      } catch (error) {
        const fault = faultOf(error, limit.startsWith('chat.postMessage'));
        if (fault.retryAfterMs !== null) this.#pausedUntil.set(limit, this.#clock.now() + fault.retryAfterMs);
        throw fault;
      }
    };
    return callOnce(paced, signal, faultOf);
  }

  /** The bot's own user, who has written what is looked for. */
  async ownUser(signal: AbortSignal): Promise<string> {
    if (this.#ownUser === null) {
      const { user_id: user = '' } = await this.make('auth.test', (web) => web.auth.test(), signal);
      if (user === '') throw new ChatFault('Slack did not say who the bot is.', 'passing');
      this.#ownUser = user;
    }
    return this.#ownUser;
  }
}
