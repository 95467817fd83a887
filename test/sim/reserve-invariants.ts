import type { Design } from '../../src/core/vocabulary/design.ts';
import type { RoundKind } from '../../src/core/vocabulary/sets.ts';
import { isDead } from './state-invariants.ts';
import { Violation } from './step.ts';

/** Nothing of its budget is left. */
export function isBroke(design: Design): boolean {
  return leftUsd(design) <= 0;
}

/** Money may be kept for something else, so that nobody stands in for a facilitator. */
export function hasBudget({ settings }: Design): boolean {
  return settings.budgetUsd !== null;
}

/** USD; without end where there is no budget. */
function leftUsd({ settings, turns }: Design): number {
  const spent = turns.reduce((sum, turn) => sum + (turn.costUsd ?? 0), 0);
  return (settings.budgetUsd ?? Number.POSITIVE_INFINITY) - spent;
}

/**
 * What is to come after the last proposal, by what it costs beside one: one turn of a facilitator,
 * or one of each persona.
 */
const FACILITATED = { composite: 0.8, audit: 0.7, revision: 0.6, confirmation: 0.2 };
const PERSONAL = { argument: 0.4, signing: 0.6 };

/**
 * C21: the first thing to be left out is arguing: it is begun only with enough for those who are
 * asked, the audit and what is kept longer.
 */
export function checkRoomForAudit(design: Design, asked: number): void {
  const costs = (of: RoundKind) =>
    design.turns
      .filter(
        ({ roundId, outcome }) =>
          outcome === 'spoke' &&
          design.rounds.some(({ id, kind }) => id === roundId && kind === of),
      )
      .map(({ costUsd }) => costUsd ?? 0);
  const mean = (all: readonly number[]) =>
    all.reduce((sum, each) => sum + each, 0) / Math.max(1, all.length);
  const proposing = mean(costs('proposals'));
  const argued = costs('argument');
  const arguing = argued.length > 0 ? mean(argued) : proposing * PERSONAL.argument;
  const alive = design.participants.filter(
    (each) => each.role === 'persona' && !isDead(each),
  ).length;
  const facilitated = Object.values(FACILITATED).reduce((sum, each) => sum + each, 0);
  const needed = asked * arguing + proposing * (alive * PERSONAL.signing + facilitated);
  if (needed > leftUsd(design) + 1e-9)
    throw new Violation(
      'C21',
      `arguing is begun with ${leftUsd(design)} USD, and what is kept longer takes ${needed}`,
    );
}
