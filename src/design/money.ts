/** What a design has cost, and when it goes straight to its text. */

import type { RoundKind } from './events.ts';
import type { Design } from './state.ts';

/** From this share of the budget on, only what the text needs is asked. */
const NEAR = 0.8;

/** `isUnknown`: some turn's model has no known price. */
export function costOf({ turns }: Design): { usd: number; isAtLeast: boolean; isUnknown: boolean } {
  const ended = turns.filter(({ endedAt }) => endedAt !== null);
  return {
    usd: ended.reduce((sum, { costUsd }) => sum + (costUsd ?? 0), 0),
    isAtLeast: ended.some(({ isAtLeast }) => isAtLeast),
    isUnknown: ended.some(({ costUsd }) => costUsd === null),
  };
}

export function isNearBudget(design: Design): boolean {
  return costOf(design).usd >= NEAR * design.settings.budgetUsd;
}

/** Classes of a turn's error: the design's budget, or the day's, does not cover the next call. */
const NO_MONEY = ['no_money', 'no_money_today'];

/** The money stopped a turn of this round, or the last round. */
export function ranOutOfMoney({ turns }: Design, roundId?: string): boolean {
  return turns.some(
    ({ error, roundId: of }) =>
      error !== null && NO_MONEY.includes(error.class) && (roundId === undefined || of === roundId),
  );
}

export function hasRound({ rounds }: Design, kind: RoundKind): boolean {
  return rounds.some((round) => round.kind === kind);
}
