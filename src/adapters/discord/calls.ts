import { type REST, RESTJSONErrorCodes, Routes } from 'discord.js';
import { ChatFault } from '../../runtime/ports/chat.ts';
import { discordCode, faultOf } from './faults.ts';

/**
 * Calls to Discord, each made once. One that has begun is seen to its end, also when it is not wanted any more: whoever is told
 * to stop hands a design over to somebody who looks up what was said, and nothing may be said after that.
 */
export class DiscordCalls {
  readonly rest: REST;

  constructor(rest: REST) {
    this.rest = rest;
  }

  /** Throws only `ChatFault`, `passing` when the signal is aborted before the call has begun. */
  async make<Answer>(call: (rest: REST) => Promise<Answer>, signal: AbortSignal): Promise<Answer> {
    if (signal.aborted) throw new ChatFault('This process is stopping.', 'passing', null, signal.reason);
    try {
      return await call(this.rest);
    } catch (error) {
      throw faultOf(error);
    }
  }

  /** The same within a thread that Discord may have put away in the meantime: it is taken out again. */
  async makeIn<Answer>(
    thread: string,
    call: (rest: REST) => Promise<Answer>,
    signal: AbortSignal,
  ): Promise<Answer> {
    const opening = async (rest: REST): Promise<Answer> => {
      try {
        return await call(rest);
      } catch (error) {
        if (discordCode(error) !== RESTJSONErrorCodes.InvalidActionOnArchivedThread) throw error;
        await rest.patch(Routes.channel(thread), { body: { archived: false } });
        return call(rest);
      }
    };
    return this.make(opening, signal);
  }
}
