/** Calls of Discord's API, with the rights that each needs and what its refusals mean. */

import { REST, RESTJSONErrorCodes, Routes } from 'discord.js';
import type { HeldToken } from '#acts/gateway/held-token.ts';
import { callOnce, fetchWhole } from '#acts/gateway/platform-access.ts';
import type { Log } from '#foundation/log.ts';
import { discordCodeOf, faultOf, UNAUTHORIZED } from './faults.ts';
import { Identified } from './wire.ts';

/** Milliseconds for one call, from the first byte sent to the last one read. */
const CALL_MS = 10_000;
/** Milliseconds that a call may wait for a rate limit; a longer wait is an error. */
const MAX_WAIT_MS = 3_000;
/**
 * Refused calls (401, 403, 429) in ten minutes between two warnings. At 10,000 Discord blocks the
 * bot for a while.
 */
const REFUSED_BETWEEN_WARNINGS = 500;

type MakeRequest = REST['options']['makeRequest'];

interface RestOptions {
  readonly token: string;
  readonly apiUrl: string;
  readonly log: Log;
  readonly timeoutMs?: number;
  /** Learns of each call if Discord accepts the token. */
  readonly held?: HeldToken;
}

/**
 * Never repeats a call: only the caller knows if it may be repeated, and what to look up first.
 * Pass its errors through `faultOf`: the library's contain addresses with tokens.
 */
export function createRest({ token, apiUrl, log, timeoutMs = CALL_MS, held }: RestOptions): REST {
  const rest = new LastingRest({
    api: apiUrl,
    version: '10',
    retries: 0,
    timeout: timeoutMs,
    rejectOnRateLimit: ({ retryAfter }) => retryAfter > MAX_WAIT_MS,
    invalidRequestWarningInterval: REFUSED_BETWEEN_WARNINGS,
    makeRequest: createRequest(held),
  });
  rest.setToken(token);
  rest.on('invalidRequestWarning', ({ count, remainingTime }) =>
    log.warn('discord_calls_refused', { count, remainingMs: remainingTime }),
  );
  return rest;
}

/** Keeps the token: the library forgets it at the first 401, and then fails without a call. */
class LastingRest extends REST {
  override setToken(token: string | null): this {
    return token === null ? this : super.setToken(token);
  }
}

/**
 * Replaces the library's `fetch`, which uses the first undici version loaded into the process and
 * then cannot send files.
 */
function createRequest(held: HeldToken | undefined): MakeRequest {
  return async (url, init) => {
    // The types differ only in the dispatcher of another undici version; none is passed.
    const { dispatcher: _, ...rest } = init;
    const request = rest as RequestInit;
    const answer = await fetchWhole(url, request, /^\d+(\.\d+)?$/);
    // Calls for an interaction carry the interaction's token instead.
    const hasToken = new Headers(request.headers).has('authorization');
    if (hasToken && (answer.ok || answer.status === UNAUTHORIZED)) held?.record(!answer.ok);
    return answer;
  };
}

/** Makes each call once. Throws only `ChatFault`. */
export class DiscordCalls {
  readonly #rest: REST;
  #ownUser: string | null = null;

  constructor(rest: REST) {
    this.#rest = rest;
  }

  make<Answer>(call: (rest: REST) => Promise<Answer>, signal: AbortSignal): Promise<Answer> {
    return callOnce(() => call(this.#rest), signal, faultOf);
  }

  /** Reopens the thread if Discord has archived it. */
  makeIn<Answer>(
    thread: string,
    call: (rest: REST) => Promise<Answer>,
    signal: AbortSignal,
  ): Promise<Answer> {
    return this.make(async (rest) => {
      try {
        return await call(rest);
      } catch (error) {
        if (discordCodeOf(error) !== RESTJSONErrorCodes.InvalidActionOnArchivedThread) throw error;
        await rest.patch(Routes.channel(thread), { body: { archived: false } });
        return call(rest);
      }
    }, signal);
  }

  async ownUser(signal: AbortSignal): Promise<string> {
    this.#ownUser ??= (
      await this.make(async (rest) => Identified.parse(await rest.get(Routes.user())), signal)
    ).id;
    return this.#ownUser;
  }
}
