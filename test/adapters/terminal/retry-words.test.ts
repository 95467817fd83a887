import { expect, test } from 'vitest';
import { retryWords } from '../../../src/adapters/terminal/retry-words.ts';
import type { Design } from '../../../src/core/design.ts';
import { obstacleOf } from '../../../src/runtime/engine/retrying.ts';
import { given } from '../../support/given.ts';
import { toldToTheEnd } from '../../support/sample-design.ts';

const running = given().reach('proposing').design;
const ended = given().reachEnd().design;
const review: Design = { ...ended, end: ended.end && { ...ended.end, status: 'needs_review' } };

const accepted = toldToTheEnd().design();

test.each([
  ['it still runs', running, running.rehearsal],
  ['it met every check', ended, ended.rehearsal],
  ['Ana accepted its decision', accepted, accepted.rehearsal],
  ['it was a rehearsal, and another run would be none', { ...review, rehearsal: true }, false],
  ['it was no rehearsal, and another run would be one', { ...review, rehearsal: false }, true],
  ['the files of all its personas are gone', review, review.rehearsal],
])(
  'A6: of all that keeps a design from being run again, the one that does is said: %s',
  (why, design, isRehearsing) => {
    const obstacle = obstacleOf(design, isRehearsing);
    expect(retryWords(design, 'disabled_by_policy', obstacle)).toBe(`It cannot be run again: ${why}.`);
  },
);

test.each([
  ['there are no answers or proposals to carry over', 0, 0],
  ['what people said is carried over', 1, 0],
  ['what people said and 2 proposals are carried over', 1, 2],
])('A6: a preview says what there is to carry over: %s', (what, replied, proposed) => {
  const world = given().reach('answering');
  world.replies('Q1: yes');
  const design = {
    replies: world.design.replies.slice(0, replied),
    proposals: ended.proposals.slice(0, proposed),
  };
  expect(retryWords(design, 'retry', '')).toBe(`It can be run again; ${what}.`);
});

test('A6: the other reasons are said as they are', () => {
  expect(retryWords(ended, 'permanent_error', '')).toContain('would go wrong again');
  expect(retryWords(ended, 'a_reason_of_later', '')).toBe('a_reason_of_later');
});
