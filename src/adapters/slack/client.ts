import { type FetchFunction, type Logger, LogLevel, WebClient } from '@slack/web-api';
import type { Log } from '../../runtime/ports/log.ts';

/** Milliseconds that one call to Slack may take, from the first byte sent to the last one read. */
const CALL_MS = 10_000;
const TOO_MANY_REQUESTS = 429;
const FALLBACK_WAIT_SECONDS = 1;
const SAID_CHARACTERS = 300;

/**
 * A client that calls once and says how that went: whoever calls knows whether the call may be repeated, and what has to be
 * looked up before.
 */
export function createWebClient(options: {
  readonly token: string;
  readonly apiUrl: string;
  readonly log: Log;
}): WebClient {
  const { token, apiUrl, log } = options;
  return new WebClient(token, {
    slackApiUrl: apiUrl,
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    timeout: CALL_MS,
    fetch: wholeAnswer,
    logger: slackLogger(log),
  });
}

/**
 * `fetch` with the answer read to its end: one that breaks off is then a request that failed, as every other. And a limit
 * without a time to wait gets one, because the client takes that for a limit only then.
 */
const wholeAnswer: FetchFunction = async (url, init = {}) => {
  const answer = await fetch(url, init);
  const body = await answer.arrayBuffer();
  const { status, statusText } = answer;
  const headers = new Headers(answer.headers);
  if (status === TOO_MANY_REQUESTS && !/^\d+$/.test(headers.get('retry-after') ?? '')) {
    headers.set('retry-after', String(FALLBACK_WAIT_SECONDS));
  }
  return new Response(body, { status, statusText, headers });
};

/**
 * What Slack's libraries have to say, for our log: warnings and errors, in their first words. At lower levels they tell
 * whole payloads; what they say never has an address in it, because a socket's carries its ticket.
 */
export function slackLogger(log: Log): Logger {
  const silent = (): void => undefined;
  return {
    debug: silent,
    info: silent,
    warn: (first: unknown) => log.warn('slack_library', { said: firstWords(first) }),
    error: (first: unknown) => log.error('slack_library', { said: firstWords(first) }),
    setLevel: silent,
    getLevel: () => LogLevel.WARN,
    setName: silent,
  };
}

function firstWords(said: unknown): string {
  const words = said instanceof Error ? `${said.name}: ${said.message}` : String(said);
  return words.slice(0, SAID_CHARACTERS).replaceAll(/\b(?:https?|wss?):\/\/\S+/g, '(address)');
}
