/**
 * Ports: what engine and turns need from outside, and the records that they store there. Here: the
 * store of designs, with its events, effects, turns and inbox. Each method is one transaction.
 */

import * as z from 'zod';
import { DECISION_STATUSES } from '../core/follow-up/decision-status.ts';
import { type OutsideCommand, Refusal, type StartDesign } from '../core/vocabulary/commands.ts';
import type { Effect, Post } from '../core/vocabulary/effects.ts';
import { STEPS, type Status, Thread } from '../core/vocabulary/event-parts.ts';
import type { DesignEvent } from '../core/vocabulary/events.ts';
import { DesignId, GateId, type TurnId } from '../core/vocabulary/ids.ts';
import { PHASES, STATUSES } from '../core/vocabulary/sets.ts';
import type { StoredFailure } from './failures.ts';
import type { TracePart, TurnRecord } from './turn-record.ts';

export interface StoredEvent {
  /** Consecutive from 1 within the design. */
  readonly seq: number;
  readonly event: DesignEvent;
  /** SHA-256 over the previous event's hash and this event. */
  readonly hash: string;
}

const moment = z.number().int().nonnegative();

/**
 * Row for lists of designs. `decision`: its sentence, if any. `standing`: the decision's status
 * since the end. `followUpOf`: the design whose decision is its context.
 */
export const DesignSummary = z.strictObject({
  id: DesignId,
  topic: z.string(),
  status: z.enum(STATUSES),
  phase: z.enum(PHASES),
  step: z.enum(STEPS),
  version: z.number().int().nonnegative(),
  startedAt: moment,
  endedAt: moment.nullable(),
  startedBy: z.string(),
  successorOf: DesignId.nullable(),
  thread: Thread.nullable(),
  rehearsal: z.boolean(),
  decision: z.string().nullable(),
  standing: z.enum(DECISION_STATUSES).nullable(),
  followUpOf: DesignId.nullable(),
  /** Known cost of all calls in USD. */
  costUsd: z.number().nonnegative(),
  /** Reason why it is set aside; only id, version and thread are then the row's own. */
  setAside: z.string().optional(),
});
export type DesignSummary = z.infer<typeof DesignSummary>;

/** An event that changes lists of designs, and where its design stands now. */
export const ListedEvent = z.object({
  /** Grows over all designs, in the order in which events become visible. */
  position: z.number().int().positive(),
  designId: DesignId,
  type: z.string(),
  at: moment,
  /** Of an event about a gate. */
  gateId: GateId.nullable().default(null),
  /** Only of an event that opens a wait for people. */
  deadlineAt: moment.nullable().default(null),
  ...DesignSummary.pick({ status: true, phase: true, step: true, version: true }).shape,
});
export type ListedEvent = z.infer<typeof ListedEvent>;

/** Selects designs in these channels, of this starter, or with this id. */
export interface ReadableDesigns {
  /** As `platform/channel`. */
  readonly channels: readonly string[];
  readonly starter?: { readonly platform: string; readonly id: string };
  readonly design?: DesignId;
}

/** Absent fields do not filter. */
export interface DesignFilter {
  readonly status?: Status | undefined;
  readonly isEnded?: true;
  readonly isDecided?: true;
  readonly isSetAside?: true;
  readonly before?: DesignId | undefined;
  /** Designs of a channel, of one thread in it, or of a starter. */
  readonly platform?: string;
  readonly channel?: string;
  readonly thread?: string;
  readonly starter?: string;
  readonly startedSince?: number;
  /** Only designs that the viewer may read. */
  readonly readable?: ReadableDesigns;
  readonly limit: number;
}

export interface Posted {
  readonly id: string;
  readonly post: Post;
  readonly receipt: string;
}

export const EffectState = z.enum(['pending', 'attempted', 'done', 'dropped']);
export type EffectState = z.infer<typeof EffectState>;

export interface OutboxEntry {
  /** `<designId>/<seq of the event>.<n>`: the same effect always has the same id. */
  readonly id: string;
  readonly designId: DesignId;
  readonly effect: Effect;
  readonly state: EffectState;
}

/** Done and dropped are final. */
export interface EffectMark {
  readonly id: string;
  readonly state: Exclude<EffectState, 'pending'>;
  /** Proof, like a platform's id of a message; empty if there is none. */
  readonly receipt: string;
}

/** Answer to a command from outside, whose sender may be at another daemon. */
export const InboxAnswer = z.discriminatedUnion('accepted', [
  z.strictObject({ accepted: z.literal(true) }),
  z.strictObject({ accepted: z.literal(false), refusal: Refusal }),
]);
export type InboxAnswer = z.infer<typeof InboxAnswer>;

export interface Handled {
  readonly inboxId: string;
  readonly answer: InboxAnswer;
}

