import { expect, test } from 'vitest';
import { isRevisionDueForWords } from '#core/questions/replies/bearing.ts';
import type { Design } from '#core/vocabulary/design.ts';
import { given } from '../../support/designs/given.ts';

type Words = Pick<Design, 'replies' | 'rounds'>;

/**
 * Whether a revision is due after replies that were found to bear at these places, and revisions
 * that began at those.
 */
function isDue(read: readonly number[], revisions: readonly number[]): boolean {
  const { design } = given().reach('mapping');
  const [round] = design.rounds;
  if (round === undefined) throw new Error('no round has begun');
  const rounds = revisions.map((since) => ({ ...round, kind: 'revision' as const, since }));
  const replies = read.map((since) => ({ bearing: { verdict: 'bears', since } }));
  return isRevisionDueForWords({ rounds, replies } as unknown as Words);
}

test.each([
  ['one is read and none has begun', true, [4], []],
  ['one is read after the last revision began', true, [6], [5]],
  ['one is read at the very place where the last revision began', false, [5], [5]],
  ['all are read before the last revision began', false, [4], [5]],
  ['one is read between two revisions, and one after both', false, [4, 6, 8], [5, 7]],
  ['the first revision was for another reason', true, [6, 8], [5, 7]],
] as const)(
  'J8: replies that bear make a revision due or not: %s',
  (_, expected, read, revisions) => {
    expect(isDue(read, revisions)).toBe(expected);
  },
);
