/** What a turn's calls may cost, and have cost (T7). */

import type { Spent } from '#design/commands.ts';
import type { Usage } from '#design/events.ts';
import { NO_USAGE } from '#models/price.ts';
import { TurnFailure } from './failure.ts';

/** The ceilings of the design and of the day; the engine keeps them in the store. */
export interface Money {
  /** Reserves what one call may cost at most, before it is made; or names the ceiling that refuses. */
  reserve(usd: number): Promise<Reserved | 'design' | 'day'>;
}
export interface Reserved {
  /** Puts what the call cost in the place of what was reserved. */
  settle(usd: number): Promise<void>;
}

export const NOTHING_SPENT: Spent = { usage: NO_USAGE, costUsd: 0, isAtLeast: false };

/** `usd: null`: without a price nothing can be reserved, and the cost is shown as unknown. */
export async function reserve(money: Money, usd: number | null): Promise<Reserved | null> {
  if (usd === null) return null;
  const reserved = await money.reserve(usd);
  if (typeof reserved === 'object') return reserved;
  const whose = reserved === 'design' ? 'The budget of this design' : 'The money of this day';
  throw new TurnFailure('refused', 'no_money', `${whose} does not cover the next call.`);
}

export function addSpent(before: Spent, usage: Usage, costUsd: number | null): Spent {
  return {
    ...before,
    usage: {
      inputTokens: before.usage.inputTokens + usage.inputTokens,
      cacheWriteTokens: before.usage.cacheWriteTokens + usage.cacheWriteTokens,
      cacheReadTokens: before.usage.cacheReadTokens + usage.cacheReadTokens,
      outputTokens: before.usage.outputTokens + usage.outputTokens,
    },
    costUsd: before.costUsd === null || costUsd === null ? null : before.costUsd + costUsd,
  };
}
