import type { Thread } from '../../../core/vocabulary/events.ts';

/**
 * The address that Slack itself gives a message (`chat.getPermalink`), without asking for each: that of the workspace, the channel,
 * and the time of the message that the thread hangs on. `null` before there is one.
 */
export function linkTo(
  workspace: string | null,
  { channel, thread }: Pick<Thread, 'channel' | 'thread'>,
): string | null {
  if (workspace === null || thread === '') return null;
  return new URL(`archives/${channel}/p${thread.replace('.', '')}`, workspace).href;
}
