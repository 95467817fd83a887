import { expect, test } from 'vitest';
import { decidedOf } from '../../src/core/decision/decided.ts';
import { summaryOf } from '../../src/engine/commit/commit.ts';
import { given } from '../support/designs/given.ts';

test('the row for lists has the sentence of the newest text of the decision once a design ended with one', () => {
  const world = given().reach('signing');
  expect(summaryOf(world.design)).toMatchObject({ decision: null });
  const { design } = world.reachEnd();
  const newest = decidedOf(design);
  expect(newest?.decision.sentence).toEqual(expect.any(String));
  expect(summaryOf(design)).toMatchObject({
    status: 'completed',
    decision: newest?.decision.sentence,
  });
});

test('the row for lists has no decision of a design that was cancelled with a text', () => {
  const world = given().reach('signing');
  world.when({ type: 'cancel', by: 'ada', reason: '' });
  const { design } = world.reachEnd();
  expect(design.composites).not.toEqual([]);
  expect(summaryOf(design)).toMatchObject({ status: 'cancelled', decision: null });
});
