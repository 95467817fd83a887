import type * as z from 'zod';
import { ChatFault } from '../../../runtime/ports/chat.ts';
import type { Clock } from '../../../runtime/ports/clock.ts';
import type { Log } from '../../../runtime/ports/log.ts';
import { retry } from '../../../runtime/retry.ts';

/** Some half a minute in all. */
const STORING = { retries: 8, firstWaitMs: 200, maxWaitMs: 10_000 };
/** Milliseconds before what could not be stored is read again. */
const READ_AGAIN_MS = 60_000;

interface StoreEventsOptions {
  readonly clock: Clock;
  readonly log: Log;
  readonly signal: AbortSignal;
  /** Reads everything again that was missed. */
  readonly catchUp: () => Promise<void>;
}

/** Discord sends no event twice: one that cannot be stored is tried again for a while, and then read again from its thread. */
export function storeEvents({ clock, log, signal, catchUp }: StoreEventsOptions) {
  return <Event>(shape: z.ZodType<Event>, store: (event: Event) => Promise<void>) =>
    async (payload: unknown): Promise<void> => {
      const { data: event, error: unread } = shape.safeParse(payload);
      if (unread !== undefined) return log.warn('discord_event_unread', { error: unread.message });
      try {
        await retry(() => store(event), STORING, {
          isPassing: (error) => !isOutOfReach(error),
          onFailed: (error, attempt) => log.debug('discord_event_waits', { attempt, error }),
          signal,
        });
      } catch (error) {
        if (signal.aborted) return;
        if (isOutOfReach(error)) return log.info('discord_event_out_of_reach', { error });
        log.error('discord_event_not_stored', { error });
        clock.at(clock.now() + READ_AGAIN_MS, () => void catchUp());
      }
    };
}

/** The conversation is gone by now, or closed to the bot. */
function isOutOfReach(error: unknown): boolean {
  return error instanceof ChatFault && error.kind === 'unreachable';
}
