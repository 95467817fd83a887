import type { Thread } from '#core/vocabulary/event-parts.ts';
import { placeName } from '#engine/access/may-read.ts';
import type { DesignSummary } from '#ports/store.ts';
import type { ConsoleParts } from './console-parts.ts';

/**
 * Returns the channel's name as people know it, `#eng`; where its platform does not say, as tokens
 * write it: `slack/C0AB12`.
 */
export async function readChannelName(
  { gateways }: Pick<ConsoleParts, 'gateways'>,
  thread: Pick<Thread, 'platform' | 'channel'>,
): Promise<string> {
  const name = await gateways.get(thread.platform)?.channelName?.(thread.channel);
  return name ?? placeName(thread);
}

/** Names of the channels of these designs, which the viewer may read, by their place. */
export async function nameChannels(
  parts: ConsoleParts,
  designs: readonly DesignSummary[],
): Promise<Map<string, string>> {
  const places = new Map(
    designs.flatMap(({ thread }) => (thread ? [[placeName(thread), thread]] : [])),
  );
  const entries = [...places].map(
    async ([place, thread]) => [place, await readChannelName(parts, thread)] as const,
  );
  return new Map(await Promise.all(entries));
}
