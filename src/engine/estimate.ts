/** Estimates cost and time of a design from earlier ones of its depth, or by a constant. */

import type { Depth } from '#design/events.ts';
import { costOf } from '#design/money.ts';
import type { Design } from '#design/state.ts';
import type { Store, StoredEvent } from '#store/store.ts';
import { loadDesign } from './loaded.ts';

export interface CostAndTime {
  /** `null`: the models have no known price. */
  readonly usd: number | null;
  /** The time spent waiting for people is left out. */
  readonly ms: number;
}

/** Computed by `bench/price.ts` from list prices. *Standard* lies between an audit with findings and one without. */
const DEFAULT_ESTIMATES: Record<Depth, CostAndTime> = {
  quick: { usd: 0.4, ms: 3 * 60_000 },
  standard: { usd: 1.5, ms: 7 * 60_000 },
};
const MAX_LISTED = 50;
const MAX_COUNTED = 5;

export async function estimateOf(store: Store, depth: Depth): Promise<CostAndTime> {
  const rows = await store.find({ status: 'completed', limit: MAX_LISTED });
  const alike = rows.filter(({ summary }) => summary.depth === depth && !summary.isRehearsal);
  const earlier: CostAndTime[] = [];
  for (const { id } of alike.slice(0, MAX_COUNTED)) {
    const { design, events } = await loadDesign(store, id);
    if (design !== null) earlier.push({ usd: priceOf(design), ms: workMsOf(design, events) });
  }
  // One or two say little about the next.
  if (earlier.length < 3) return DEFAULT_ESTIMATES[depth];
  const prices = earlier.map(({ usd }) => usd).filter((usd) => usd !== null);
  return {
    usd: prices.length === 0 ? null : medianOf(prices),
    ms: medianOf(earlier.map(({ ms }) => ms)),
  };
}

function priceOf(design: Design): number | null {
  const { usd, isUnknown } = costOf(design);
  return isUnknown ? null : usd;
}

function workMsOf({ startedAt, lastAt, gates }: Design, events: readonly StoredEvent[]): number {
  const atOf = (type: 'answering_opened' | 'answering_closed') =>
    events.find(({ event }) => event.type === type)?.event.at;
  const opened = atOf('answering_opened');
  const answered = opened === undefined ? 0 : (atOf('answering_closed') ?? lastAt) - opened;
  const decided = gates.map(({ openedAt, decision }) => (decision?.at ?? lastAt) - openedAt);
  return lastAt - startedAt - decided.reduce((sum, ms) => sum + ms, answered);
}

function medianOf(values: readonly number[]): number {
  return values.toSorted((one, other) => one - other)[Math.floor(values.length / 2)] ?? 0;
}
