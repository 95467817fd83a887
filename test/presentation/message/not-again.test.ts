import { expect, test } from 'vitest';
import type { Design } from '../../../src/core/vocabulary/design.ts';
import { obstacleOf } from '../../../src/engine/starting/retrying.ts';
import { sayNotAgain } from '../../../src/presentation/texts.ts';
import { given } from '../../support/designs/given.ts';
import { tellToTheEnd } from '../../support/designs/sample-design.ts';

const running = given().reach('proposing').design;
const ended = given().reachEnd().design;
const review: Design = { ...ended, end: ended.end && { ...ended.end, status: 'needs_review' } };

const accepted = tellToTheEnd().design;

test.each([
  ['It is still running', running, running.rehearsal],
  ['It ended with a decision', ended, ended.rehearsal],
  ['Ana accepted its decision', accepted, accepted.rehearsal],
  ['It was a rehearsal, and another run would not be one', { ...review, rehearsal: true }, false],
  ['It was not a rehearsal, and another run would be one', { ...review, rehearsal: false }, true],
  ['The files of all its personas are gone', review, review.rehearsal],
])(
  'A6: of all that keeps a design from being run again, the one that does is said: %s',
  (why, design, isRehearsing) => {
    const obstacle = obstacleOf(design, isRehearsing);
    expect(sayNotAgain('disabled_by_policy', obstacle)).toMatch(
      new RegExp(`^${why}, so it can’t be run again\\.`),
    );
  },
);

test('A6: the other reasons are said as they are', () => {
  expect(sayNotAgain('permanent_error', '')).toContain('would stop it again');
  expect(sayNotAgain('a_reason_of_later', '')).toBe('a_reason_of_later');
});
