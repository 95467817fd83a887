import { type Logger, LogLevel, WebClient } from '@slack/web-api';
import { fetchWhole, libraryWords } from '../../../runtime/gateway/client-support.ts';
import type { Log } from '../../../runtime/ports/log.ts';

/** Milliseconds that one call to Slack may take, from the first byte sent to the last one read. */
const CALL_MS = 10_000;

/** A client that calls once: the caller knows whether a call may be repeated, and what has to be looked up before. */
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
    fetch: (url, init) => fetchWhole(url, init, /^\d+$/),
    logger: slackLogger(log),
  });
}

/**
 * What Slack's libraries have to say, for our log: warnings and errors, in their first words. At lower levels they tell
 * whole payloads; what they say never has an address in it, because a socket's carries its ticket.
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
