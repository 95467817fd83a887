/** What a turn's calls may cost, and have cost (T7). */

import type { Spent } from '#design/commands.ts';
import { NO_USAGE, type Usage } from '#design/events.ts';
import { TurnFailure } from './failure.ts';
import type { TraceStep } from './record.ts';

/** The ceilings of the design and of the day; the engine keeps them in the store. */
export interface Money {
  /**
   * Reserves what one call may cost at most, before it is made; or names the ceiling that refuses.
   * Waits while only other calls' reservations are in the way, until the signal.
   */
  reserve(usd: number, signal: AbortSignal): Promise<Reserved | 'design' | 'day'>;
}
export interface Reserved {
  /** Puts what the call cost in the place of what was reserved. */
  settle(usd: number): Promise<void>;
}

const NOTHING_SPENT: Spent = { usage: NO_USAGE, costUsd: 0, isAtLeast: false };

/** `usd: null`: without a price nothing can be reserved, and the cost is shown as unknown. */
export async function reserve(
  money: Money,
  usd: number | null,
  signal: AbortSignal,
): Promise<Reserved | null> {
  if (usd === null) return null;
  const reserved = await money.reserve(usd, signal);
  if (typeof reserved === 'object') return reserved;
  const [errorClass, whose] =
    reserved === 'design'
      ? ['no_money', 'The budget of this design']
      : ['no_money_today', 'The money of this day'];
  throw new TurnFailure('refused', errorClass, `${whose} does not cover the next call.`);
}

function addSpent(before: Spent, usage: Usage, costUsd: number | null): Spent {
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

/**
 * What a turn has used, by its trace. A call that nobody saw end has used its input at least, and its
 * cost is what was reserved for it: the ceilings count that too, and so know no other sum.
 */
export function spentOf(trace: readonly TraceStep[]): Spent {
  let spent = NOTHING_SPENT;
  let underWay: (TraceStep & { step: 'request' }) | null = null;
  for (const step of trace) {
    if (step.step === 'request') underWay = step;
    if (step.step !== 'answer' && step.step !== 'call_failed') continue;
    underWay = null;
    const isBroken =
      step.step === 'call_failed' && Object.values(step.usage).some((used) => used > 0);
    spent = addSpent(spent, step.usage, step.costUsd);
    if (isBroken) spent = { ...spent, isAtLeast: true };
  }
  if (underWay === null) return spent;
  const { inputTokens, reservedUsd } = underWay;
  return { ...addSpent(spent, { ...NO_USAGE, inputTokens }, reservedUsd), isAtLeast: true };
}
