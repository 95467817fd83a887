import type { Design } from '../../vocabulary/design.ts';
import type { Draft } from '../../vocabulary/draft.ts';
import type { Dropped } from '../../vocabulary/event-parts.ts';
import type { RoundKind } from '../../vocabulary/sets.ts';
import { isSynthesis } from '../../vocabulary/status.ts';
import { estimateMs, estimateUsd, sumOf, turnsIn } from './expected.ts';
import { kindsOf, listKeptAfter } from './order.ts';
import { leftMsOf } from './time-left.ts';

/** Why a round is skipped, with the reserved money if some is left. */
type Lack = Pick<Dropped, 'reason' | 'money'>;

/** `asked`: number of participants asked, if not all. */
interface Wanted {
  readonly asked?: number;
}

/** USD; calls of unknown price do not count. */
export function sumSpentUsd(design: Design): number {
  return design.turns.reduce((sum, turn) => sum + (turn.costUsd ?? 0), 0);
}

export function budgetUsedUp(design: Design): boolean {
  const { budgetUsd } = design.settings;
  return budgetUsd !== null && sumSpentUsd(design) >= budgetUsd;
}

/**
 * Why a round of this kind cannot begin now: later ones of higher priority would not fit. `null`: it may begin. A skipped kind
 * stays skipped.
 */
export function findShortage(
  draft: Pick<Draft, 'design' | 'at'>,
  kind: RoundKind,
  wanted: Wanted = {},
): Dropped['reason'] | null {
  return findLack(draft, kind, wanted)?.reason ?? null;
}

/** `true` if the round may begin; else records why not. */
export function mayBegin(draft: Draft, kind: RoundKind, wanted: Wanted = {}): boolean {
  const lack = findLack(draft, kind, wanted);
  if (lack !== null) drop(draft, [kind], lack);
  return lack === null;
}

/**
 * `true` if there is room for a stand-in in this round. `afterRefusal`: signing must fit too, since the first attempt had its
 * chance.
 */
export function mayStandIn({ design, at }: Draft, kind: RoundKind, afterRefusal: boolean): boolean {
  const kept = listKeptAfter(kind);
  const all = afterRefusal && !kept.includes('signing') ? [...kept, 'signing' as const] : kept;
  return measureLack({ design, at }, kind, 1, all) === null;
}

export function dropPhase(draft: Draft): void {
  const kinds = kindsOf(isSynthesis(draft.design.step) ? 'synthesis' : 'deliberation');
  drop(draft, kinds, { reason: 'time_used_up' });
}

export function isDeliberationOver({ dropped }: Pick<Design, 'dropped'>): boolean {
  return kindsOf('deliberation').every((kind) => dropped.some((each) => each.kind === kind));
}

function drop(draft: Draft, kinds: readonly RoundKind[], lack: Lack): void {
  const dropped = kinds.filter((kind) => !draft.design.dropped.some((each) => each.kind === kind));
  if (dropped.length === 0) return;
  draft.record({ type: 'deliberation_stopped', ...lack, dropped });
}

function findLack(
  { design, at }: Pick<Draft, 'design' | 'at'>,
  kind: RoundKind,
  { asked = turnsIn(design, kind) }: Wanted,
): Lack | null {
  const before = design.dropped.find((each) => each.kind === kind);
  if (before !== undefined) return before;
  // Without a proposal there is nothing to reserve for.
  return kind === 'proposals'
    ? measureLack({ design, at }, kind, 0, [])
    : measureLack({ design, at }, kind, asked, listKeptAfter(kind));
}

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
    const keptUsd = sumOf(kept, (each) => turnsIn(design, each) * (estimateUsd(design, each) ?? 0));
    if (takesUsd + keptUsd > leftUsd)
      return { reason: 'money_used_up', money: { leftUsd, takesUsd, keptUsd, keptFor: [...kept] } };
  }
  const leftMs = leftMsOf(design, at);
  const needed = turns === 0 ? kept : [kind, ...kept];
  const ms = sumOf(needed, (each) => estimateMs(design, each) ?? 0);
  return leftMs <= 0 || ms > leftMs ? { reason: 'time_used_up' } : null;
}
