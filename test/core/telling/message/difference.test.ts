import { expect, test } from 'vitest';
import { markdownOf } from '../../../../src/adapters/discord/drawing/markdown.ts';
import type { Difference } from '../../../../src/core/telling/message/difference.ts';
import { differenceDocument } from '../../../../src/core/telling/message/difference.ts';
import { given } from '../../../support/given.ts';

const YES =
  'Yes. Written with its order, a job cannot be lost; what held up checkout was one lock that is not needed.';
const NO = 'No. They have held up checkout once; they stay on Redis, and a query repairs what is lost.';
const held = (title: string) => ({ title, confidence: 0.7 });
type Because = Difference['arguments'][number]['moves'][number]['because'];
const moving = (title: string, because: Because): Difference['arguments'][number] => ({
  title,
  to: [],
  text: 'Seen.',
  source: '',
  moves: [{ kind: 'moved', from: NO, to: YES, because }],
  confidence: { before: 0.6, after: 0.65 },
});
const LOCKED = {
  by: 'Archaeologist',
  text: "Checkout stood still because orders were locked while a mail was sent for 38 s. Locking a job's own row cannot do that.",
};
const LOST = {
  by: 'Migrationist',
  text: 'Only receipts leave a trace; no query finds a lost invoice or refund.',
};

function shown(said: readonly Difference['arguments'][number][]): string {
  const difference: Difference = {
    id: 'D1',
    designId: given().design.id,
    description: 'May jobs live in the database of the orders?',
    impact: 'high',
    positions: [
      {
        statement: YES,
        before: 2,
        now: ['Failure analyst', 'Subtractor', 'Archaeologist', 'Migrationist'].map(held),
      },
      { statement: NO, before: 2, now: [] },
    ],
    controls: [],
    arguments: [...said],
    outcome: { kind: 'conceded', statement: '', by: said.map(({ title }) => title), reason: '' },
  };
  return markdownOf(differenceDocument(difference).sections(3_000));
}

test('a difference in which two move is some ninety words, with who moved and by which fact of whom', () => {
  const text = shown([moving('Subtractor', [LOST]), moving('Failure analyst', [LOCKED, LOST])]);
  expect(text).toContain('*Subtractor* switches, because of “Only receipts leave a trace” (Migrationist)');
  expect(text).toContain(
    '*Failure analyst* switches, because of “Checkout stood still because orders were locked…” (Archaeologist)',
  );
  expect(text.match(/[\p{L}\d.]*[\p{L}\d]/gu)?.length).toBeLessThanOrEqual(95);
});

test('a place that moved somebody is shown as it is, and so is that nothing did', () => {
  const text = shown([
    moving('Subtractor', [{ text: 'ops/2026-03.md:41', by: '' }]),
    moving('Failure analyst', []),
  ]);
  expect(text).toMatch(/\*Subtractor\* switches, because of ops\/2026-03\.md\\?:41$/m);
  expect(text).toContain('*Failure analyst* switches, *without a reason*');
});
