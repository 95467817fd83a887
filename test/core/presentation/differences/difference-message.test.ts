import { expect, test } from 'vitest';
import { markdownOf } from '../../../../src/adapters/discord/drawing/markdown.ts';
import type { Difference } from '../../../../src/core/presentation/differences/difference-message.ts';
import { differenceDocument } from '../../../../src/core/presentation/differences/difference-message.ts';
import { given } from '../../../support/given.ts';

const YES =
  'Yes. Written with its order, a job cannot be lost; what held up checkout was one lock that is not needed.';
const NO = 'No. They have held up checkout once; they stay on Redis, and a query repairs what is lost.';
type Because = NonNullable<Difference['arguments'][number]['move']>['because'];
const moving = (title: string, because: Because): Difference['arguments'][number] => ({
  title,
  to: [],
  text: 'Seen.',
  source: '',
  move: { to: YES, because },
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
    cost: 'Orders stand still.',
    impact: 'high',
    positions: [
      {
        statement: YES,
        before: 2,
        now: ['Failure analyst', 'Subtractor', 'Archaeologist', 'Migrationist'],
      },
      { statement: NO, before: 2, now: [] },
    ],
    controls: [],
    arguments: [...said],
    outcome: { kind: 'conceded', statement: '', by: said.map(({ title }) => title), reason: '' },
  };
  return markdownOf(differenceDocument(difference).sections(3_000));
}

test('a difference in which two move is some hundred words, with who moved and by which fact of whom', () => {
  const text = shown([moving('Subtractor', [LOST]), moving('Failure analyst', [LOCKED, LOST])]);
  expect(text).toContain('*Subtractor* switches, because of “Only receipts leave a trace” (Migrationist)');
  expect(text).toContain(
    '*Failure analyst* switches, because of “Checkout stood still because orders were locked…” (Archaeologist)',
  );
  expect(text.match(/[\p{L}\d.]*[\p{L}\d]/gu)?.length).toBeLessThanOrEqual(100);
});
