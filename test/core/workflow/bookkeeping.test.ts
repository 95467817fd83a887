import { describe, expect, test } from 'vitest';
import { decidedIn } from '../../../src/core/decision/decided.ts';
import type { Composite, Decision, Submission } from '../../../src/core/vocabulary/submission.ts';
import { withBookkeeping } from '../../../src/core/workflow/bookkeeping.ts';
import { given, type World } from '../../support/given.ts';
import { pointsFor, type Script } from '../../support/given-start.ts';
import {
  argument,
  audit,
  composite,
  decision,
  mapping,
  questions,
  rejecting,
  revision,
} from '../../support/given-submission.ts';

const STEP = { title: 't', detail: 'd', undo: 'u' };
/** One question is assumed, and nobody gives way on the one difference between A and the others. */
const OPEN: Script = {
  questions: () => questions('How many?'),
  mapping: () => mapping(['high', 'A', 'BC']),
  argument: (design, speaker) => argument(...pointsFor(design, speaker)),
};

function drafting(says: Script = { mapping: () => mapping() }): World {
  return given({ says }).reach('composing');
}

function completed(world: World, submission: Submission) {
  const author = world.turn('synthesizer').participant;
  return withBookkeeping(world.design, author, submission);
}

/** Accepted with its bookkeeping, and not without it. */
function mends(world: World, changes: Partial<Decision>, others: Partial<Composite> = {}) {
  const draft = composite(world.design, { decision: decision(world.design, changes), ...others });
  world.refusesSubmission('synthesizer', draft);
  const { submission, derived } = completed(world, draft);
  world.submits('synthesizer', submission);
  const decided = decidedIn(world.design)?.decision;
  if (decided === undefined) throw new Error('nothing was drafted');
  return { decided, derived };
}

describe('A2: bookkeeping costs no decision at the last try', () => {
  test.each<[string, Partial<Decision>, Partial<Composite>, RegExp]>([
    ['a reference with one possible meaning', { rests: ['a1', 'B-1'] }, {}, /a1, B-1 read as A-1, B-1/],
    ['an unknown reference beside others', { rests: ['A-1', 'Z-9'] }, {}, /read as A-1$/],
    ['a step that rests on nothing', { steps: [{ ...STEP, rests: [] }] }, {}, /step 1: rests on what/],
    ['a letter that is rejected twice', { rejected: rejecting(['B', 'C', 'B']) }, {}, /read as B, C/],
    [
      'a day that is over',
      { revisitIf: [{ fact: 'It grows.', until: '2026-11-19' }] },
      {},
      /a day that is over/,
    ],
    ['proposals that were not weighed', {}, { weighed: [] }, /`weighed`: A, B, C added/],
    [
      'an unknown claim taken',
      {},
      { taken: [{ why: 'It is safer.', claim: 'Z-1' }] },
      /`taken`: Z-1 left out/,
    ],
  ])('A2: %s is completed and said', (_, changes, others, said) => {
    expect(mends(drafting(), changes, others).derived.join('\n')).toMatch(said);
  });

  test('A2: what is open stands in the decision, in the words of the record', () => {
    const world = drafting(OPEN);
    const { decided, derived } = mends(world, { open: [], assumptions: [] });
    expect(decided.open).toEqual([{ difference: '1', text: 'A week of work.' }]);
    expect(decided.assumptions.map(({ question, text }) => [question, text])).toContainEqual([
      'Q1',
      'We assume an answer to: How many?',
    ]);
    expect(derived).toHaveLength(2);
  });

  test('J6: the decision does not rest on one side of what is open', () => {
    expect(mends(drafting(OPEN), { rests: ['A-1', 'A-2'] }).decided.rests).toEqual(['A-2']);
  });

  test.each<[string, Partial<Composite>]>([
    ['two bases', { base: 'A, B' }],
    ['a base that nobody proposed', { base: 'Z' }],
  ])('J12: %s stay refused', (_, changes) => {
    const world = drafting();
    const { submission } = completed(world, composite(world.design, changes));
    expect(world.refusesSubmission('synthesizer', submission).message).toContain('`base`');
  });

  test('J12: a finding of which a revision says nothing is left open, and so is one that no change names', () => {
    const world = given({ says: { audit: () => audit('blocking', 'minor', 'minor') } }).reach('revising');
    const acted = { finding: 'F2', where: 'In step 1.', done: 'acted_on' as const };
    const said = revision(world.design, { changes: [], findings: [acted] });
    const { submission } = completed(world, said);
    world.submits('synthesizer', submission);
    const [event] = world.design.revisions;
    expect(event?.revision.findings.map(({ done }) => done)).toEqual(['left_open', 'left_open', 'left_open']);
  });

  test('what needs nothing is left as it is', () => {
    const world = drafting();
    const draft = composite(world.design);
    expect(completed(world, draft)).toEqual({ submission: draft, derived: [] });
  });
});
