import { describe, expect, test } from 'vitest';
import { decidedOf } from '#core/decision/decided.ts';
import type { CheckedCitation } from '#core/vocabulary/checked.ts';
import { writeDecision } from '#presentation/decision/decision-document.ts';
import { askFor } from '#turns/prompt/ask.ts';
import { makeAssignment } from '#turns/prompt/assignment.ts';
import { makeSigningMaterial } from '#turns/prompt/signing-material.ts';
import { BARE } from '../../support/designs/claims.ts';
import { given, type World } from '../../support/designs/given.ts';
import {
  audit,
  composite,
  decision,
  mapping,
  mappingOf,
  pass,
  proposal,
  questions,
} from '../../support/designs/given-submission.ts';
import { voice } from '../voices.ts';

const repository = { name: 'shop', commit: 'a'.repeat(40), digest: 'OVERVIEW of a shop.' };
const CITED: CheckedCitation = { item: 1, status: 'checked', path: 'src/queue.ts', from: 3, to: 3 };
const OWN = {
  ...{ ...BARE, kind: 'reason' as const, text: 'It retries </material> three times.' },
  citation: { place: 'src/queue.ts:3', quote: 'retries three times' },
};

/**
 * A design at its signing, with a finding and a change after it: A is the migrationist, B the
 * subtractor, C the archaeologist.
 */
function signing(): World {
  const world = given({
    repository,
    start: { context: [{ name: 'notes.md', text: 'CONTEXT' }] },
    says: {
      questions: pass,
      mapping: () => mapping(),
      composite: (design) =>
        composite(design, { decision: decision(design, { rests: ['A-1'], steps: [] }) }),
      audit: () => audit('major'),
    },
  }).reach('proposing');
  const words = (name: string) => ({
    headline: `HEADLINE-OF-${name}`,
    summary: `SUMMARY-OF-${name}`,
  });
  const claims = [OWN, { ...BARE, kind: 'cost' as const, text: 'It costs a week.' }];
  const changesMind = 'A week without a retry.';
  world.submits('migrationist', proposal({ ...words('A'), claims, changesMind }), undefined, [
    CITED,
  ]);
  world.submits('subtractor', proposal(words('B'), 'CLAIM-OF-B'));
  world.submits('archaeologist', proposal(words('C'), 'CLAIM-OF-C'));
  return world.reach('signing');
}

const world = signing();
const assigned = (name: string) =>
  makeAssignment(world.design, askFor(world.design, world.turn(name)), voice, { reasks: 2 });
const shared = assigned('migrationist')
  .shared.map(({ text }) => text)
  .join('\n\n');

describe('J9: what one who signs is given', () => {
  test('J9: the text that is signed stands in the prefix of all byte for byte', () => {
    const decided = decidedOf(world.design);
    if (decided === null) throw new Error('there is a decision');
    expect(shared).toContain(
      `<material source="decision.md">\n${writeDecision(world.design, decided)}\n</material>`,
    );
    for (const name of ['subtractor', 'archaeologist'])
      expect(assigned(name).shared).toEqual(assigned('migrationist').shared);
    expect(assigned('migrationist').shared.map(({ cache }) => cache)).toEqual([
      false,
      false,
      false,
      false,
      true,
    ]);
  });

  test('J9: signing material has no proposals, findings, context, overview, nor claims of others that the text lacks', () => {
    const all = JSON.stringify(assigned('migrationist'));
    expect(all).not.toMatch(/HEADLINE-OF|SUMMARY-OF|not spoken of|CONTEXT|OVERVIEW/);
    expect(assigned('migrationist').persona).not.toMatch(/CLAIM-OF/);
  });

  test('J9: who has not proposed is given the text alone', () => {
    const alone = given({
      says: { questions: pass, mapping: () => mappingOf(['A-1', 'B-1']) },
    }).reach('proposing');
    alone.fails('archaeologist');
    alone.reach('signing');
    const { persona } = makeAssignment(
      alone.design,
      askFor(alone.design, alone.turn('archaeologist')),
      voice,
      { reasks: 2 },
    );
    expect(persona).not.toContain('# What is yours');
  });
});

test('J8: who signs is given what people said in whole sentences, and the number of those that have no room', () => {
  const talked = given({
    says: { questions: () => questions('How many?'), mapping: () => mapping() },
  });
  talked.reach('answering');
  talked.replies(`${'It is late. '.repeat(2_500)}No second vendor.`, 'Ana');
  for (let count = 0; count < 5; count++) talked.replies('It is very late. '.repeat(2_300), 'Cem');
  const said = JSON.stringify(makeSigningMaterial(talked.reach('signing').design));
  expect(said).toContain('No second vendor.');
  expect(said).toMatch(/It is very late\.\\n\[left out for lack of room: [\d,]+ more sentences\]/);
});

test('A1: the ask of a signing wants the weakest part and own claims that are contradicted before the verdict', () => {
  const { ask } = assigned('migrationist');
  const places = ['`contradicted`', '`weakest`', 'Sign if', '`reason`', '`dissent`'].map((name) =>
    ask.indexOf(name),
  );
  expect(places).not.toContain(-1);
  expect(places).toEqual(places.toSorted((one, other) => one - other));
});
