import { expect, test } from 'vitest';
import { FACTS } from '../../../src/core/vocabulary/sets.ts';
import { FACT_LABELS, factIn, factsIn } from '../../../src/presentation/facts.ts';
import { viewOf } from '../../../src/presentation/view/view.ts';
import { given } from '../../support/given.ts';

test.each([
  ['Where is the ADR?', ['where']],
  ['How much did it cost, and how long did it take?', ['cost', 'how_long']],
  ['Who decided?', ['who']],
  ['how long will this take?', ['how_long']],
  ['How long?', ['how_long']],
  ['how much longer', ['how_long']],
  ['How much time is left?', ['how_long']],
  ['How many minutes until it’s done?', ['how_long']],
  ['What’s the ETA?', ['how_long']],
  ['When will it be finished?', ['how_long']],
  ['how much?', ['cost']],
  ['How much is it so far?', ['cost']],
  ['How much does this cost us?', ['cost']],
  ['What did we pay?', ['cost']],
  ['how much money was spent', ['cost']],
  ['where is it', ['where']],
  ['Where’s the brief?', ['where']],
  ['Can I have the link please?', ['where']],
  ['Charrette, who decides this?', ['who']],
  ['Who’s involved?', ['who']],
  ['What was decided?', []],
  ['How much faster is it?', []],
  ['We want it', []],
  ['How long does the migration take?', []],
  ['Where does the queue live?', []],
  ['Why is the cost that high?', []],
  ['Was hat es gekostet?', []],
  ['', []],
])('A17: “%s” has the facts of its fixed words, and none beside any other word', (question, facts) => {
  expect(factsIn(question)).toEqual(facts);
});

test('J14: each fact is told before and after the end, and its own label asks for it', () => {
  for (const { design } of [given(), given().reachEnd()])
    for (const fact of FACTS) {
      expect(factIn(viewOf(design), fact)).toMatch(/\w.*\.$/s);
      expect(factsIn(FACT_LABELS[fact])).toEqual([fact]);
    }
});
