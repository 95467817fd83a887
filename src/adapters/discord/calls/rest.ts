import { REST } from 'discord.js';
import { fetchWhole } from '../../../runtime/gateway/client-support.ts';
import type { Log } from '../../../runtime/ports/log.ts';

/** Milliseconds that one call may take, from the first byte sent to the last one read. */
const CALL_MS = 10_000;
/** Milliseconds that a call may wait for its turn; a longer wait is an error instead. */
const MAX_WAIT_MS = 3_000;
/** Refused calls (401, 403, 429) in ten minutes between two warnings; after 10,000 Discord shuts us out for a while. */
const REFUSED_BETWEEN_WARNINGS = 500;

type MakeRequest = REST['options']['makeRequest'];

interface RestOptions {
  readonly token: string;
  /** Without a version. */
  readonly apiUrl: string;
  readonly log: Log;
}

/**
 * A client that calls once: the caller knows whether a call may be repeated, and what has to be looked up before. What it
 * throws is for `faultOf`: errors of the library hold addresses with tokens in them.
 */
export function createRest({ token, apiUrl, log }: RestOptions): REST {
  const rest = new LastingRest({
    api: apiUrl,
    version: '10',
    retries: 0,
    timeout: CALL_MS,
    rejectOnRateLimit: ({ retryAfter }) => retryAfter > MAX_WAIT_MS,
    invalidRequestWarningInterval: REFUSED_BETWEEN_WARNINGS,
    makeRequest,
  });
  rest.setToken(token);
  rest.on('invalidRequestWarning', ({ count, remainingTime }) =>
    log.warn('discord_calls_refused', { count, remainingMs: remainingTime }),
  );
  return rest;
}

/** One that keeps its token: the library forgets it at the first 401, and then fails without a call. */
class LastingRest extends REST {
  override setToken(token: string | null): this {
    return token === null ? this : super.setToken(token);
  }
}

/**
 * Not the library's own `fetch`: that takes whichever version of undici came first into this process, and then cannot send
 * files.
 */
const makeRequest: MakeRequest = (url, init) => {
  // Only its dispatcher is of another undici; there is none, and none would be taken.
  const { dispatcher: _, ...request } = init;
  return fetchWhole(url, request as RequestInit, /^\d+(\.\d+)?$/);
};
