import {
  mayRead,
  placeName,
  type ReadableFacts,
  type Reader,
  type Reading,
  readerOf,
} from '../../engine/access/may-read.ts';
import type { Person } from '../../engine/access/permission.ts';
import type { DesignFilter, DesignSummary } from '../../ports/store.ts';
import type { ReadableList } from '../../presentation/answers/lists.ts';
import { scanDesigns } from '../../record/listed-designs.ts';
import type { GatewayContext } from './gateway-context.ts';
import type { AskingPerson } from './request.ts';

type Here = Pick<GatewayContext, 'platform' | 'readers'>;

/** True if a person in this channel may read a design. */
export function mayReadHere(
  { context, person, channel }: AskingPerson,
  design: ReadableFacts | null,
) {
  const viewer = { kind: 'person', platform: context.platform, person, actsIn: channel } as const;
  return mayRead(viewer, design, readingOf(context));
}

export async function filterReadable(
  asking: AskingPerson,
  designs: readonly DesignSummary[],
): Promise<DesignSummary[]> {
  const readable: DesignSummary[] = [];
  for (const design of designs) if (await mayReadHere(asking, design)) readable.push(design);
  return readable;
}

/** Reading rights of a person alone with the bot. */
function ownReaderOf(context: Here, person: Person): Promise<Reader> {
  return readerOf({ kind: 'person', platform: context.platform, person }, readingOf(context));
}

/**
 * Reading rights in a channel. Its own designs are listed even if the platform does not say who can
 * open it.
 */
export async function channelReaderOf(asking: AskingPerson): Promise<Reader> {
  const { context, person, channel } = asking;
  const { listed, isPartial } = await ownReaderOf(context, person);
  const here = placeName({ platform: context.platform, channel });
  return {
    listed: listed && { ...listed, channels: [...listed.channels, here] },
    isPartial,
    mayRead: (design) => mayReadHere(asking, design),
  };
}

/** Designs to look through for one person. */
const MAX_LOOKED_AT = 300;

/** Designs of this platform that a person there can mean and may read, newest first. */
export async function listReadableBeside(
  asking: AskingPerson,
  filter: Pick<DesignFilter, 'status'>,
  most = MAX_LOOKED_AT,
): Promise<ReadableList<DesignSummary>> {
  const { context, person, channel, isDirect = false } = asking;
  const reading = await (isDirect ? ownReaderOf(context, person) : channelReaderOf(asking));
  const place = isDirect ? filter : { ...filter, channel };
  const designs = await firstOf(scanReadable(context, place, reading), most);
  return { designs, isPartial: isDirect && reading.isPartial };
}

/**
 * Yields designs that this person may read, newest first. The store selects by channel, so that
 * others take no place.
 */
export async function* scanReadable(
  { engine, platform }: Pick<GatewayContext, 'engine' | 'platform'>,
  filter: Omit<DesignFilter, 'platform' | 'limit' | 'before' | 'readable'>,
  { listed, mayRead }: Reader,
  isMeant: (design: DesignSummary) => boolean = () => true,
): AsyncGenerator<DesignSummary, void> {
  const selection = { platform, ...filter, ...(listed !== null && { readable: listed }) };
  for await (const design of scanDesigns(engine.parts.store, selection, MAX_LOOKED_AT)) {
    if (isMeant(design) && (await mayRead(design))) yield design;
  }
}

export async function firstOf(
  designs: AsyncIterable<DesignSummary>,
  most = MAX_LOOKED_AT,
): Promise<DesignSummary[]> {
  const first: DesignSummary[] = [];
  for await (const design of designs) if (first.push(design) === most) break;
  return first;
}

/** On a chat platform nobody signs in, so only operators see designs without a thread. */
function readingOf({ platform, readers }: Here): Reading {
  return { platforms: new Map([[platform, readers]]), asking: 'page' };
}
