import type { Thread } from '#core/vocabulary/event-parts.ts';

/**
 * The same address as `chat.getPermalink` returns, without a call for each message. `null` while
 * the design has no thread.
 */
export function linkTo(
  workspace: string | null,
  { channel, thread }: Pick<Thread, 'channel' | 'thread'>,
): string | null {
  if (workspace === null || thread === '') return null;
  return new URL(`archives/${channel}/p${thread.replace('.', '')}`, workspace).href;
}
