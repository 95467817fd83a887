import { expect, test } from 'vitest';
import {
  isPiecedTogether,
  listDecisiveFactsNotUsed,
  sortSourcedFacts,
} from '#core/decision/facts.ts';
import type { Design } from '#core/vocabulary/design.ts';
import type { Composite, Decision, Submission } from '#core/vocabulary/submission.ts';
import { caveatsOf } from '../../support/designs/caveats-of.ts';
import { BARE, citePlace } from '../../support/designs/claims.ts';
import { given } from '../../support/designs/given.ts';
import type { Script } from '../../support/designs/given-start.ts';
import { composite, decision, mapping, proposal } from '../../support/designs/given-submission.ts';

const decides = { ...BARE, kind: 'decision' as const, text: 'One table holds the jobs.' };
const fact = (place: string) => ({
  ...citePlace(place),
  kind: 'fact' as const,
  text: `It is in ${place}.`,
});

const withLone = (said: Submission): Submission =>
  said.tool === 'map_divergences'
    ? { ...said, input: { ...said.input, lone: [{ claim: 'A-2', why: 'It halves the load.' }] } }
    : said;

/**
 * A, B and C have a fact each, of which B's is on the lines of C's; A has one more without a
 * source.
 */
function drafted(
  decided: Partial<Decision>,
  draft: Partial<Composite> = {},
  says: Script = {},
): Design {
  const places = ['a.ts:1', 'b.ts:1-9', 'b.ts:9'];
  const world = given({
    says: {
      proposals: ({ drawnOrder }, speaker) =>
        proposal({
          claims: [
            decides,
            fact(places[drawnOrder.indexOf(speaker)] ?? ''),
            { ...fact(''), ...BARE },
          ],
        }),
      mapping: () => withLone(mapping()),
      ...says,
    },
  }).reach('composing');
  const text = decision(world.design, { rests: ['B-1'], steps: [], ...decided });
  world.submits('synthesizer', composite(world.design, { decision: text, ...draft }));
  return world.design;
}
const notUsed = (design: Design) => sortSourcedFacts(design).notUsed.map(({ id }) => id);

test('J4: facts with a source on which nothing stands are listed, and the decisive ones apart', () => {
  const design = drafted({});
  expect(sortSourcedFacts(design).all.map(({ id }) => id)).toEqual(['A-2', 'B-2', 'C-2']);
  expect(notUsed(design)).toEqual(['A-2', 'B-2', 'C-2']);
  expect(listDecisiveFactsNotUsed(design).map(({ id }) => id)).toEqual(['A-2']);
  expect(caveatsOf({ design }, 'fact_not_used')).toEqual([
    {
      kind: 'fact_not_used',
      claim: 'A-2',
      title: 'The migrationist',
      text: 'It is in a.ts:1.',
    },
  ]);
});

/** A-1 and its fact stand against the others. */
const DISPUTED: Script = {
  mapping: () => {
    const { tool, input } = mapping(['medium', 'A', 'BC']) as Extract<
      Submission,
      { tool: 'map_divergences' }
    >;
    const divergences = input.divergences.map((each) => {
      const [first, ...others] = each.positions;
      return {
        ...each,
        positions: [{ statement: 'It is so.', ...first, claims: ['A-1', 'A-2'] }, ...others],
      };
    });
    return { tool, input: { ...input, divergences } };
  },
};

test.each<[string, Partial<Decision>, Partial<Composite>, string[], Script?]>([
  ['the decision rests on', { rests: ['A-2'] }, {}, ['B-2', 'C-2']],
  [
    'a step rests on',
    { steps: [{ title: 't', detail: 'd', undo: 'u', rests: ['A-2'] }] },
    {},
    ['B-2', 'C-2'],
  ],
  [
    'is taken into the base',
    { rejected: [] },
    { base: 'B', taken: [{ why: 'It is so.', claim: 'A-2' }] },
    ['B-2', 'C-2'],
  ],
  ['stands on lines that the decision rests on', { rests: ['B-2'] }, {}, ['A-2']],
  ['is on a side of an open difference', { rests: ['B-2'] }, {}, [], DISPUTED],
])('J4: a fact that %s is used', (_, decided, draft, left, says) => {
  expect(notUsed(drafted(decided, draft, says))).toEqual(left);
});

test('J4: a decision that stands mostly on claims of other proposals than its base is pieced together', () => {
  expect(isPiecedTogether(drafted({ rests: ['A-1', 'B-2'] }))).toBe(false);
  expect(isPiecedTogether(drafted({ rests: ['A-1', 'B-2', 'C-2'] }))).toBe(true);
});
