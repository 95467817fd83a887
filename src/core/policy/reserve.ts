/**
 * Money and time of a design, and what follows if they run short. Here: whether a round may still
 * begin, given what later ones of higher priority need.
 */

import type { Design } from '../vocabulary/design.ts';
import type { Draft } from '../vocabulary/draft.ts';
import type { Dropped } from '../vocabulary/event-parts.ts';
import { sumUsd } from '../vocabulary/figures.ts';
import type { RoundKind } from '../vocabulary/sets.ts';
import { countTurns, estimateMs, estimateUsd, sumOf } from './expected.ts';
import { kindsOf, listKeptAfter, timedPartOf } from './order.ts';
import { leftMsOf } from './time-left.ts';

/** Why a round is skipped, with the reserved money if some is left. */
type Lack = Pick<Dropped, 'reason' | 'money'>;

/** `asked`: number of participants asked, if not all. */
interface Wanted {
  readonly asked?: number;
}

/** USD; calls of unknown price do not count. */
export function sumSpentUsd(design: Design): number {
  return sumUsd(design.turns.map(({ costUsd }) => costUsd ?? 0));
}

export function isBudgetUsedUp(design: Design): boolean {
  const { budgetUsd } = design.settings;
  return budgetUsd !== null && sumSpentUsd(design) >= budgetUsd;
}

/**
 * Why a round of this kind cannot begin now: later ones of higher priority would not fit. `null`:
 * it may begin. A skipped kind stays skipped.
 */
export function findShortage(
  draft: Pick<Draft, 'design' | 'at'>,
  kind: RoundKind,
): Dropped['reason'] | null {
  return findLack(draft, kind, {})?.reason ?? null;
}

/** `true` if the round may begin; else records why not. */
export function mayBegin(draft: Draft, kind: RoundKind, wanted: Wanted = {}): boolean {
  const lack = findLack(draft, kind, wanted);
  if (lack !== null) drop(draft, kind, lack);
  return lack === null;
}

/**
 * `true` if there is room for a stand-in in this round. `afterRefusal`: signing must fit too, since
 * the first attempt had its chance.
 */
export function mayStandIn({ design, at }: Draft, kind: RoundKind, afterRefusal: boolean): boolean {
  const kept = listKeptAfter(kind);
  const all = afterRefusal && !kept.includes('signing') ? [...kept, 'signing' as const] : kept;
  return measureLack({ design, at }, kind, 1, all) === null;
}

/**
 * Records that the time of the current part has passed. Each round that it costs is recorded when
 * it would begin.
 */
export function endPart(draft: Draft): void {
  const over = timedPartOf(draft.design.step);
  if (draft.design.partsOver.includes(over)) return;
  draft.record({ type: 'deliberation_stopped', reason: 'time_used_up', dropped: [], over });
}

function drop(draft: Draft, kind: RoundKind, lack: Lack): void {
  if (draft.design.dropped.some((each) => each.kind === kind)) return;
  draft.record({ type: 'deliberation_stopped', ...lack, dropped: [kind] });
}

function findLack(
  { design, at }: Pick<Draft, 'design' | 'at'>,
  kind: RoundKind,
  { asked = countTurns(design, kind) }: Wanted,
): Lack | null {
  const before = design.dropped.find((each) => each.kind === kind);
  if (before !== undefined) return before;
  if (design.partsOver.some((part) => kindsOf(part).includes(kind)))
    return { reason: 'time_used_up' };
  // Without a proposal there is nothing to reserve for.
  return kind === 'proposals'
    ? measureLack({ design, at }, kind, 0, [])
    : measureLack({ design, at }, kind, asked, listKeptAfter(kind));
}

/**
 * What is kept includes the dearest of its turns once more: a call begins only if twice what such
 * turns usually write fits below the ceiling, and so does the last one.
 */
function measureLack(
  { design, at }: Pick<Draft, 'design' | 'at'>,
  kind: RoundKind,
  turns: number,
  kept: readonly RoundKind[],
): Lack | null {
  const { budgetUsd } = design.settings;
  if (budgetUsd !== null) {
    const leftUsd = Math.max(0, budgetUsd - sumSpentUsd(design));
    if (leftUsd === 0)
      return { reason: 'money_used_up', money: { leftUsd, takesUsd: 0, keptUsd: 0, keptFor: [] } };
    const takesUsd = turns * (estimateUsd(design, kind) ?? 0);
    const keptTurns = kept.map((each) => ({
      usd: estimateUsd(design, each) ?? 0,
      turns: countTurns(design, each),
    }));
    const dearestUsd = Math.max(0, ...keptTurns.map((each) => (each.turns === 0 ? 0 : each.usd)));
    const keptUsd = sumOf(keptTurns, (each) => each.turns * each.usd) + dearestUsd;
    if (takesUsd + keptUsd > leftUsd)
      return { reason: 'money_used_up', money: { leftUsd, takesUsd, keptUsd, keptFor: [...kept] } };
  }
  const leftMs = leftMsOf(design, at);
  const needed = turns === 0 ? kept : [kind, ...kept];
  const ms = sumOf(needed, (each) => estimateMs(design, each) ?? 0);
  return leftMs <= 0 || ms > leftMs ? { reason: 'time_used_up' } : null;
}
