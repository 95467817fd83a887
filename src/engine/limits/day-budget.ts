import { sumSpentUsd } from '../../core/policy/reserve.ts';
import type { StartDesign } from '../../core/vocabulary/commands.ts';
import type { Design } from '../../core/vocabulary/design.ts';
import type { Estimate } from '../../core/vocabulary/estimate.ts';
import { countOf, formatMoney } from '../../core/vocabulary/figures.ts';
import { dayStartOf } from '../../foundation/day.ts';
import type { PendingStart } from '../../ports/store.ts';
import { NO_USAGE } from '../../ports/turn-record.ts';
import { scanDesigns } from '../../record/listed-designs.ts';
import { loadIfWhole } from '../../record/loading.ts';
import type { Parts } from '../parts/parts.ts';
import type { Estimates } from './estimate.ts';

type DayParts = Pick<
  Parts,
  'store' | 'clock' | 'budgetUsdPerDay' | 'isDefaultDayBudget' | 'priceOf'
>;

interface Taken {
  /** Spent by all designs started today (UTC). */
  readonly spent: number;
  /** Expected in addition, from designs under way and from starts not yet on record. */
  readonly expected: number;
  readonly underWay: number;
}

/** Lets a design start if the day's budget has room for its probable cost. */
export class DayBudget {
  readonly #parts: DayParts;
  readonly #estimates: Estimates;

  constructor(parts: DayParts, estimates: Estimates) {
    this.#parts = parts;
    this.#estimates = estimates;
  }

  /** Refusal in words for the starter; `null` if there is room. */
  async refusalOf(command: StartDesign, pending: readonly PendingStart[]): Promise<string | null> {
    const { budgetUsdPerDay } = this.#parts;
    if (budgetUsdPerDay === null || command.rehearsal) return null;
    if (this.#parts.isDefaultDayBudget && !hasPrice(command, this.#parts.priceOf)) return null;
    const own = limitEstimate(command, await this.#estimates.of(command));
    const spending = await this.#sumToday(pending);
    const availableUsd = budgetUsdPerDay - spending.spent - spending.expected;
    const fits = availableUsd > 0 && own <= availableUsd;
    return fits ? null : refusalWords(budgetUsdPerDay, spending, own, command.successorOf !== null);
  }

  async #sumToday(pending: readonly PendingStart[]): Promise<Taken> {
    const { store, clock } = this.#parts;
    const startedSince = dayStartOf(clock.now());
    const starting = new Map(pending.map(({ command }) => [command.designId, command]));
    const expectedCosts: number[] = [];
    for await (const { id, endedAt, rehearsal } of scanDesigns(store, { startedSince })) {
      starting.delete(id);
      if (endedAt !== null || rehearsal) continue;
      const design = await loadIfWhole(store, id);
      if (design === null || design.end !== null) continue;
      const whole = limitEstimate(design, await this.#estimates.of(design));
      expectedCosts.push(Math.max(0, whole - sumSpentUsd(design)));
    }
    for (const command of starting.values())
      if (!command.rehearsal)
        expectedCosts.push(limitEstimate(command, await this.#estimates.of(command)));
    // Running calls are part of their design's expected cost.
    const { spentUsd: spent } = await store.sumSpentSince(startedSince);
    return {
      spent,
      expected: expectedCosts.reduce((sum, usd) => sum + usd, 0),
      underWay: expectedCosts.length,
    };
  }
}

/** Its estimate, capped by its own ceiling, in USD. */
function limitEstimate(
  { settings }: Pick<StartDesign | Design, 'settings'>,
  estimate: Pick<Estimate, 'usd'> | null,
): number {
  return Math.min(estimate?.usd ?? 0, settings.budgetUsd ?? Number.POSITIVE_INFINITY);
}

function hasPrice({ participants }: StartDesign, priceOf: Parts['priceOf']): boolean {
  return participants.some(({ model }) => priceOf(model, NO_USAGE) !== null);
}

/** A retry keeps the earlier budget and depth, so its advice differs. */
function refusalWords(
  budgetUsd: number,
  { spent, expected, underWay }: Taken,
  ownUsd: number,
  isRetry: boolean,
): string {
  const budget = `Today's budget of ${formatMoney(budgetUsd)}`;
  if (spent >= budgetUsd) return `${budget} is used up. A new one starts at midnight UTC.`;
  const availableUsd = budgetUsd - spent - expected;
  const others = `${countOf(underWay, 'running design')} will probably cost ${formatMoney(expected)} more`;
  const spentWords = `${formatMoney(spent)} is spent${underWay === 0 ? '' : `, and ${others}`}`;
  const costWords = `This one will probably cost ${formatMoney(ownUsd)}.`;
  // Rounded down, so that it suffices.
  const most = Math.floor(availableUsd * 100 + 1e-6) / 100;
  if (most <= 0)
    return `${budget} has nothing left: ${spentWords}. ${costWords} Money that running designs leave over is free when they end; a new budget starts at midnight UTC.`;
  const smaller = `with a budget of at most ${formatMoney(most)} or with less depth`;
  const advice = isRetry
    ? `Run it again after midnight UTC, or start a new design ${smaller}.`
    : `Start it ${smaller}, or wait until midnight UTC.`;
  return `${budget} has ${formatMoney(most)} left: ${spentWords}. ${costWords} ${advice}`;
}
