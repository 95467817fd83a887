import type { Thread } from '#core/vocabulary/event-parts.ts';

/**
 * `guild`: the server, or `null` for direct messages, where channel and thread are the same. `null`
 * while the design has no thread, or if its server is unknown.
 */
export function linkTo(
  guild: string | null,
  { channel, thread }: Pick<Thread, 'channel' | 'thread'>,
): string | null {
  if (thread === '' || (guild === null && channel !== thread)) return null;
  return `https://discord.com/channels/${guild ?? '@me'}/${thread}`;
}