/** Everything that one decision changes, in one transaction. */
export interface Commit {
  readonly designId: DesignId;
  readonly summary: DesignSummary;
  /** Version that the decision was based on; 0 for a new design. */
  readonly expectedVersion: number;
  /**
   * Hash of that version's event: a store that went back may have another event of the same number.
   */
  readonly expectedHead: string;
  /** Ownership epoch; an older one is refused. */
  readonly epoch: number;
  readonly events: readonly StoredEvent[];
  readonly effects: readonly { readonly id: string; readonly effect: Effect }[];
  /** Records of turns that end here; their traces are dropped. */
  readonly turns: readonly TurnRecord[];
  readonly traces: readonly TracePart[];
  /** Inbox entries answered by this commit. */
  readonly handled: readonly Handled[];
  /** Finished effects of earlier commits. */
  readonly done: readonly string[];
}

export interface InboxEntry {
  /** The sender's own id, which makes redelivery harmless. */
  readonly id: string;
  readonly designId: DesignId;
  readonly command: OutsideCommand;
  readonly receivedAt: number;
}

/** A start that is accepted, and not on record yet. */
export interface PendingStart {
  /** Of its inbox entry. */
  readonly id: string;
  readonly command: StartDesign;
}

interface Mail {
  /** Accepted but unhandled, in order of arrival. */
  readonly entries: readonly InboxEntry[];
  /**
   * Number of entries ever accepted for this design; tells `Fleet.release` whether more arrived
   * meanwhile.
   */
  readonly arrivals: number;
}

/** USD to compare with a ceiling. */
export interface Spending {
  readonly spentUsd: number;
  /** Reserved for running calls. */
  readonly underWayUsd: number;
}

export interface Artifact {
  readonly name: string;
  readonly bytes: number;
  readonly sha256: string;
}

/** A question about a decision. `person`: a hash. `usd`: cost so far. */
export interface AskedQuestion {
  readonly id: string;
  readonly person: string;
  readonly askedAt: number;
  readonly usd: number;
}

/** Remains of a forgotten design. */
export interface Forgotten {
  readonly designId: DesignId;
  /** Number of its events, and head of their chain; empty for a design that was set aside. */
  readonly count: number;
  readonly head: string;
  readonly at: number;
  readonly by: string;
}

/** When the first entry of each queue began to wait; `null` for an empty one. */
export interface Oldest {
  /** Messages and files to send; a missing reaction is no trouble. */
  readonly outbox: number | null;
  /** Designs with a due round that no daemon has claimed. */
  readonly rounds: number | null;
}

/** Cost of designs started on one day (UTC). `day`: days since the epoch. */
interface DayCost {
  readonly day: number;
  readonly usd: number;
  readonly designs: number;
}

/**
 * The part of the store that is open to all callers: without appending, and without an owner's
 * reads.
 */
export interface SharedStore {
  /**
   * Reads at most `limit` events with `seq > since`, in order, each checked against the chain.
   * Throws `ChainBrokenFault` for a missing, unreadable or changed event, and for a set-aside
   * design.
   */
  events(designId: DesignId, since: number, limit: number): Promise<StoredEvent[]>;
  summary(designId: DesignId): Promise<DesignSummary | null>;
  /** Newest first, by id (a UUIDv7). */
  list(filter: DesignFilter): Promise<DesignSummary[]>;
  /**
   * Events that change lists of designs, after `position`, of designs that the viewer may read, in
   * order; `null`: of all designs.
   */
  readListedEvents(
    position: number,
    readable: ReadableDesigns | null,
    limit: number,
  ): Promise<ListedEvent[]>;
  /** The design that runs this one again; `null` for none. */
  successor(designId: DesignId): Promise<DesignId | null>;

  mail(designId: DesignId): Promise<Mail>;
  /** Pending and attempted effects in commit order. */
  pendingEffects(designId: DesignId): Promise<OutboxEntry[]>;
  /** Turn records in commit order. */
  turns(designId: DesignId): Promise<TurnRecord[]>;
  /** Record of one turn; `null` if it has none yet, or belongs to another design. */
  turn(designId: DesignId, turnId: TurnId): Promise<TurnRecord | null>;

  /** Stores the response to a request with an idempotency key; the first one stays. */
  rememberResponse(
    key: string,
    designId: DesignId | null,
    response: { readonly status: number; readonly body: string },
  ): Promise<void>;
  recallResponse(key: string): Promise<{ readonly status: number; readonly body: string } | null>;

  /**
   * Designs that ended before this moment, have no work left, and are not run again; oldest first.
   */
  collectable(endedBefore: number, limit: number): Promise<DesignSummary[]>;
  /** Erases these designs if they are still collectable. Returns the removed ones. */
  collect(designIds: readonly DesignId[], endedBefore: number): Promise<DesignId[]>;

