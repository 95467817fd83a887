/** A design as it was loaded, and as it is after more events: what a commit is made of. */

import type { DesignEvent } from '#design/events.ts';
import { evolve } from '#design/evolve.ts';
import type { DesignId } from '#design/ids.ts';
import { costOf } from '#design/money.ts';
import type { Design } from '#design/state.ts';
import { PHASE_OF } from '#design/state.ts';
import { statusOf } from '#design/status.ts';
import { chainEvents, checkChain } from '#record/chain.ts';
import type { Store, StoredEvent, Summary } from '#store/store.ts';
import { Fault } from '#support/fault.ts';
import { firstLineOf } from '#words/headline.ts';

export interface Loaded {
  /** `null`: its start waits in the inbox. */
  readonly design: Design | null;
  readonly version: number;
  /** The head of the chain; empty before the first event. */
  readonly hash: string;
}

export const NOTHING: Loaded = { design: null, version: 0, hash: '' };

/** @throws {Fault} `chain_broken` for a design that must not be gone on with (P11). */
export async function loadDesign(
  store: Store,
  id: DesignId,
): Promise<Loaded & { readonly events: readonly StoredEvent[] }> {
  const events = await store.events(id);
  const broken = checkChain(events);
  if (broken !== null)
    throw new Fault(
      'chain_broken',
      `Event ${broken} of ${id} does not follow from those before it: it was changed in the store.`,
    );
  return { ...fold(NOTHING, events), events };
}

export function append(
  before: Loaded,
  events: readonly DesignEvent[],
): { readonly next: Loaded; readonly stored: readonly StoredEvent[] } {
  const last = before.version === 0 ? null : { seq: before.version, hash: before.hash };
  const stored = chainEvents(last, events);
  return { next: fold(before, stored), stored };
}

function fold(before: Loaded, events: readonly StoredEvent[]): Loaded {
  let design = before.design;
  for (const { event } of events) design = evolve(design, event);
  const last = events.at(-1);
  return last === undefined ? before : { design, version: last.seq, hash: last.hash };
}

/** The list's row. */
export function summaryOf(design: Design): Summary {
  const { topic, depth, startedBy, thread, startedAt, isRehearsal, step } = design;
  return {
    topic,
    depth,
    startedBy,
    status: statusOf(design),
    phase: PHASE_OF[step],
    step,
    headline: firstLineOf(design),
    platform: thread?.platform ?? null,
    channel: thread?.channel ?? '',
    thread: thread?.thread ?? '',
    startedAt,
    endedAt: design.end?.at ?? null,
    costUsd: costOf(design).isUnknown ? null : costOf(design).usd,
    isRehearsal,
  };
}
