/** Proposals are sealed one by one, and revealed together. */

import type { Change } from './change.ts';
import { isNearBudget } from './money.ts';
import type { Design } from './state.ts';

/** From here on there is a text to read, whatever happens (C21). */
export function reveal(change: Change): void {
  const { proposals, areRevealed } = change.design;
  if (areRevealed || proposals.length === 0) return;
  const participants = proposals.map(({ participant }) => participant);
  change.record({ type: 'proposals_revealed', participants });
}

export function shouldCompare(design: Design): boolean {
  return design.proposals.length > 1 && !isNearBudget(design);
}