  /** Removes responses older than this moment; returns the count. */
  forgetResponses(storedBefore: number): Promise<number>;

  /** Stores a question about a decision, or its new cost; drops questions asked before `since`. */
  keepQuestion(question: AskedQuestion, since: number): Promise<void>;
  questionsSince(person: string, askedAt: number): Promise<number>;

  /** Time of this daily work's last run; `null` before the first. */
  lastRun(name: string): Promise<number | null>;
  keepRun(name: string, ranAt: number): Promise<void>;

  /**
   * Stores a crashed session's remains. Returns false if the name is taken, the design is gone, or
   * has `MAX_FAILURES`.
   */
  keepFailure(designId: DesignId, failure: StoredFailure): Promise<boolean>;
  failure(designId: DesignId, name: string): Promise<StoredFailure | null>;
  /** Oldest first. */
  failureNames(designId: DesignId): Promise<string[]>;

  /**
   * Erases an ended or set-aside design without an owner, and stores `forgetting`, all or nothing.
   * Returns `false` if no such design exists.
   */
  forget(forgetting: Forgotten): Promise<boolean>;
  /** `null` if the design was not forgotten. */
  findForgotten(designId: DesignId): Promise<Forgotten | null>;
  allForgotten(): Promise<DesignId[]>;
  /**
   * Designs that carried something over from this one: successors, follow-ups, and designs shown
   * its decision.
   */
  goingOnFrom(designId: DesignId): Promise<DesignId[]>;

  /** `now` decides which rounds are due. */
  oldestWaiting(now: number): Promise<Oldest>;
  /** Cost of each day on which a design started, from this moment on. */
  dayCosts(startedSince: number): Promise<DayCost[]>;

  /** Throws if the store cannot be reached or written; for readiness. */
  ping(): Promise<void>;
}

/**
 * The database of designs. Every method throws `Fault` when the store fails. The `Fleet` decides
 * who owns a design; every write names the epoch of that ownership, and a past epoch is refused
 * with `OwnershipLostError`.
 */
export interface Store extends SharedStore {
  /**
   * Appends, all or nothing. Throws `OwnershipLostError` if the epoch has moved on,
   * `StaleVersionError` if the version or its hash differs or the store does not have an inbox
   * entry, and `Fault('invalid_record')` for an event, effect or turn record that may not be
   * stored. A second record of a turn, an entry handled twice and gaps in event numbers are broken
   * invariants: plain errors.
   */
  commit(commit: Commit): Promise<void>;

  /**
   * Sets a design with a broken chain aside: its owner loses it, and nobody can own it. Returns
   * false if it was set aside before; the first reason stays.
   */
  setAside(designId: DesignId, reason: string): Promise<boolean>;

  /**
   * Stores a command from outside and makes its design due: at once, or for a start a moment later,
   * so that this process can own it first. `fresh`: false if this id was accepted before;
   * `designId` is then the first one. `starts`: the count of starts by which the limits of this one
   * were checked; throws `StaleVersionError` if another one was accepted since.
   */
  accept(
    entry: InboxEntry,
    starts?: number,
  ): Promise<{ readonly fresh: boolean; readonly designId: DesignId }>;
  /**
   * Starts accepted since this moment of which no event tells yet, and how many have ever been
   * counted.
   */
  starts(
    receivedSince: number,
  ): Promise<{ readonly count: number; readonly pending: readonly PendingStart[] }>;
  /**
   * Marks entries whose commands changed nothing; commits mark the others. Throws like `commit`.
   */
  markHandled(designId: DesignId, epoch: number, handled: readonly Handled[]): Promise<void>;
  /** `null` while unhandled, and for an id that the store does not have. */
  answerTo(inboxId: string): Promise<InboxAnswer | null>;

  /** Messages in the design's thread, in commit order. */
  listPosted(designId: DesignId): Promise<Posted[]>;
  /** Throws `StaleVersionError` if the store does not have such an effect. */
  markEffects(designId: DesignId, epoch: number, marks: readonly EffectMark[]): Promise<void>;

  /** Stores new traces of running turns outside a commit. */
  keepTraces(designId: DesignId, epoch: number, parts: readonly TracePart[]): Promise<void>;
  /**
   * All trace parts of turns that were running when their daemon last stored something, in stored
   * order.
   */
  traces(designId: DesignId): Promise<TracePart[]>;
  /**
   * USD spent by designs started at this moment or later and by later questions, and what is
   * reserved for running calls. Questions count as spent with what is reserved for them.
   */
  sumSpentSince(startedAt: number, before?: number): Promise<Spending>;

  close(): Promise<void>;
}
