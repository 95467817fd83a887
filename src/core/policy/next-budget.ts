import type { Design } from '../vocabulary/design.ts';

/** Factor on the budget: the same amount would get no further. The day's ceiling still holds. */
const TIMES = 2;

/** USD for another run after the budget was used up; else `null`. */
export function raiseBudgetUsd(
  design: Pick<Design, 'end' | 'settled' | 'settings'>,
): number | null {
  const { budgetUsd } = design.settings;
  const { stoppedBecause = null } = design.end ?? design.settled ?? {};
  return stoppedBecause !== 'money_used_up' || budgetUsd === null ? null : budgetUsd * TIMES;
}
