import { expect, test } from 'vitest';
import type { Design } from '#core/vocabulary/design.ts';
import { sayNotAgain } from '#engine/starting/retrying.ts';
import { given } from '../../support/designs/given.ts';
import { tellToTheEnd } from '../../support/designs/sample-design.ts';

const running = given().reach('proposing').design;
const ended = given().reachEnd().design;
const review: Design = { ...ended, end: ended.end && { ...ended.end, status: 'needs_review' } };
const broken: Design = {
  ...ended,
  end: ended.end && { ...ended.end, stoppedBecause: 'internal_error' },
};

const accepted = tellToTheEnd().design;

test.each([
  ['It is still running', 'not_open', running, running.rehearsal],
  ['It ended with a decision', 'decision_passed', ended, ended.rehearsal],
  ['Ana accepted its decision', 'decision_passed', accepted, accepted.rehearsal],
  [
    'It was a rehearsal, and another run would not be one',
    'permanent_error',
    { ...review, rehearsal: true },
    false,
  ],
  [
    'It was not a rehearsal, and another run would be one',
    'permanent_error',
    { ...review, rehearsal: false },
    true,
  ],
  ['The files of all its personas are gone', 'permanent_error', review, review.rehearsal],
  ['What stopped it would stop it again', 'permanent_error', broken, broken.rehearsal],
] as const)(
  'A6: of all that keeps a design from being run again, the one that does is said: %s',
  (why, reason, design, isRehearsing) => {
    expect(sayNotAgain(reason, design, isRehearsing)).toMatch(
      new RegExp(`^${why}, so it can’t be run again\\.`),
    );
  },
);

test('A6: a run that was too unsure or was run too often has another next step', () => {
  const say = (reason: Parameters<typeof sayNotAgain>[0]) =>
    sayNotAgain(reason, review, review.rehearsal);
  expect(say('low_confidence')).toContain('Follow up on it');
  expect(say('max_retries_reached')).toContain('Start a new design.');
});
