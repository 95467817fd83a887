import { oneLine } from '../../../core/presentation/format/plain.ts';
import type { Thread } from '../../../core/vocabulary/events.ts';
import { cutWords } from '../../../core/vocabulary/text.ts';

const NAME_CHARACTERS = 100;

/** Returns the name of a design's thread: its topic, as far as there is room. */
export function threadName(topic: string): string {
  return cutWords(oneLine(topic), NAME_CHARACTERS) || '…';
}

/**
 * Returns the channel or thread of a message, posted or not. The card that a thread hangs from has the thread's id and stands in
 * the channel; everything else is in the thread.
 */
export function placeOf({ channel, thread }: Thread, message: string | null = null): string {
  return thread === '' || message === thread ? channel : thread;
}
