import {
  mayRead,
  placeName,
  type ReadableFacts,
  type Reader,
  type Reading,
  readerOf,
} from '../../engine/access/may-read.ts';
import type { Person } from '../../engine/access/permission.ts';
import type { DesignSummary } from '../../engine/ports/store.ts';
import type { GatewayContext } from './gateway-context.ts';
import type { Request } from './request.ts';

type Here = Pick<GatewayContext, 'platform' | 'readers'>;
type Asking = Pick<Request, 'person' | 'channel'>;

/** True if a person in this channel may read a design (A18). */
export function mayReadHere(context: Here, { person, channel }: Asking, design: ReadableFacts | null) {
  const viewer = { kind: 'person', platform: context.platform, person, actsIn: channel } as const;
  return mayRead(viewer, design, readingOf(context));
}

export async function readableAmong(
  context: Here,
  asking: Asking,
  designs: readonly DesignSummary[],
): Promise<DesignSummary[]> {
  const readable: DesignSummary[] = [];
  for (const design of designs) if (await mayReadHere(context, asking, design)) readable.push(design);
  return readable;
}

/** Reading rights of a person alone with the bot. */
export function ownReading(context: Here, person: Person): Promise<Reader> {
  return readerOf({ kind: 'person', platform: context.platform, person }, readingOf(context));
}

/** Reading rights in a channel. Its own designs are listed even if the platform does not say who can open it. */
export async function readingHere(context: Here, asking: Asking): Promise<Reader> {
  const { listed } = await ownReading(context, asking.person);
  const here = placeName({ platform: context.platform, channel: asking.channel });
  return {
    listed: listed && { ...listed, channels: [...listed.channels, here] },
    mayRead: (design) => mayReadHere(context, asking, design),
  };
}

/** On a chat platform nobody signs in, so only operators see designs without a thread. */
function readingOf({ platform, readers }: Here): Reading {
  return { platforms: new Map([[platform, readers]]), asking: 'page' };
}
