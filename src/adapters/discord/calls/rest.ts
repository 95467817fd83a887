import { REST, RESTJSONErrorCodes, Routes } from 'discord.js';
import { callOnce, fetchWhole } from '../../../acts/gateway/platform-access.ts';
import type { Log } from '../../../foundation/log.ts';
import { discordCode, faultOf } from './faults.ts';
import { Identified } from './wire.ts';

/** Milliseconds that one call may take, from the first byte sent to the last one read. */
const CALL_MS = 10_000;
/** Milliseconds that a call may wait for its turn; a longer wait is an error instead. */
const MAX_WAIT_MS = 3_000;
/** Refused calls (401, 403, 429) in ten minutes between two warnings; after 10,000 Discord shuts us out for a while. */
const REFUSED_BETWEEN_WARNINGS = 500;

type MakeRequest = REST['options']['makeRequest'];

interface RestOptions {
  readonly token: string;
  /** Address without a version. */
  readonly apiUrl: string;
  readonly log: Log;
  readonly timeoutMs?: number;
}

/**
 * A client that calls once: the caller knows whether a call may be repeated, and what has to be looked up before. What it
 * throws is for `faultOf`: errors of the library hold addresses with tokens in them.
 */
export function createRest({ token, apiUrl, log, timeoutMs = CALL_MS }: RestOptions): REST {
  const rest = new LastingRest({
    api: apiUrl,
    version: '10',
    retries: 0,
    timeout: timeoutMs,
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
 * Sends a request, but not with the library's own `fetch`: that takes whichever version of undici came first into this process,
 * and then cannot send files.
 */
const makeRequest: MakeRequest = (url, init) => {
  // The types differ only in the dispatcher of another undici version; none is passed.
  const { dispatcher: _, ...request } = init;
  return fetchWhole(url, request as RequestInit, /^\d+(\.\d+)?$/);
};

/** Calls to Discord for a design's thread, each made once. All throw only `ChatFault`. */
export class DiscordCalls {
  readonly #rest: REST;
  #ownUser: string | null = null;

  constructor(rest: REST) {
    this.#rest = rest;
  }

  make<Answer>(call: (rest: REST) => Promise<Answer>, signal: AbortSignal): Promise<Answer> {
    return callOnce(() => call(this.#rest), signal, faultOf);
  }

  /** The same within a thread that Discord may have archived in the meantime: it is opened again. */
  makeIn<Answer>(
    thread: string,
    call: (rest: REST) => Promise<Answer>,
    signal: AbortSignal,
  ): Promise<Answer> {
    return this.make(async (rest) => {
      try {
        return await call(rest);
      } catch (error) {
        if (discordCode(error) !== RESTJSONErrorCodes.InvalidActionOnArchivedThread) throw error;
        await rest.patch(Routes.channel(thread), { body: { archived: false } });
        return call(rest);
      }
    }, signal);
  }

  /** The bot's own user, who has written what is looked for. */
  async ownUser(signal: AbortSignal): Promise<string> {
    this.#ownUser ??= (
      await this.make(async (rest) => Identified.parse(await rest.get(Routes.user())), signal)
    ).id;
    return this.#ownUser;
  }
}
