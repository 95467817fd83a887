import { expect, test } from 'vitest';
import { peoplesWordsIn } from '#presentation/picture/people.ts';
import type { DesignView } from '#presentation/schema/view.ts';
import { viewOf } from '#presentation/view/view.ts';
import { given } from '../../support/designs/given.ts';
import { tellToTheEnd } from '../../support/designs/sample-design.ts';

const view = viewOf(tellToTheEnd().design);
const SAID: DesignView['peopleSaid'][number] = {
  author: 'Ana',
  words: 'Legal forbids it.',
  fate: 'reflected',
  sentence: 'We buy none.',
  isToCompare: false,
  why: '',
  isLate: false,
  standing: 'holds',
  isRead: true,
  isTopic: false,
  isOwed: true,
};

test('each person has a bar with a sign for every sentence, and how many stand in the decision', () => {
  const peopleSaid = [
    SAID,
    { ...SAID, fate: 'not_used' as const },
    { ...SAID, author: 'Ben', fate: null },
  ];
  expect(peoplesWordsIn({ ...view, peopleSaid })).toMatchObject([
    { name: 'Ana', words: '1 of 2 sentences stands in it', fates: ['reflected', 'not_used'] },
    { name: 'Ben', words: '0 of 1 sentence stand in it', fates: [null] },
  ]);
});

test('a sentence that its author gave up does not stand in it', () => {
  const peopleSaid = [{ ...SAID, standing: 'given_up' as const }];
  expect(peoplesWordsIn({ ...view, peopleSaid })[0]?.words).toBe('0 of 1 sentence stand in it');
});

test('a question that nobody judged is called so', () => {
  const peopleSaid = [{ ...SAID, fate: null, isTopic: true, isOwed: false }];
  expect(peoplesWordsIn({ ...view, peopleSaid })[0]?.words).toBe(
    '1 sentence of the question, not judged',
  );
});

test('there is nothing to see before there is a text', () => {
  expect(peoplesWordsIn(viewOf(given().reach('proposing').design))).toEqual([]);
});
