import { type REST, RESTJSONErrorCodes, Routes } from 'discord.js';
import { callOnce } from '../../../runtime/gateway/platform-access.ts';
import { discordCode, faultOf } from './faults.ts';

/** Calls to Discord for a design's thread, each made once. Both throw only `ChatFault`. */
export class DiscordCalls {
  readonly #rest: REST;

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
}
