import type { Thread } from '../../core/events.ts';

/**
 * Where a message of a design is, or is to be. The card that a thread hangs from has the thread's id and stands in the channel;
 * everything else is in the thread.
 */
export function placeOf({ channel, thread }: Thread, message: string | null = null): string {
  return thread === '' || message === thread ? channel : thread;
}
