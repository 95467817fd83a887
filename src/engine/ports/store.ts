import * as z from 'zod';
import { DECISION_STATUSES } from '../../core/follow-up/decision-status.ts';
import { type OutsideCommand, Refusal } from '../../core/vocabulary/commands.ts';
import type { Effect, Post } from '../../core/vocabulary/effects.ts';
import { type DesignEvent, type Lesson, STEPS, type Status, Thread } from '../../core/vocabulary/events.ts';
import { DesignId, type TurnId } from '../../core/vocabulary/ids.ts';
import { DEPTHS, PHASES, STATUSES } from '../../core/vocabulary/sets.ts';
import type { TracePart, TurnRecord } from '../../turns/records/record.ts';
import type { ReadableDesigns } from '../access/may-read.ts';

export interface StoredEvent {
  /** Consecutive from 1 within the design. */
  readonly seq: number;
  readonly event: DesignEvent;
  /** SHA-256 over the previous event's hash and this event: the chain that `verify` recomputes (P8). */
  readonly hash: string;
}

const moment = z.number().int().nonnegative();

/**
 * The row behind every list of designs. `rehearsal`: no model is called for it. `decision`: the sentence of its decision, if it
 * has one; `standing`: how that stands since the end, `null` where there is none. `followUpOf`: the design whose decision is its context.
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
  /** Known cost of all its calls in USD. */
  costUsd: z.number().nonnegative(),
  /** Why it is set aside, where it is (P11): this row may not be true then, and nothing else of it is shown. */
  setAside: z.string().optional(),
});
export type DesignSummary = z.infer<typeof DesignSummary>;

/** A filter for designs; an absent field does not filter. */
export interface DesignFilter {
  readonly status?: Status;
  /** Only designs that have ended. */
  readonly isEnded?: true;
  /** Only designs that ended with a decision. */
  readonly isDecided?: true;
  /** Only designs older than this one. */
  readonly before?: DesignId;
  /** The designs of a channel, of one thread in it, or of the person who started them. */
  readonly platform?: string;
  readonly channel?: string;
  readonly thread?: string;
  readonly starter?: string;
  /** The designs of whoever stands on record under this name. */
  readonly startedBy?: string;
  /** Started at this moment or later. */
  readonly startedSince?: number;
  /** Only designs that somebody may read (A18). */
  readonly readable?: ReadableDesigns;
  /** As their rows say, for who looks for designs and shows none of it (P11). */
  readonly isUnchecked?: true;
  readonly limit: number;
}

/** A message that was posted, with the platform's id of it. */
export interface Posted {
  /** The id of the effect. */
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
  readonly attempts: number;
}

/** The progress of an effect. `attempted` counts one more attempt; a done or dropped effect stays so. */
export interface EffectMark {
  readonly id: string;
  readonly state: Exclude<EffectState, 'pending'>;
  /** Proof that it was done, like a platform's id of a message; empty where there is none. */
  readonly receipt: string;
}

/** The outcome of a command from outside, for its sender, who may have sent it through another daemon. */
export const InboxAnswer = z.discriminatedUnion('accepted', [
  z.strictObject({ accepted: z.literal(true) }),
  z.strictObject({ accepted: z.literal(false), refusal: Refusal }),
]);
export type InboxAnswer = z.infer<typeof InboxAnswer>;

export interface Handled {
  readonly inboxId: string;
  readonly answer: InboxAnswer;
}

/** Everything that one decision changes, in one transaction (P4). */
export interface Commit {
  readonly designId: DesignId;
  /** Follows from the design's events, and is stored beside them. */
  readonly summary: DesignSummary;
  /** The version that the decision was taken on; 0 for a new design. */
  readonly expectedVersion: number;
  /** Ownership epoch under which it was taken; an older one is refused. */
  readonly epoch: number;
  readonly events: readonly StoredEvent[];
  readonly effects: readonly { readonly id: string; readonly effect: Effect }[];
  /** Records of turns that end with it; their traces are dropped. */
  readonly turns: readonly TurnRecord[];
  /** Traces of turns under way (T6). */
  readonly traces: readonly TracePart[];
  /** Inbox entries that this commit carries out or refuses: handled in the same transaction. */
  readonly handled: readonly Handled[];
  /** Effects of earlier commits that have finished: marked done in the same transaction. */
  readonly done: readonly string[];
}

