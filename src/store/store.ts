/**
 * All that is stored, on SQLite or Postgres: one contract, two drivers. A design has at most one
 * owner, by a lease in its row and the database's clock; every write of an owner names its epoch,
 * and is refused with `lease_lost` once another has claimed the design.
 */

import type { InboxCommand, Refusal } from '#design/commands.ts';
import type { DesignEvent, FinalStatus, Person } from '#design/events.ts';
import type { DesignId, TurnId } from '#design/ids.ts';
import type { Recorder, TurnHead, TurnRecord } from '#turns/record.ts';

/** A process that runs designs. `process`: to tell on the same machine whether it is gone; `null`: cannot tell. */
export interface Owner {
  /** Random for each start. */
  readonly id: string;
  readonly process: {
    readonly machine: string;
    readonly pid: number;
    readonly startTime: string;
  } | null;
}

export type Answer =
  | { readonly ok: true; readonly version: number }
  | { readonly ok: false; readonly refusal: Refusal };

export interface InboxRow {
  readonly id: number;
  readonly designId: DesignId;
  /** (platform, platformId) is unique, so that what is delivered twice is stored once (P5). */
  readonly platform: string;
  readonly platformId: string;
  readonly command: InboxCommand;
  readonly at: number;
}

/** What a list shows of a design; written with each commit. */
export interface Summary {
  readonly topic: string;
  readonly status: 'running' | 'awaiting_input' | FinalStatus;
  readonly phase: string;
  readonly step: string;
  readonly headline: string;
  readonly depth: string;
  readonly startedBy: Person;
  readonly platform: 'slack' | 'discord' | null;
  readonly channel: string;
  readonly thread: string;
  readonly startedAt: number;
  readonly endedAt: number | null;
  readonly costUsd: number | null;
  readonly isRehearsal: boolean;
}
export interface DesignRow {
  readonly id: DesignId;
  /** Opens the design's pages: 128 random bits, in hex. */
  readonly key: string;
  readonly version: number;
  readonly epoch: number;
  readonly owner: Owner | null;
  /** The lease has run out, or there is none. By the database's clock. */
  readonly isLapsed: boolean;
  readonly isEnded: boolean;
  /** The owner gave the design back (SIGTERM, one command): its next owner counts no crash. */
  readonly wasReleased: boolean;
  readonly summary: Summary;
}

export interface StoredEvent {
  readonly seq: number;
  readonly event: DesignEvent;
  /** `chainHash` of the one before and this event's JSON (P8, P11). */
  readonly hash: string;
}

/** A message of the thread: `key` is the effect's id; `messageId` is empty while its post is under way. */
export interface Post {
  readonly key: string;
  readonly messageId: string;
  /** Hash of the posted text. */
  readonly sha256: string;
}

export interface Commit {
  readonly designId: DesignId;
  readonly epoch: number;
  /** The version on which it was decided (P6). */
  readonly version: number;
  readonly events: readonly StoredEvent[];
  readonly summary: Summary;
  readonly isEnded: boolean;
  /** Inbox rows that it decides. */
  readonly answers: readonly { readonly inboxId: number; readonly answer: Answer }[];
}
export interface Query {
  readonly status?: string;
  /** All of them in topic or headline. */
  readonly words?: string;
  readonly channel?: string;
  readonly limit: number;
  /** An id: only older ones. */
  readonly before?: string;
}

export interface Store extends Recorder {
  /** Made with the store: folders name it. */
  readonly id: string;
  /** Opens the list of designs. */
  readonly listKey: string;

