import type { Thread } from '../../core/vocabulary/events.ts';
import type { DesignId } from '../../core/vocabulary/ids.ts';
import { mayOperate } from './operators.ts';
import type { Person, Policy } from './permission.ts';
import type { Viewer } from './viewer.ts';

/** The facts of a design that say who may read it. */
export interface ReadableFacts {
  /** Absent: a place in which no design is yet. */
  readonly id?: DesignId;
  readonly thread: Thread | null;
}

/** The facts that a chat platform tells about its people and channels, as they are now. No method rejects. */
export interface PlatformReaders {
  /** Tells an operator by the policy of the platform. */
  isOperator(person: Person): boolean;
  /** Tells if this person can open this channel, as `Thread.channel` names it; `null` where the platform does not say. */
  canOpen(person: string, channel: string): Promise<boolean | null>;
  /**
   * Returns the person with their groups as they are now; `null` where they do not belong to the platform any more, or it does
   * not say. Left out where nobody signs in by it.
   */
  member?(person: string): Promise<Person | null>;
  /** Returns the channels that this person can open; `null` where the platform does not say, or lists none. */
  channelsOf(person: string): Promise<ReadonlySet<string> | null>;
}

/** Everything that it takes to tell who may read. */
export interface Reading {
  /** By the name in `Thread.platform`. */
  readonly platforms: ReadonlyMap<string, PlatformReaders>;
}

/**
 * Tells if this viewer may read this design (A18): an operator; a token with its channel; a person who is in its channel now, has
 * started it, or operates its platform; a link with its one design. Unknown is no.
 */
export async function mayRead(viewer: Viewer, design: ReadableFacts, reading: Reading): Promise<boolean> {
  const { thread } = design;
  switch (viewer.kind) {
    case 'operator':
      return true;
    case 'token': {
      const { channels } = viewer.token;
      if (channels === null) return true;
      return thread !== null && channels.includes(placeName(thread));
    }
    case 'link':
      return viewer.designId === design.id;
    case 'person': {
      const { platform, person, actsIn } = viewer;
      const readers = reading.platforms.get(platform);
      if (thread === null) return readers?.isOperator(person) === true;
      if (thread.platform !== platform) return false;
      if (thread.starter === person.id || thread.channel === actsIn) return true;
      if (readers === undefined) return false;
      return readers.isOperator(person) || (await readers.canOpen(person.id, thread.channel)) === true;
    }
  }
}

/** A selection of designs for a list: those in one of these channels, of this starter, or this one. */
export interface ReadableDesigns {
  /** As `platform/channel`. */
  readonly channels: readonly string[];
  readonly starter?: { readonly platform: string; readonly id: string };
  readonly design?: DesignId;
}

/**
 * Returns the designs to list for this viewer, so that a store fills its pages; `null`: all. A person is listed where they are and
 * their own; an operator opens others by their ids.
 */
export async function readableBy(viewer: Viewer, reading: Reading): Promise<ReadableDesigns | null> {
  switch (viewer.kind) {
    case 'operator':
      return null;
    case 'token': {
      const { channels } = viewer.token;
      return channels === null ? null : { channels };
    }
    case 'link':
      return { channels: [], design: viewer.designId };
    case 'person': {
      const { platform, person } = viewer;
      const found = (await reading.platforms.get(platform)?.channelsOf(person.id)) ?? [];
      const channels = [...found].map((channel) => placeName({ platform, channel }));
      return { channels, starter: { platform, id: person.id } };
    }
  }
}

/** Returns the name of a channel as tokens have it. */
export function placeName({
  platform,
  channel,
}: {
  readonly platform: string;
  readonly channel: string;
}): string {
  return `${platform}/${channel}`;
}

/** Returns the readers of a platform whose people are looked up so, under this policy. */
export function readersBy(
  policy: Policy,
  lookUps: Pick<PlatformReaders, 'canOpen' | 'channelsOf'>,
): PlatformReaders {
  return { isOperator: (person) => mayOperate(policy, person), ...lookUps };
}