export interface InboxEntry {
  /** The sender's own id for it, which makes a redelivery harmless (P5). */
  readonly id: string;
  readonly designId: DesignId;
  readonly command: OutsideCommand;
  readonly receivedAt: number;
}

export interface Mail {
  /** Accepted but not yet handled, in order of arrival. */
  readonly entries: readonly InboxEntry[];
  /** Entries ever accepted for this design: tells `Fleet.release` if another came in the meantime. */
  readonly arrivals: number;
}

/** Amounts to compare with a ceiling, in USD. */
export interface Spending {
  readonly spentUsd: number;
  /** A lower bound. */
  readonly underWayUsd: number;
}

export interface Artifact {
  readonly name: string;
  readonly bytes: number;
  readonly sha256: string;
}

/** The moment at which a person dismissed a lesson, and who that was. */
interface Dismissal {
  readonly at: number;
  readonly by: string;
}

interface KeptLesson {
  readonly lesson: Lesson;
  readonly dismissed: Dismissal | null;
}

/** A question about a decision: who asked it, as a hash, and what it has cost by now, in USD. */
export interface AskedQuestion {
  readonly id: string;
  readonly person: string;
  readonly askedAt: number;
  readonly usd: number;
}

/** A reader's verdict on what a design was worth to them, with the facts by which it is counted. `person`: a hash. */
export const Rating = z.strictObject({
  designId: DesignId,
  person: z.string(),
  isUseful: z.boolean(),
  ratedAt: moment,
  depth: z.enum(DEPTHS),
  personas: z.array(z.string()),
  models: z.array(z.string()),
});
export type Rating = z.infer<typeof Rating>;

/** The part of the database of designs that is open to everybody: nothing that appends to a design or answers for its owner. */
export interface SharedStore {
  /**
   * Reads events with `seq > since`, in order, at most `limit`, each checked against its chain (P11). Throws `ChainBrokenFault` where
   * one is missing, cannot be read or is not the one that was recorded, and for a design that is set aside.
   */
  events(designId: DesignId, since: number, limit: number): Promise<StoredEvent[]>;
  summary(designId: DesignId): Promise<DesignSummary | null>;
  /** Lists designs newest first, by id (a UUIDv7). */
  list(filter: DesignFilter): Promise<DesignSummary[]>;
  /** Returns the design that runs this one again; `null` if none does. */
  successor(designId: DesignId): Promise<DesignId | null>;

  mail(designId: DesignId): Promise<Mail>;
  /** Returns pending and attempted effects, in the order in which they were committed. */
  pendingEffects(designId: DesignId): Promise<OutboxEntry[]>;
  /** Returns turn records in the order in which they were committed. */
  turns(designId: DesignId): Promise<TurnRecord[]>;
  /** Returns the record of one turn; `null` where it has none so far, and for one of another design. */
  turn(designId: DesignId, turnId: TurnId): Promise<TurnRecord | null>;

  /** Stores the response to a request that carried an idempotency key; the first one stays. */
  rememberResponse(
    key: string,
    /** The design that it is about; `null` for none. */
    designId: DesignId | null,
    response: { readonly status: number; readonly body: string },
  ): Promise<void>;
  recallResponse(key: string): Promise<{ readonly status: number; readonly body: string } | null>;

