import type { Design } from '../../core/design.ts';
import { effectsOf } from '../../core/effects.ts';
import type { DesignEvent, EventOf } from '../../core/events.ts';
import { evolve } from '../../core/evolve.ts';
import { phaseOf, statusOf } from '../../core/status.ts';
import { timersOf } from '../../core/timers.ts';
import { chained } from '../chain.ts';
import type { Commit, DesignSummary, StoredEvent } from '../ports/store.ts';
import type { TurnRecord } from '../turn/record.ts';

/** A design as this process holds it: its state, where its hash chain stands, and under which ownership. */
export interface Held {
  readonly design: Design | null;
  readonly version: number;
  readonly headHash: string;
  readonly epoch: number;
}

/** Folds a decision's events into the held design and lays out all that has to be stored with them (P4). */
export function commitOf(
  held: Held,
  events: readonly DesignEvent[],
  recordOf: (finished: EventOf<'turn_finished'>, design: Design) => TurnRecord,
  inboxId: string | null,
): { commit: Commit; next: Held & { readonly design: Design } } {
  let design = held.design;
  let { version, headHash } = held;
  const stored: StoredEvent[] = [];
  const effects: { id: string; effect: ReturnType<typeof effectsOf>[number] }[] = [];
  const turns: TurnRecord[] = [];
  for (const event of events) {
    design = evolve(design, event);
    version += 1;
    headHash = chained(headHash, version, event);
    stored.push({ seq: version, event, hash: headHash });
    for (const [index, effect] of effectsOf(design, event).entries()) {
      effects.push({ id: `${design.id}/${version}.${index}`, effect });
    }
    if (event.type === 'turn_finished') turns.push(recordOf(event, design));
  }
  if (design === null) throw new Error('broken invariant: a commit without events');
  const commit = {
    designId: design.id,
    expectedVersion: held.version,
    epoch: held.epoch,
    events: stored,
    effects,
    timers: timersOf(design),
    summary: summaryOf(design),
    turns,
    inboxId,
  };
  return { commit, next: { design, version, headHash, epoch: held.epoch } };
}

function summaryOf(design: Design): DesignSummary {
  return {
    id: design.id,
    topic: design.topic,
    status: statusOf(design),
    phase: phaseOf(design.step),
    step: design.step,
    version: design.version,
    startedAt: design.startedAt,
    endedAt: design.end?.at ?? null,
    startedBy: design.startedBy,
    successorOf: design.successorOf,
  };
}
