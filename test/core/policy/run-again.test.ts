import { expect, test } from 'vitest';
import { outcomeOf } from '#core/outcome/outcome.ts';
import { raiseBudgetUsd } from '#core/policy/next-budget.ts';
import {
  MAX_RUNS_AGAIN,
  mayRunAgain,
  offersRetry,
  type RunAgainReason,
} from '#core/policy/run-again.ts';
import type { Design } from '#core/vocabulary/design.ts';
import type { Carried } from '#core/vocabulary/events.ts';
import { FILE_GONE } from '#core/workflow/sessions/lifecycle.ts';
import { carryOver } from '#engine/starting/carried.ts';
import { bannerOf } from '#presentation/judged/banner.ts';
import { viewOf } from '#presentation/view/view.ts';
import { listControls } from '#presentation/words/controls.ts';
import { labelRunAgain } from '#presentation/words/cost.ts';
import { given, type World } from '../../support/designs/given.ts';
import { NAMES, NOTHING_CARRIED, THREE_QUESTIONS } from '../../support/designs/given-start.ts';

/** What the decision about another run is made from. */
interface Facts {
  readonly status?: 'completed' | 'cancelled' | 'needs_review' | 'failed';
  readonly isUnsure?: boolean;
  readonly runsBefore?: number;
  readonly hasSuccessor?: boolean;
  readonly isBarred?: boolean;
  readonly stoppedBecause?: 'finished' | 'internal_error';
}

function decide({
  status = 'needs_review',
  isUnsure = false,
  runsBefore = 0,
  hasSuccessor = false,
  isBarred = false,
  stoppedBecause = 'finished',
}: Facts): string {
  const { settled } = given().reachEnd().design;
  if (settled === null) throw new Error('it has not ended');
  const caveats: typeof settled.caveats = isUnsure
    ? [{ kind: 'not_signed', why: 'unsure', by: [], reservation: '', of: 1 }]
    : [];
  const design = { settled: { ...settled, caveats }, carried: { ...NOTHING_CARRIED, runsBefore } };
  return mayRunAgain(design, { status, stoppedBecause }, { hasSuccessor, isBarred });
}

const LAST = MAX_RUNS_AGAIN;
const EVERYTHING = { runsBefore: LAST, isBarred: true, isUnsure: true } as const;

test.each<[Facts, RunAgainReason]>([
  [{}, 'again'],
  [{ status: 'cancelled' }, 'again'],
  [{ status: 'completed' }, 'decision_passed'],
  [
    { status: 'completed', runsBefore: LAST, isBarred: true, hasSuccessor: true },
    'decision_passed',
  ],
  [{ status: 'completed', isUnsure: true }, 'low_confidence'],
  [{ isUnsure: true }, 'low_confidence'],
  [{ runsBefore: LAST - 1 }, 'again'],
  [{ runsBefore: LAST }, 'max_retries_reached'],
  [{ runsBefore: LAST + 1 }, 'max_retries_reached'],
  [{ hasSuccessor: true }, 'max_retries_reached'],
  [{ ...EVERYTHING, stoppedBecause: 'internal_error' }, 'max_retries_reached'],
  [{ isBarred: true }, 'permanent_error'],
  [{ stoppedBecause: 'internal_error' }, 'permanent_error'],
  [{ stoppedBecause: 'internal_error', isUnsure: true }, 'permanent_error'],
  [{ isBarred: true, isUnsure: true }, 'permanent_error'],
])('A6: another run after %o is decided as: %s', (facts, reason) => {
  expect(decide(facts)).toBe(reason);
});

/** Of a design that is run again this often, cancelled. */
function cancelledRun(runsBefore: number): World {
  const world = given({ carried: { ...NOTHING_CARRIED, runsBefore } }).reach('proposing');
  world.cancels();
  return world;
}

/** What another run takes over of a design that has asked its questions. */
const ASKED = (): Carried => carryOver(poor({ says: THREE_QUESTIONS }).design);

/** A design whose money runs out before there is a proposal. */
function poor(beginning: Parameters<typeof given>[0]): World {
  const world = given({ ...beginning, settings: { budgetUsd: 0.01 } }).reach('proposing');
  for (const name of NAMES) world.spends(name, 0.01);
  for (const name of NAMES) world.fails(name);
  return world;
}

const NOT_OFFERED: Record<string, () => World> = {
  'what went wrong would go wrong again': () => {
    const world = given().reach('proposing');
    world.when({ type: 'fail_design', detail: 'A mistake.' });
    return world;
  },
  'the file of every persona is gone': () => {
    const world = given();
    for (const name of NAMES) world.loses(name, FILE_GONE);
    return world;
  },
  'it has been run again as often as allowed': () => cancelledRun(MAX_RUNS_AGAIN),
};

/** Everywhere that people read or click it. */
function offers(design: Design): boolean[] {
  const hasButton =
    design.end !== null && listControls(viewOf(design)).some(({ kind }) => kind === 'run_again');
  return [offersRetry(design), hasButton];
}

test.each(Object.entries(NOT_OFFERED))('A6: another run is not offered where %s', (_, world) => {
  const { design } = world();
  expect(design.end ?? design.settled).not.toBeNull();
  expect(offers(design)).toEqual([false, false]);
  expect(bannerOf(outcomeOf(design)).facts.join()).toMatch(/is kept|nothing was said/);
});

test('A6: a run whose people were asked before the budget was used up passes on their questions and answers', () => {
  const { design } = poor({ says: THREE_QUESTIONS });
  expect([design.proposals, (design.end ?? design.settled)?.stoppedBecause]).toEqual([
    [],
    'money_used_up',
  ]);
  expect(offersRetry(design)).toBe(true);
});

test('A6: where the budget was used up, another run is offered with twice as much', () => {
  const { design } = poor({ carried: ASKED() });
  expect(design.settled?.stoppedBecause).toBe('money_used_up');
  expect(offersRetry(design)).toBe(true);
  expect(raiseBudgetUsd(design)).toBe(0.02);
  expect(labelRunAgain(10, false)).toBe('Run again with $10');
});

test('A6: another run is offered before the last one allowed, and while the files are written', () => {
  expect(offers(cancelledRun(MAX_RUNS_AGAIN - 1).design)).toEqual([true, true]);
  const settled = given({ settings: { gates: 'none' } }).reach('proposing');
  for (const name of NAMES) settled.fails(name);
  const { design } = settled;
  expect([design.end, design.settled?.status]).toEqual([null, 'needs_review']);
  expect(offers(design)).toEqual([true, false]);
});

test('A6: a run that someone has to act before is offered, as its headline says', () => {
  const world = given().reach('proposing');
  for (const name of NAMES) world.fails(name, 'model_error', 'invalid_request');
  world.decidesGate('stop');
  const { design } = world;
  expect(bannerOf(outcomeOf(design)).headline).toMatch(/charrette doctor --try .* run it again\.$/);
  expect(offersRetry(design)).toBe(true);
});
