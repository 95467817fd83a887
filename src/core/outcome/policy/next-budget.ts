import type { Design } from '../../vocabulary/design.ts';

/** The same money would get just as far. The day's ceiling holds beside it. */
const TIMES = 2;

/** Returns USD that another run may spend, where this one ended because its budget was used up; else `null`: as before. */
export function raisedBudgetUsd(design: Pick<Design, 'end' | 'settled' | 'settings'>): number | null {
  const { budgetUsd } = design.settings;
  const { stoppedBecause = null } = design.end ?? design.settled ?? {};
  return stoppedBecause !== 'money_used_up' || budgetUsd === null ? null : budgetUsd * TIMES;
}
