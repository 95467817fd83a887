import type { CommandOf } from '../../core/commands.ts';
import type { Effect } from '../../core/effects.ts';
import type { DesignEvent, Phase, Status, Step } from '../../core/events.ts';
import type { DesignId } from '../../core/ids.ts';
import type { Timer } from '../../core/timers.ts';
import type { TurnRecord } from '../turn/record.ts';

export interface StoredEvent {
  /** Consecutive from 1 within the design. */
  readonly seq: number;
  readonly event: DesignEvent;
  /** SHA-256 over the previous event's hash and this event: the chain that `verify` recomputes (P8). */
  readonly hash: string;
}

/** The row that lists are made of. */
export interface DesignSummary {
  readonly id: DesignId;
  readonly topic: string;
  readonly status: Status;
  readonly phase: Phase;
  readonly step: Step;
  readonly version: number;
  readonly startedAt: number;
  readonly endedAt: number | null;
  readonly startedBy: string;
  readonly successorOf: DesignId | null;
}

export interface OutboxEntry {
  /** `<designId>/<seq of the event>.<n>`: the same effect always has the same id. */
  readonly id: string;
  readonly designId: DesignId;
  readonly effect: Effect;
  readonly state: 'pending' | 'attempted' | 'done' | 'dropped';
  readonly attempts: number;
}

/** P4: everything that one decision changes, in one transaction. */
export interface Commit {
  readonly designId: DesignId;
  /** The version that the decision was taken on; 0 for a new design. */
  readonly expectedVersion: number;
  /** Ownership epoch under which it was taken; an older one is refused as stale. */
  readonly epoch: number;
  readonly events: readonly StoredEvent[];
  readonly effects: readonly { readonly id: string; readonly effect: Effect }[];
  /** All timers that the design has from now on; replaces what was armed before. */
  readonly timers: readonly Timer[];
  readonly summary: DesignSummary;
  readonly turns: readonly TurnRecord[];
  /** Inbox entry that this commit carries out, if any: handled in the same transaction. */
  readonly inboxId: string | null;
}

/** What people and platforms may ask for. Everything else comes from within and passes through no inbox. */
export type OutsideCommand = CommandOf<
  'start_design' | 'record_reply' | 'finish_answering' | 'decide_gate' | 'cancel'
>;

export interface InboxEntry {
  /** The sender's own id for it: what makes a redelivery harmless (P5). */
  readonly id: string;
  readonly designId: DesignId;
  readonly command: OutsideCommand;
  readonly receivedAt: number;
}

export interface Artifact {
  readonly name: string;
  readonly bytes: number;
  readonly sha256: string;
}

/** Where designs live. Every method throws `Fault` when the store cannot do it; nothing is swallowed. */
export interface Store {
  /**
   * Raises and returns the design's ownership epoch: whoever held an older one can no longer commit. The first
   * claim of an id that has no events yet returns 1.
   */
  claim(designId: DesignId): Promise<number>;
  /**
   * Appends, all or nothing. Throws `StaleVersionError` when the version or the epoch has moved on, and
   * `Fault('invalid_record')` for an event, effect or turn record that may not be stored (P7). A second record of
   * one turn, an inbox entry handled twice and event numbers that do not follow are broken invariants: plain errors.
   */
  commit(commit: Commit): Promise<void>;
  /** Events with `seq > since`, in order, at most `limit`. Throws `Fault('invalid_record')` on one that does not parse. */
  events(designId: DesignId, since: number, limit: number): Promise<StoredEvent[]>;
  summary(designId: DesignId): Promise<DesignSummary | null>;
  /** Newest first, by id (a UUIDv7); `before` is the id of the last design of the page before. */
  list(filter: { status?: Status; limit: number; before?: DesignId }): Promise<DesignSummary[]>;
  /**
   * Designs that have not ended, whose start was accepted but not yet carried out, or that have effects which are
   * pending or attempted: oldest first.
   */
  unfinished(): Promise<DesignId[]>;
  /** The design that runs this one again; `null` if none does. */
  successor(designId: DesignId): Promise<DesignId | null>;

  /** P5: `false` when this id was accepted before. */
  accept(entry: InboxEntry): Promise<boolean>;
  /** Accepted but not yet handled, in order of arrival. */
  unhandled(designId: DesignId): Promise<InboxEntry[]>;
  markHandled(inboxId: string): Promise<void>;

  /** Pending and attempted ones, in the order in which they were committed. */
  pendingEffects(designId: DesignId): Promise<OutboxEntry[]>;
  /** `attempted` counts one more attempt. What is done or dropped stays so. An unknown id is a plain error. */
  markEffects(ids: readonly string[], state: 'attempted' | 'done' | 'dropped'): Promise<void>;
  timers(designId: DesignId): Promise<Timer[]>;

  /** In the order in which they were committed. */
  turns(designId: DesignId): Promise<TurnRecord[]>;

  /** Remembers the answer to a request that carried an idempotency key; the first one stays. */
  rememberResponse(key: string, response: { readonly status: number; readonly body: string }): Promise<void>;
  recallResponse(key: string): Promise<{ readonly status: number; readonly body: string } | null>;

  /** Throws when the store cannot be reached or written: for readiness. */
  ping(): Promise<void>;
  close(): Promise<void>;
}
