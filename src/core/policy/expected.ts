import type { Design, Turn } from '../vocabulary/design.ts';
import { IS_RESPONSE } from '../vocabulary/event-parts.ts';
import { listLivingPersonas } from '../vocabulary/participants.ts';
import { facilitatorOf } from '../vocabulary/round.ts';
import type { RoundKind } from '../vocabulary/sets.ts';
import { isArgued } from './depth.ts';
import { IN_ORDER } from './order.ts';

/**
 * Money and time of a turn relative to a proposing turn, from the scripted designs of
 * `bench/price.ts`. For rehearsals, which start without expected turns.
 */
const WEIGHTS: Record<RoundKind, number> = {
  framing: 0.1,
  questions: 0.3,
  matching: 0.1,
  proposals: 1,
  mapping: 0.6,
  argument: 0.4,
  composite: 0.8,
  audit: 0.7,
  revision: 0.6,
  confirmation: 0.2,
  signing: 0.6,
  reading: 0.1,
};

export function countTurns(design: Design, kind: RoundKind): number {
  if (kind === 'argument' && !isArgued(design, 'high')) return 0;
  if (facilitatorOf(kind) !== null) return 1;
  const owing = ({ id }: { readonly id: string }) =>
    kind !== 'proposals' || !design.proposals.some(({ participant }) => participant === id);
  return listLivingPersonas(design).filter(owing).length;
}

/**
 * USD expected for one turn of this kind: the mean of the design's own, else the usual price, else
 * by weights. An expensive proposal does not raise later kinds. `null` while nothing is known.
 */
export function estimateUsd(design: Design, kind: RoundKind): number | null {
  const own = meanUsdOf(turnsOf(design, kind));
  if (own !== null) return own;
  const usual = findUsualTurn(design, kind);
  return usual === undefined ? estimateByWeight(design, kind, meanUsdOf) : usual.usd;
}

/**
 * Milliseconds expected for a round of this kind, which lasts as long as its longest turn; `null`
 * while nothing is known. The usual time is stretched by this design's pace so far, because a slow
 * model or endpoint stays slow.
 */
export function estimateMs(design: Design, kind: RoundKind): number | null {
  const own = longestMsOf(turnsOf(design, kind));
  if (own !== null) return own;
  const usual = findUsualTurn(design, kind);
  return usual === undefined
    ? estimateByWeight(design, kind, longestMsOf)
    : usual.ms * paceOf(design);
}

/**
 * Estimates USD to revise the written decision and have it signed again; `null` without a decision
 * or an estimate.
 */
export function estimateRevisionUsd(design: Design): number | null {
  if (design.composites.length === 0) return null;
  const revised = estimateUsd(design, 'revision');
  const signed = estimateUsd(design, 'signing');
  return revised === null || signed === null
    ? null
    : revised + signed * countTurns(design, 'signing');
}

function findUsualTurn({ expected = [] }: Design, wanted: RoundKind) {
  return expected.find(({ kind }) => kind === wanted);
}

/** The time of the design's own turns relative to the usual one; at least 1. */
function paceOf(design: Design): number {
  let ownMs = 0;
  let usualMs = 0;
  for (const { kind, ms } of design.expected ?? []) {
    const own = longestMsOf(turnsOf(design, kind));
    if (own === null) continue;
    ownMs += own;
    usualMs += ms;
  }
  return usualMs === 0 ? 1 : Math.max(1, ownMs / usualMs);
}

/** Estimates from proposing turns, else from any, by weights. */
function estimateByWeight(
  design: Design,
  kind: RoundKind,
  measure: (turns: readonly Turn[]) => number | null,
): number | null {
  const of = (each: RoundKind) => measure(turnsOf(design, each));
  const proposing = of('proposals');
  if (proposing !== null) return (proposing / WEIGHTS.proposals) * WEIGHTS[kind];
  const units = IN_ORDER.flatMap((each) => {
    const value = of(each);
    return value === null ? [] : [value / WEIGHTS[each]];
  });
  return units.length === 0 ? null : (sumOf(units, (unit) => unit) / units.length) * WEIGHTS[kind];
}

/** Turns with an answer: a failed one says nothing about the next. */
export function turnsOf({ rounds, turns }: Design, kind: RoundKind): Turn[] {
  const ids = new Set(rounds.filter((round) => round.kind === kind).map(({ id }) => id));
  return turns.filter(
    ({ roundId, outcome }) => ids.has(roundId) && outcome !== 'open' && IS_RESPONSE[outcome],
  );
}

/** USD, without refused attempts; `null` if no price is known. */
export function meanUsdOf(turns: readonly Turn[]): number | null {
  const costs = turns.flatMap(({ costUsd, refused }) =>
    costUsd === null ? [] : [costUsd - refused.usd],
  );
  return costs.length === 0 ? null : sumOf(costs, (usd) => usd) / costs.length;
}

/** Milliseconds, without refused attempts; `null` for no turn. */
export function longestMsOf(turns: readonly Turn[]): number | null {
  return turns.length === 0
    ? null
    : Math.max(0, ...turns.map(({ tookMs, refused }) => (tookMs ?? 0) - refused.ms));
}

export function sumOf<Item>(items: readonly Item[], of: (item: Item) => number): number {
  return items.reduce((sum, item) => sum + of(item), 0);
}
