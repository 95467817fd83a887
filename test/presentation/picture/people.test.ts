import { expect, test } from 'vitest';
import { listMarksIn, SAID_MARKS, viewPeoplesWords } from '#presentation/picture/people.ts';
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

test('each person has a bar with a mark for every sentence, and how many stand in the decision', () => {
  const peopleSaid = [
    SAID,
    { ...SAID, fate: 'contradicted' as const },
    { ...SAID, fate: 'not_used' as const },
    { ...SAID, fate: 'does_not_matter' as const },
    { ...SAID, fate: null },
    { ...SAID, author: 'Ben' },
  ];
  expect(viewPeoplesWords({ ...view, peopleSaid })).toMatchObject([
    {
      name: 'Ana',
      words: '1 of 5 sentences stands in it; 1 contradicted, 2 left out and 1 not judged',
      marks: ['stands', 'contradicted', 'left_out', 'left_out', 'not_judged'],
    },
    { name: 'Ben', words: '1 of 1 sentence stands in it', marks: ['stands'] },
  ]);
});

test('no two marks share a sign or their words', () => {
  const all = Object.values(SAID_MARKS);
  expect(new Set(all.map(({ sign }) => sign)).size).toBe(all.length);
  expect(new Set(all.map(({ words }) => words)).size).toBe(all.length);
});

test('the legend has the marks that some sentence has, in one order', () => {
  const peopleSaid = [
    { ...SAID, fate: null },
    { ...SAID, author: 'Ben' },
  ];
  expect(listMarksIn(viewPeoplesWords({ ...view, peopleSaid }))).toEqual(['stands', 'not_judged']);
});

test('a sentence that its author gave up is left out', () => {
  const peopleSaid = [{ ...SAID, standing: 'given_up' as const }];
  expect(viewPeoplesWords({ ...view, peopleSaid })[0]?.marks).toEqual(['left_out']);
});

test('a sentence that nobody read is not called left out', () => {
  const peopleSaid = [{ ...SAID, isRead: false, fate: 'not_used' as const }];
  expect(viewPeoplesWords({ ...view, peopleSaid })[0]?.marks).toEqual(['not_judged']);
});

test('a question that nobody judged is called so', () => {
  const peopleSaid = [{ ...SAID, fate: null, isTopic: true, isOwed: false }];
  expect(viewPeoplesWords({ ...view, peopleSaid })).toMatchObject([
    { words: 'the question, not judged', marks: ['not_judged'] },
  ]);
});

test('there is nothing to see before there is a text', () => {
  expect(viewPeoplesWords(viewOf(given().reach('proposing').design))).toEqual([]);
});
