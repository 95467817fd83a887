import { REST } from 'discord.js';
import type { Log } from '../../runtime/ports/log.ts';

/** Milliseconds that one call may take, from the first byte sent to the last one read. */
const CALL_MS = 10_000;
/** Milliseconds that a call may wait for its turn; where it would be more, whoever calls is told instead. */
const MOST_WAIT_MS = 3_000;
/** Refused calls (401, 403, 429) in ten minutes between two warnings; after 10,000 Discord shuts us out for a while. */
const REFUSED_BETWEEN_WARNINGS = 500;
const TOO_MANY_REQUESTS = 429;
const FALLBACK_WAIT_SECONDS = 1;

type MakeRequest = REST['options']['makeRequest'];

export interface ClientOptions {
  readonly token: string;
  /** Without a version. */
  readonly apiUrl: string;
  readonly log: Log;
}

/**
 * A client that calls once and says how that went: whoever calls knows whether the call may be repeated, and what has
 * to be looked up before. What it throws is for `faultOf`: errors of the library hold addresses with tokens in them.
 */
export function createRest({ token, apiUrl, log }: ClientOptions): REST {
  const rest = new LastingRest(restOptions(apiUrl));
  rest.setToken(token);
  rest.on('invalidRequestWarning', ({ count, remainingTime }) =>
    log.warn('discord_calls_refused', { count, remainingMs: remainingTime }),
  );
  return rest;
}

/** The same for the client of a connection, which brings its token. */
export function restOptions(apiUrl: string) {
  return {
    api: apiUrl,
    version: '10',
    retries: 0,
    timeout: CALL_MS,
    rejectOnRateLimit: ({ retryAfter }: { readonly retryAfter: number }) => retryAfter > MOST_WAIT_MS,
    invalidRequestWarningInterval: REFUSED_BETWEEN_WARNINGS,
    makeRequest,
  };
}

/** One that keeps its token: the library forgets it at the first 401, and then fails without a call. */
class LastingRest extends REST {
  override setToken(token: string | null): this {
    return token === null ? this : super.setToken(token);
  }
}

/**
 * `fetch` with the answer read to its end, so that one that breaks off is a call that failed, as every other. Not the
 * library's own: that takes whichever version of undici came first into this process, and then cannot send files.
 * A limit without a time to wait gets one.
 */
const makeRequest: MakeRequest = async (url, init) => {
  // Only its dispatcher is of another undici; there is none, and none would be taken.
  const { dispatcher: _, ...request } = init;
  const answer = await fetch(url, request as RequestInit);
  const body = await answer.arrayBuffer();
  const { status, statusText } = answer;
  const headers = new Headers(answer.headers);
  if (status === TOO_MANY_REQUESTS && !/^\d+(\.\d+)?$/.test(headers.get('retry-after') ?? '')) {
    headers.set('retry-after', String(FALLBACK_WAIT_SECONDS));
  }
  // An answer of status 204 may have no body, not even an empty one.
  return new Response(body.byteLength === 0 ? null : body, { status, statusText, headers });
};
