import { describe, expect, it } from 'vitest';
import { reviewsOf } from '../../../src/core/follow-up/review.ts';
import type { CommandOf } from '../../../src/core/vocabulary/commands.ts';
import { utcDayOf } from '../../../src/core/vocabulary/figures.ts';
import { DAY_MS } from '../../../src/foundation/day.ts';
import { afterwardsIn } from '../../../src/presentation/controls.ts';
import { belowDecisionIn } from '../../../src/presentation/decision-document.ts';
import { plainOf } from '../../../src/presentation/format/plain-document.ts';
import { viewOf } from '../../../src/presentation/view/view.ts';
import { designIdOf } from '../../support/designs/events.ts';
import { given, types, type World } from '../../support/designs/given.ts';
import { changesTo, composite, decision, revision } from '../../support/designs/given-submission.ts';

const ACCEPT = { type: 'judge_decision', verdict: 'accepted', note: '', by: 'Ana' } as const;
const CALL: CommandOf<'call_for_review'> = { type: 'call_for_review', lines: [], commit: '' };
const HOLDS = { type: 'review_decision', again: '3_months', note: 'We measured it.', by: 'Ana' } as const;

/** An ended design, started on 20 November 2026, whose decision has a fact with each of these reminders. */
function ended(...days: readonly string[]): World {
  const revisitIf = days.map((day, at) => ({ fact: `Fact ${at + 1}.`, until: day }));
  return given({
    says: {
      composite: (design) => composite(design, { decision: decision(design, { revisitIf }) }),
      revision: (design) =>
        revision(design, {
          changes: changesTo(design, decision(design, { revisitIf, paragraph: 'It is simpler.' })),
        }),
    },
  }).reachEnd();
}

function accepted(...days: readonly string[]): World {
  const world = ended(...days);
  world.when(ACCEPT);
  return world;
}

/** Calls once a day, and gives the days on which something was due, each with its reminders. */
function calledOn(world: World, days: number): (readonly string[])[] {
  return Array.from({ length: days }).flatMap(() => {
    world.later(DAY_MS).when(CALL);
    const review = reviewsOf(world.design).at(-1);
    return review?.at === world.now ? [[utcDayOf(world.now), ...review.days]] : [];
  });
}

describe('a reminder', () => {
  it('J14: a reminder comes once, on its day, with others of that day; one without a day never', () => {
    const world = accepted('2027-03-01', '2026-12-24', 'Step 3 is begun.', '2027-03-01');
    expect(calledOn(world, 400)).toEqual([
      ['2026-12-24', '2026-12-24'],
      ['2027-03-01', '2027-03-01'],
    ]);
    const [, march] = viewOf(world.design).reviews;
    expect(march?.days).toEqual([{ day: '2027-03-01', facts: ['Fact 1.', 'Fact 4.'] }]);
  });

  it('J14: a day that passed before people accepted the decision is announced with the next call', () => {
    const world = ended('2026-12-24');
    world.later(90 * DAY_MS);
    expect(world.refuses(CALL).message).toBe('Only an accepted decision is looked at again.');
    world.when(ACCEPT);
    expect(types(world.when(CALL))).toEqual(['review_due']);
  });

  it('J14: no one is asked about a decision that was declined or superseded', () => {
    const declined = accepted('2026-12-24');
    declined.when({ ...ACCEPT, verdict: 'declined', note: 'No.' });
    const superseded = accepted('2026-12-24');
    superseded.when({ type: 'supersede', successor: designIdOf(2) });
    for (const world of [declined, superseded])
      expect(world.later(90 * DAY_MS).refuses(CALL).code).toBe('not_open');
  });
});

it('J14: the files say on which days people are asked, and that a fact without a day has no reminder', () => {
  const below = (...days: string[]) => plainOf(belowDecisionIn(viewOf(ended(...days).design))).trim();
  expect(below('2027-03-01', '2027-02-29', 'Step 3 is begun.')).toMatch(
    /Reminders of what would change it: 2027-03-01\. 2 facts have no day, so no one is asked\.$/,
  );
  expect(below('2027-03-01', '2027-05-01')).toMatch(/it: 2027-03-01 and 2027-05-01\.$/);
});

describe('still holds', () => {
  it('J14: sets the next reminder, and the other facts keep theirs', () => {
    const world = accepted('2026-12-24', '2027-05-01');
    calledOn(world, 34);
    world.when(HOLDS);
    expect(calledOn(world, 400)).toEqual([
      ['2027-03-25', '2027-03-25'],
      ['2027-05-01', '2027-05-01'],
    ]);
    expect(viewOf(world.design).reviews[1]?.days).toEqual([{ day: '2027-03-25', facts: [] }]);
  });

  it('J14: without another reminder no day comes any more', () => {
    const world = accepted('2026-12-24');
    calledOn(world, 34);
    world.when({ ...HOLDS, again: 'never' });
    expect(calledOn(world, 400)).toEqual([]);
  });

  it('J14: “still holds” is offered while a call is open, and leaves text and status as they are', () => {
    const world = accepted('2026-12-24');
    const seen = () => ({
      isOffered: afterwardsIn(viewOf(world.design)).some(({ kind }) => kind === 'still_holds'),
      decision: viewOf(world.design).decision,
      standing: viewOf(world.design).afterwards?.standing,
    });
    const before = seen();
    expect(before.isOffered).toBe(false);
    expect(world.refuses(HOLDS).message).toBe('No one is asked whether this decision still holds.');
    calledOn(world, 34);
    expect(seen()).toEqual({ ...before, isOffered: true });
    world.when(HOLDS);
    expect(seen()).toEqual(before);
    expect(world.refuses({ ...HOLDS, by: 'Cem' }).message).toMatch(
      /^Ana said that this decision still holds on 24 December 2026 at/,
    );
  });

  it('J14: “still holds” is no longer offered once people declined the decision', () => {
    const world = accepted('2026-12-24');
    calledOn(world, 34);
    world.when({ ...ACCEPT, verdict: 'declined', note: 'No.' });
    expect(viewOf(world.design).can.review).toBe(false);
  });
});

describe('changed lines', () => {
  const commit = 'a'.repeat(40);
  const changed = (place: string, text: string) => ({ place, sha256: text.repeat(64) });
  const call = (...lines: { place: string; sha256: string }[]) => ({ ...CALL, lines, commit });

  it('J14: changed lines are announced once for each text that replaces them', () => {
    const world = accepted();
    const [one, two] = [changed('src/queue.ts:12', 'b'), changed('src/jobs.ts:1-3', 'c')];
    expect(world.when(call(one))).toMatchObject([{ type: 'review_due', days: [], lines: [one], commit }]);
    expect(world.when(call(one))).toEqual([]);
    expect(world.when(call(one, two))).toMatchObject([{ type: 'review_due', lines: [two] }]);
    const again = changed('src/queue.ts:12', '');
    expect(world.when(call(again, two))).toMatchObject([{ type: 'review_due', lines: [again] }]);
    expect(world.when(call(again, two))).toEqual([]);
  });

  it('J14: come in one message with a reminder of that day', () => {
    const world = accepted('2026-12-24');
    const events = world.later(40 * DAY_MS).when(call(changed('src/queue.ts:12', 'b')));
    expect(events).toMatchObject([{ days: ['2026-12-24'], lines: [{ place: 'src/queue.ts:12' }] }]);
  });
});
