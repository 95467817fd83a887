/** Who may read a design: the one function that everything asks which shows one. Unknown is no. */

import type { Thread } from '../../core/vocabulary/event-parts.ts';
import type { DesignId } from '../../core/vocabulary/ids.ts';
import type { ReadableDesigns } from '../../ports/store.ts';
import type { Asking } from './asking.ts';
import { mayOperate } from './operators.ts';
import type { Person, Policy } from './permission.ts';
import type { Viewer } from './viewer.ts';

export interface ReadableFacts {
  /** Absent if no design has begun yet. */
  readonly id?: DesignId;
  readonly thread: Thread | null;
}

/** Facts about people and channels, as a chat platform says. */
export interface PlatformReaders {
  isOperator(person: Person): boolean;
  /**
   * True if the person can open the channel (`Thread.channel`). Throws `ChatFault` if the platform
   * does not say.
   */
  canOpen(person: string, channel: string, asking: Asking): Promise<boolean>;
  /**
   * Returns the person with their current groups; `null` if they left. Throws `ChatFault` if the
   * platform does not say. Absent on platforms without sign-in.
   */
  member?(person: string, asking: Asking): Promise<Person | null>;
  /**
   * Returns the channels that the person can open; `null` if the platform does not say or lists
   * none.
   */
  channelsOf(person: string, asking: Asking): Promise<ReadonlySet<string> | null>;
  /**
   * Reason why this person can start no design from elsewhere in a channel; `null` if they can.
   * `person`: empty behind a token. Throws `ChatFault` if the platform does not say. Absent on
   * platforms where nobody can.
   */
  refuseChannel?(channel: string, person: string): Promise<string | null>;
}

export interface Reading {
  /** By platform name, as in `Thread.platform`. */
  readonly platforms: ReadonlyMap<string, PlatformReaders>;
  readonly asking: Asking;
}

/**
 * True for an operator, a token for the design's channel, a link to this design, and a person who
 * is in that channel now, started the design or operates its platform. Throws `ChatFault` if the
 * platform does not say, of a design that is elsewhere or does not exist (`null`) as well.
 */
export async function mayRead(
  viewer: Viewer,
  design: ReadableFacts | null,
  reading: Reading,
): Promise<boolean> {
  const thread = design?.thread ?? null;
  switch (viewer.kind) {
    case 'operator':
      return true;
    case 'token': {
      const { channels } = viewer.token;
      if (channels === null) return true;
      return thread !== null && channels.includes(placeName(thread));
    }
    case 'link':
      return viewer.designId === design?.id;
    case 'person': {
      const { platform, person, actsIn } = viewer;
      const readers = reading.platforms.get(platform);
      if (thread?.platform === platform) {
        if (thread.starter === person.id || thread.channel === actsIn) return true;
        if (readers === undefined) return false;
        return (
          readers.isOperator(person) || readers.canOpen(person.id, thread.channel, reading.asking)
        );
      }
      // Asked as of a design in one of its channels: a platform that is silent betrays neither.
      if (readers?.isOperator(person) === true) return design !== null && thread === null;
      return readers?.canOpen(person.id, '', reading.asking) ?? false;
    }
  }
}

/** What to list for one reader. */
interface Readable {
  /** `null`: all designs. */
  readonly listed: ReadableDesigns | null;
  /**
   * True if the platform did not say which channels they can open: a design that is not listed may
   * be readable.
   */
  readonly isPartial: boolean;
}

/** Reading rights of one reader, with a check of each design. */
export interface Reader extends Readable {
  readonly mayRead: (design: ReadableFacts | null) => Promise<boolean>;
}

export async function readerOf(viewer: Viewer, reading: Reading): Promise<Reader> {
  return {
    ...(await readableDesignsOf(viewer, reading)),
    mayRead: (design) => mayRead(viewer, design, reading),
  };
}

/**
 * Everybody who may read a design of this thread's channel; without a thread, everybody who may
 * read others without one.
 */
export function threadReaderOf(thread: Thread | null): Reader {
  const place = placeOf(thread);
  return {
    listed: place === null ? null : { channels: [place] },
    isPartial: false,
    mayRead: async (design) => design !== null && placeOf(design.thread) === place,
  };
}

function placeOf(thread: Thread | null): string | null {
  return thread === null ? null : placeName(thread);
}

/**
 * Returns a filter for the viewer's list, so that a store can fill its pages. A person's list has
 * their own designs and those in their channels; a platform's operator can open others by id.
 */
export async function readableDesignsOf(viewer: Viewer, reading: Reading): Promise<Readable> {
  switch (viewer.kind) {
    case 'operator':
      return { listed: null, isPartial: false };
    case 'token': {
      const { channels } = viewer.token;
      return { listed: channels === null ? null : { channels }, isPartial: false };
    }
    case 'link':
      return { listed: { channels: [], design: viewer.designId }, isPartial: false };
    case 'person': {
      const { platform, person } = viewer;
      const channelIds =
        (await reading.platforms.get(platform)?.channelsOf(person.id, reading.asking)) ?? null;
      const channels = [...(channelIds ?? [])].map((channel) => placeName({ platform, channel }));
      const listed = { channels, starter: { platform, id: person.id } };
      return { listed, isPartial: channelIds === null };
    }
  }
}

/** Returns the name of a channel as tokens write it: `slack/C0AB12`. */
export function placeName({
  platform,
  channel,
}: {
  readonly platform: string;
  readonly channel: string;
}): string {
  return `${platform}/${channel}`;
}

export function makeReaders(
  policy: Policy,
  lookUps: Pick<PlatformReaders, 'canOpen' | 'channelsOf'>,
): PlatformReaders {
  return { isOperator: (person) => mayOperate(policy, person), ...lookUps };
}
