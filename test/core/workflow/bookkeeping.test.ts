import { describe, expect, test } from 'vitest';
import { decidedOf } from '#core/decision/decided.ts';
import { findingsOf } from '#core/decision/findings.ts';
import type { Composite, Decision, Submission } from '#core/vocabulary/submission.ts';
import { completeBookkeeping } from '#core/workflow/bookkeeping.ts';
import { given, type World } from '../../support/designs/given.ts';
import { pointsFor, type Script } from '../../support/designs/given-start.ts';
import {
  argument,
  audit,
  composite,
  confirmation,
  decision,
  mapping,
  questions,
  rejecting,
  revision,
} from '../../support/designs/given-submission.ts';

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
  const author = world.turn().participant;
  return completeBookkeeping(world.design, author, submission);
}

/** As it was submitted, and as it was accepted with its bookkeeping at the last try, not before. */
function mends(
  world: World,
  changes: Partial<Decision>,
  others: Partial<Composite> = {},
): { readonly draft: Composite; readonly mended: Composite } {
  const draft = composite(world.design, { decision: decision(world.design, changes), ...others });
  world.refusesSubmission('synthesizer', draft);
  world.submitsLast('synthesizer', completed(world, draft));
  const mended = world.design.composites.at(-1)?.composite;
  if (mended === undefined) throw new Error('nothing was drafted');
  return { draft: draft.input, mended };
}

