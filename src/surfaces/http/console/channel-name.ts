import type { Thread } from '#core/vocabulary/event-parts.ts';
import { placeName } from '#engine/access/may-read.ts';
import { No } from '#foundation/no.ts';
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
  const name = await gateways.get(thread.platform)?.channelName(thread.channel);
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

/**
 * Returns the place of the channel that people call so, of those in `names`; `No` for a name of
 * several. What is the name of none is returned as it is: the start looks it up, as everywhere.
 */
export function findPlaceOf(
  written: string,
  names: ReadonlyMap<string, string>,
): string | No<string> {
  const name = foldName(written);
  const places = [...names].flatMap(([place, label]) =>
    label.startsWith('#') && foldName(label) === name ? [place] : [],
  );
  if (places.length > 1)
    return new No(
      `${places.length} channels are named #${name}: ${places.join(', ')}. Write the one that you mean.`,
    );
  return places[0] ?? written;
}

function foldName(name: string): string {
  return name.trim().replace(/^#/, '').normalize().toLowerCase();
}
