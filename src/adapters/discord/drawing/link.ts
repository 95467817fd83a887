import type { Thread } from '../../../core/vocabulary/events.ts';

/**
 * Returns the address at which Discord opens a thread of this server; with `null` one of a direct conversation, which is its own
 * thread. `null` before there is one, and for a thread of a server that is not known.
 */
export function linkTo(
  guild: string | null,
  { channel, thread }: Pick<Thread, 'channel' | 'thread'>,
): string | null {
  if (thread === '' || (guild === null && channel !== thread)) return null;
  return `https://discord.com/channels/${guild ?? '@me'}/${thread}`;
}