describe('A2: bookkeeping costs no decision at the last try', () => {
  test.each<[string, Partial<Decision>, Partial<Decision>]>([
    ['a reference with one possible meaning', { rests: ['a1', 'B-1'] }, { rests: ['A-1', 'B-1'] }],
    ['an unknown reference beside others', { rests: ['A-1', 'Z-9'] }, { rests: ['A-1'] }],
    [
      'an unknown bearer of a sentence',
      { sentences: [{ part: 'why', text: 'It is so.', rests: ['Z-9'] }] },
      { sentences: [{ part: 'why', text: 'It is so.', rests: [] }] },
    ],
    [
      'a step that rests on nothing',
      { rests: ['A-1'], steps: [{ ...STEP, rests: [] }] },
      { steps: [{ ...STEP, rests: ['A-1'] }] },
    ],
  ])('A2: %s is completed', (_, changes, expected) => {
    const { draft, mended } = mends(drafting(), changes);
    expect(mended).toEqual({ ...draft, decision: { ...draft.decision, ...expected } });
  });

  test.each<[string, Partial<Decision>, Partial<Composite>]>([
    [
      'a letter that is rejected twice',
      { rejected: [...rejecting(['B', 'C']), ...rejecting(['B'])] },
      {},
    ],
    ['a day that is over', { revisitIf: [{ fact: 'It grows.', until: '2026-11-19' }] }, {}],
    ['proposals that were not weighed', {}, { weighed: [] }],
  ])('A2: %s is let stand', (_, changes, others) => {
    const { draft, mended } = mends(drafting(), changes, others);
    expect(mended).toEqual(draft);
  });

  test('A2: an unknown claim that is taken is left out', () => {
    const taken = [{ why: 'It is safer.', claim: 'Z-1' }];
    const { draft, mended } = mends(drafting(), {}, { taken });
    expect(mended).toEqual({ ...draft, taken: [] });
  });

  test('A2: what is open stands in the decision, in the words of the record', () => {
    const { mended } = mends(drafting(OPEN), { open: [], assumptions: [] });
    const { open, assumptions } = mended.decision;
    expect(open).toEqual([{ difference: '1', text: 'A week of work.' }]);
    expect(assumptions.map(({ question, text }) => [question, text])).toContainEqual([
      'Q1',
      'We assume an answer to: How many?',
    ]);
  });

  test('J6: the decision does not rest on one side of what is open', () => {
    const { mended } = mends(drafting(OPEN), { rests: ['A-1', 'A-2'] });
    expect(mended.decision.rests).toEqual(['A-2']);
  });

  test.each<[string, Partial<Composite>]>([
    ['two bases', { base: 'A, B' }],
    ['a base that nobody proposed', { base: 'Z' }],
  ])('J12: %s stay refused', (_, changes) => {
    const world = drafting();
    const submission = completed(world, composite(world.design, changes));
    expect(world.refusesSubmission('synthesizer', submission).message).toContain('`base`');
  });

  test('J12: a finding of which a revision says nothing is left open, and so is one that no change names', () => {
    const world = given({ says: { audit: () => audit('blocking', 'major', 'major') } }).reach(
      'revising',
    );
    const acted = { finding: 'F2', where: 'In step 1.', done: 'acted_on' as const };
    const said = revision(world.design, { changes: [], findings: [acted] });
    world.submitsLast('synthesizer', completed(world, said));
    const answers = findingsOf(world.design).map(({ answer }) => answer?.done);
    expect(answers).toEqual([undefined, 'left_open', undefined]);
  });

  test('J12: of the changes of a revision those stay after which a part reads otherwise', () => {
    const world = given({ says: { audit: () => audit('major') } }).reach('revising');
    const { changes } = revision(world.design).input;
    const [, reason] = decidedOf(world.design)?.decision.sentences ?? [];
    const idle = {
      answers: ['F1'],
      part: 'sentence' as const,
      number: '2',
      how: 'replace' as const,
      fields: [{ name: 'text', text: reason?.text ?? '' }],
      rests: reason?.rests ?? [],
    };
    const said = revision(world.design, { changes: [...changes, idle] });
    expect(changes).not.toEqual([]);
    expect(completed(world, said)).toEqual(revision(world.design));
  });

  test('J4: a base that is rejected stays the base, and its letter leaves the rejected way', () => {
    const rejected = rejecting(['A', 'B', 'C']);
    expect(mends(drafting(), { rejected }).mended.decision.rejected).toEqual([
      { ...rejected[0], proposals: ['B', 'C'] },
    ]);
  });

  test('J4: a decision that is written anew from a rejected proposal rejects it no more', () => {
    const world = given({ says: { mapping: () => mapping(), audit: () => audit('blocking') } });
    const composed = composite(world.reach('composing').design, {
      decision: decision(world.design, { rejected: [...rejecting(['B']), ...rejecting(['C'])] }),
    });
    world.submits('synthesizer', composed);
    world.reach('revising');
    const fields = [{ name: 'text', text: 'It stays where it is.' }];
    const anew = revision(world.design, {
      base: 'B',
      changes: [
        { answers: ['F1'], part: 'decision', number: '', how: 'replace', fields, rests: [] },
      ],
      findings: [{ finding: 'F1', where: 'In the decision.', done: 'acted_on' }],
    });
    world.refusesSubmission('synthesizer', anew);
    world.submitsLast('synthesizer', completed(world, anew));
    const decided = decidedOf(world.design);
    expect(decided?.base).toBe('B');
    expect(decided?.decision.rejected).toEqual(rejecting(['C']));
  });

  test.each(['change 1', 'Change 1', '1', 'change 1.', 'change #1', 'change_1', 'CHANGE-1'])(
    'A2: the auditor’s “%s” is change 1',
    (change) => {
      const world = given({ says: { mapping: () => mapping(), audit: () => audit('major') } });
      const { changes } = confirmation(world.reach('confirming').design).input;
      const said = confirmation(world.design, {
        changes: changes.map((each) => ({ ...each, change })),
      });
      expect(completed(world, said)).toEqual(confirmation(world.design));
    },
  );

  test('A2: a step is no sentence of the same number', () => {
    const world = given({ says: { mapping: () => mapping(), audit: () => audit('major') } });
    const { tried } = confirmation(world.reach('confirming').design).input;
    expect(tried.map(({ what }) => what)).toEqual(['sentence 2']);
    const steps = tried.map((each) => ({ ...each, what: 'step 2' }));
    expect(completed(world, confirmation(world.design, { tried: steps }))).toEqual(
      confirmation(world.design, { tried: [] }),
    );
  });

  test('what needs nothing is left as it is', () => {
    const world = drafting();
    const draft = composite(world.design);
    expect(completed(world, draft)).toEqual(draft);
  });
});