  /** Lists designs that ended before this moment, have nothing left to do, and are not run again (P9); oldest first. */
  collectable(endedBefore: number, limit: number): Promise<DesignSummary[]>;
  /** Removes everything stored of these designs, if they are still collectable (P9). Returns the removed ones. */
  collect(designIds: readonly DesignId[], endedBefore: number): Promise<DesignId[]>;
  /** Keeps the lesson of an ended design (A14). The first one stays; one whose design is gone is not kept. */
  keepLesson(lesson: Lesson): Promise<void>;
  /** Returns the kept lessons of these designs, in any order, dismissed ones too. */
  lessons(designIds: readonly DesignId[]): Promise<KeptLesson[]>;
  /**
   * Dismisses the lesson of an ended design, which surfaces nowhere from then on. Who dismissed it first stays on record.
   * Returns false where there is no such design that has ended.
   */
  dismissLesson(designId: DesignId, dismissal: Dismissal): Promise<boolean>;
  /** Lists ended designs without a kept lesson, by id, from after this one on. */
  withoutLesson(after: DesignId | null, limit: number): Promise<DesignId[]>;

  /** Removes stored responses that are older than this moment, and returns how many. */
  forgetResponses(storedBefore: number): Promise<number>;

  /** Keeps a question about a decision, or what it costs by now; those asked before `since` are dropped. */
  keepQuestion(question: AskedQuestion, since: number): Promise<void>;
  /** Counts what this person has asked at this moment or later. */
  questionsSince(person: string, askedAt: number): Promise<number>;

  /** Keeps a verdict in place of an earlier one of this person on this design; nothing where that is gone. */
  keepRating(rating: Rating): Promise<void>;
  /** Returns the newest verdicts, newest first. */
  ratings(limit: number): Promise<Rating[]>;

  /** The moment at which this daily work was last done; `null` before its first time. */
  lastRun(name: string): Promise<number | null>;
  keepRun(name: string, ranAt: number): Promise<void>;

  /** Throws when the store cannot be reached or written: for readiness. */
  ping(): Promise<void>;
}

/**
 * The database of designs. Every method throws `Fault` when the store cannot do it; nothing is swallowed. The `Fleet` decides
 * who owns a design; every write here names the epoch of that ownership, and one of a past epoch is refused with
 * `OwnershipLostError`.
 */
export interface Store extends SharedStore {
  /**
   * Appends, all or nothing. Throws `StaleVersionError` when the version has moved on, `OwnershipLostError` when the epoch has,
   * and `Fault('invalid_record')` for an event, effect or turn record that may not be stored (P7). A second record of one turn,
   * an inbox entry handled twice and event numbers that do not follow are broken invariants: plain errors.
   */
  commit(commit: Commit): Promise<void>;

  /**
   * Stores a command from outside (P5), and makes its design due: at once, or for a command that begins one a moment later, so
   * that this process can own it first. `fresh` is false when this id was accepted before; `designId` is then the first one.
   */
  accept(entry: InboxEntry): Promise<{ readonly fresh: boolean; readonly designId: DesignId }>;
  /** Marks entries whose command changed nothing; a commit handles the others. */
  markHandled(designId: DesignId, epoch: number, handled: readonly Handled[]): Promise<void>;
  /** Returns `null` while the entry is not handled. An unknown id is a plain error. */
  answerTo(inboxId: string): Promise<InboxAnswer | null>;

  /** Returns the messages in the design's thread, in the order in which they were committed. */
  posted(designId: DesignId): Promise<Posted[]>;
  /** Marks effects. An unknown id is a plain error. */
  markEffects(designId: DesignId, epoch: number, marks: readonly EffectMark[]): Promise<void>;

  /** Stores new traces of turns under way that no commit takes along (T6). */
  keepTraces(designId: DesignId, epoch: number, parts: readonly TracePart[]): Promise<void>;
  /** Returns all parts of turns that were under way when their daemon last stored something, in the order kept. */
  traces(designId: DesignId): Promise<TracePart[]>;
  /** Returns USD spent by designs started at this moment or later and by questions asked since, and the least spent by calls under way. */
  spentSince(startedAt: number): Promise<Spending>;

  close(): Promise<void>;
}
