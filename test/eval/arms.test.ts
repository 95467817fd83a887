import { expect, test } from 'vitest';
import { played } from '../../eval/faults/play.ts';
import { takenFrom } from '../../eval/worth/arms.ts';

test('a design that decided is an answer, though one of its calls failed for want of credit', async () => {
  const { design } = await played({ id: 'honest', expected: { class: 'ready', words: '' } });
  const error = { class: 'unpaid' as const, message: 'No credit is left.', retryable: false };
  const turns = design.turns.map((turn, at) => (at === 0 ? { ...turn, error } : turn));
  expect(takenFrom({ ...design, turns })).toMatchObject({ outage: '', failure: '' });
  const undecided = { ...design, turns, composites: [], revisions: [] };
  expect(takenFrom(undecided)).toMatchObject({ outage: 'No credit is left.' });
});

test('what a decision rests on is cited first, in its order', async () => {
  const { design } = await played({ id: 'honest', expected: { class: 'ready', words: '' } });
  const quotes = (turned: boolean) => {
    const composites = design.composites.map((each) => {
      const { decision } = each.composite;
      const rests = turned ? decision.rests.toReversed() : decision.rests;
      return { ...each, composite: { ...each.composite, decision: { ...decision, rests } } };
    });
    return takenFrom({ ...design, composites, revisions: [] }).answer.citations.map(
      ({ quote }) => quote,
    );
  };
  expect(new Set(quotes(true))).toEqual(new Set(quotes(false)));
  expect(quotes(true)[0]).not.toBe(quotes(false)[0]);
});
