import type { Design } from '../design.ts';
import { isPause } from '../status.ts';

/** Share of the budget that deliberation may not touch, so that a brief can always be written. Our own choice. */
export const RESERVED_BUDGET_SHARE = 0.35;

/** USD spent on this design so far; calls with an unknown price are not in it. */
export function spentUsd(design: Design): number {
  return design.turns.reduce((sum, turn) => sum + (turn.costUsd ?? 0), 0);
}

export function budgetUsedUp(design: Design): boolean {
  const { budgetUsd } = design.settings;
  return budgetUsd !== null && spentUsd(design) >= budgetUsd;
}

/** The rest of the budget is needed for synthesis. */
export function deliberationBudgetUsedUp(design: Design): boolean {
  const { budgetUsd } = design.settings;
  return budgetUsd !== null && spentUsd(design) >= budgetUsd * (1 - RESERVED_BUDGET_SHARE);
}

/** Milliseconds of what pauses have taken, of those that began at this moment or later and are over. */
export function pausedMsSince(design: Design, since: number): number {
  return design.gates
    .filter((gate) => isPause(gate) && gate.openedAt >= since)
    .reduce((sum, { openedAt, closedAt }) => sum + (closedAt ?? openedAt) - openedAt, 0);
}

/** When deliberation must give way to synthesis, in milliseconds since the epoch. Waiting for people is not counted. */
export function deliberationDeadlineAt(design: Design): number {
  const { designMs, synthesisMs } = design.settings;
  const ownMs = Math.max(designMs - synthesisMs, Math.round(designMs * RESERVED_BUDGET_SHARE));
  return design.startedAt + design.waitedForPeopleMs + ownMs;
}
