/**
 * One commit: decided events folded into the design, with the effects, timers and turn records that
 * are stored in the same transaction.
 */

import { decisionStatusOf } from '../../core/follow-up/decision-status.ts';
import { findDecisionInForce } from '../../core/outcome/outcome.ts';
import { sumSpentUsd } from '../../core/policy/reserve.ts';
import { listSaidBetween } from '../../core/thread/desired-messages.ts';
import type { Design } from '../../core/vocabulary/design.ts';
import { effectsOf } from '../../core/vocabulary/effects.ts';
import type { DesignEvent, EventOf } from '../../core/vocabulary/events.ts';
import { phaseOf, statusOf } from '../../core/vocabulary/status.ts';
import { evolve } from '../../core/workflow/evolve.ts';
import type { Commit, DesignSummary, Handled, StoredEvent } from '../../ports/store.ts';
import type { TracePart, TurnRecord } from '../../ports/turn-record.ts';
import { chainEvent, GENESIS_HASH } from '../../record/chain.ts';
import type { LoadedDesign } from '../../record/loading.ts';
import { hashOfRecord } from '../../turns/records/recorded.ts';

/** Makes the record of a turn that has just finished, from the design before its end. */
type RecordOf = (event: EventOf<'turn_finished'>, before: Design | null) => TurnRecord;

/** One decision of a commit, and the design after it. */
export interface CommitDecision {
  readonly events: readonly DesignEvent[];
  readonly design: Design;
}

/** Folds decided events into a design and collects everything to store with them. */
export class CommitDraft {
  readonly #loaded: LoadedDesign;
  readonly #recordOf: RecordOf;
  readonly #events: StoredEvent[] = [];
  readonly #effects: Commit['effects'][number][] = [];
  readonly #turns: TurnRecord[] = [];
  readonly #decided: CommitDecision[] = [];
  #design: Design | null;
  #headHash: string;

  constructor(loadedDesign: LoadedDesign, recordOf: RecordOf) {
    this.#loaded = loadedDesign;
    this.#recordOf = recordOf;
    this.#design = loadedDesign.design;
    this.#headHash = headOf(loadedDesign);
  }

  get design(): Design | null {
    return this.#design;
  }

  get lastAt(): number {
    return this.#events.at(-1)?.event.at ?? this.#loaded.lastAt;
  }

  get isEmpty(): boolean {
    return this.#events.length === 0;
  }

  get turnIds(): ReadonlySet<string> {
    return new Set(this.#turns.map(({ turnId }) => turnId));
  }

  /** Adds one decision whole, or nothing if that throws. */
  add(decidedEvents: readonly DesignEvent[]): void {
    const events: StoredEvent[] = [];
    const effects: Commit['effects'][number][] = [];
    const turns: TurnRecord[] = [];
    let design = this.#design;
    let hash = this.#headHash;
    for (const decidedEvent of decidedEvents) {
      const before = design;
      const { event, record } = this.#attachRecord(before, decidedEvent);
      design = evolve(before, event);
      if (event.type === 'record_closed' && event.head !== null && event.head !== hash)
        throw new Error(
          'broken invariant: the hash that closes the record is not its last event’s hash',
        );
      const seq = this.#loaded.hashes.length + this.#events.length + events.length + 1;
      hash = chainEvent(hash, seq, event);
      events.push({ seq, event, hash });
      const newEffects = [...effectsOf(design, event), ...listSaidBetween(before, design)];
      for (const [index, effect] of newEffects.entries())
        effects.push({ id: `${design.id}/${seq}.${index}`, effect });
      if (record !== null) turns.push(record);
    }
    this.#design = design;
    this.#headHash = hash;
    if (design !== null) this.#decided.push({ events: events.map(({ event }) => event), design });
    this.#events.push(...events);
    this.#effects.push(...effects);
    this.#turns.push(...turns);
  }

  #attachRecord(
    before: Design | null,
    event: DesignEvent,
  ): { readonly event: DesignEvent; readonly record: TurnRecord | null } {
    if (event.type !== 'turn_finished') return { event, record: null };
    const record = this.#recordOf(event, before);
    return { event: { ...event, recordSha256: hashOfRecord(record) }, record };
  }

  /** Throws for a draft without events. */
  finish(
    epoch: number,
    handled: readonly Handled[],
    done: readonly string[],
    traces: readonly TracePart[],
  ): {
    readonly commit: Commit;
    readonly next: LoadedDesign & { readonly design: Design };
    readonly decided: readonly CommitDecision[];
  } {
    const design = this.#design;
    if (design === null || this.isEmpty)
      throw new Error('broken invariant: a commit without events');
    const { hashes } = this.#loaded;
    const commit: Commit = {
      designId: design.id,
      expectedVersion: hashes.length,
      expectedHead: headOf(this.#loaded),
      epoch,
      events: this.#events,
      effects: this.#effects,
      summary: summaryOf(design),
      turns: this.#turns,
      traces,
      handled,
      done,
    };
    return {
      commit,
      next: {
        design,
        hashes: [...hashes, ...this.#events.map(({ hash }) => hash)],
        lastAt: this.lastAt,
      },
      decided: this.#decided,
    };
  }
}

function headOf({ hashes }: LoadedDesign): string {
  return hashes.at(-1) ?? GENESIS_HASH;
}

export function summaryOf(design: Design): DesignSummary {
  const status = statusOf(design);
  const decided = design.end === null ? null : findDecisionInForce(design);
  return {
    id: design.id,
    topic: design.topic,
    status,
    phase: phaseOf(design.step),
    step: design.step,
    version: design.version,
    startedAt: design.startedAt,
    endedAt: design.end?.at ?? null,
    startedBy: design.startedBy,
    successorOf: design.successorOf,
    thread: design.thread,
    rehearsal: design.rehearsal,
    decision: decided?.decision.sentence ?? null,
    standing: decided === null ? null : decisionStatusOf(design),
    followUpOf: design.followUpOf ?? null,
    costUsd: sumSpentUsd(design),
  };
}
