import type { Thread } from '../../../core/vocabulary/event-parts.ts';
import { placeName } from '../../../engine/access/may-read.ts';
import type { ConsoleParts } from './console-parts.ts';

/** Returns the channel's name as people know it, `#eng`; where its platform does not say, as tokens write it: `slack/C0AB12`. */
export async function channelNameOf(
  { gateways }: Pick<ConsoleParts, 'gateways'>,
  thread: Pick<Thread, 'platform' | 'channel'>,
): Promise<string> {
  const name = await gateways.get(thread.platform)?.channelName?.(thread.channel);
  return name ?? placeName(thread);
}