  /**
   * Stores a command before it is acknowledged. A `start` makes the design's row too, with `summary`.
   * A known (platform, platformId) changes nothing and answers with what is stored. `judge` is given
   * the designs at work, newest first, while nobody else starts one: what it throws undoes the start.
   */
  putCommand(
    row: Omit<InboxRow, 'id'>,
    summary?: Summary,
    judge?: (atWork: readonly DesignRow[]) => void,
  ): Promise<{ readonly id: number; readonly designId: DesignId; readonly isNew: boolean }>;
  /** `null`: it was not delivered yet. */
  findCommand(
    platform: string,
    platformId: string,
  ): Promise<{ readonly id: number; readonly designId: DesignId } | null>;
  answerOf(inboxId: number): Promise<Answer | null>;
  /** Rows without an answer, oldest first. */
  inboxOf(designId: DesignId): Promise<InboxRow[]>;

  /** Designs that have not ended, whoever holds them. */
  listUnended(): Promise<DesignRow[]>;
  /** `null`: somebody else holds it. `deadOwner`: an owner whose process is gone, by the caller's own look. */
  claim(
    designId: DesignId,
    owner: Owner,
    leaseMs: number,
    deadOwner?: string,
  ): Promise<DesignRow | null>;
  /** Renews all leases of the owner, also lapsed ones that nobody has claimed; returns what it holds. */
  renew(ownerId: string, leaseMs: number): Promise<{ designId: DesignId; epoch: number }[]>;
  release(designId: DesignId, epoch: number): Promise<void>;

  commit(commit: Commit): Promise<void>;
  /** From `after` on, in order. */
  events(designId: DesignId, after?: number): Promise<StoredEvent[]>;
  design(designId: DesignId): Promise<DesignRow | null>;
  /** Finds a design by its id or by the last 8 characters of it; of several, the newest. */
  findId(idOrEnd: string): Promise<DesignId | null>;
  /** Newest first. */
  find(query: Query): Promise<DesignRow[]>;
  /** The newest design of a thread. */
  ofThread(platform: string, channel: string, thread: string): Promise<DesignRow | null>;

  posts(designId: DesignId): Promise<Post[]>;
  putPost(designId: DesignId, epoch: number, post: Post): Promise<void>;

  turns(designId: DesignId): Promise<TurnHead[]>;
  turn(designId: DesignId, turnId: TurnId): Promise<TurnRecord | null>;
  shared(designId: DesignId, sha256: string): Promise<string | null>;

  /** At most 64 kB for a failure log, 16 MB for a file. */
  putFile(designId: DesignId, epoch: number, name: string, bytes: Uint8Array): Promise<void>;
  files(designId: DesignId): Promise<{ readonly name: string; readonly bytes: number }[]>;
  file(designId: DesignId, name: string): Promise<Uint8Array | null>;

  /**
   * Reserves money of the design and of the day, each by one conditional update; `null`: reserved.
   * `day`: 2026-11-30, UTC.
   */
  reserve(reservation: Reservation): Promise<'design' | 'day' | null>;
  /** Puts what a call really cost in the place of its reservation. */
  settle(reservationId: string, epoch: number, usd: number): Promise<void>;
  /** What earlier epochs had reserved counts as spent (T7). */
  settleEarlier(designId: DesignId, epoch: number): Promise<void>;
  /** With what is reserved for calls under way. */
  spent(scope: DesignId | `day:${string}`): Promise<number>;
  /** Without what is reserved for calls under way. */
  settled(scope: DesignId | `day:${string}`): Promise<number>;

  /** Called after a change by anybody; `null`: something may have changed. Returns how to stop. */
  watch(listener: (designId: DesignId | null) => void): () => void;
  endedBefore(at: number): Promise<DesignId[]>;
  /** Rows of every table; refused by the engine for one that runs. */
  forget(designId: DesignId): Promise<void>;
  /** A copy that a daemon starts from. SQLite only. */
  backup(file: string): Promise<void>;
  /** @throws {Fault} if nothing can be stored now. */
  ping(): Promise<void>;
  close(): Promise<void>;
}

export interface Reservation {
  readonly id: string;
  readonly designId: DesignId;
  readonly epoch: number;
  readonly day: string;
  readonly usd: number;
  readonly designCeilingUsd: number;
  readonly dayCeilingUsd: number;
}
