import { describe, expect, test } from 'vitest';
import { decidedOf } from '../../../src/core/decision/decided.ts';
import { findingsOf } from '../../../src/core/decision/findings.ts';
import { listFindingsLeft } from '../../../src/core/outcome/left-open.ts';
import type { Decision } from '../../../src/core/vocabulary/submission.ts';
import { writeDecision } from '../../../src/presentation/decision-document.ts';
import { given, type World } from '../../support/designs/given.ts';
import {
  audit,
  composite,
  decision,
  mapping,
  questions,
  revision,
} from '../../support/designs/given-submission.ts';

const AGREED = 'Ana has agreed to it.';
const STEP = { title: 'Move', detail: AGREED, undo: 'Move back.', rests: ['A-1'] };

/** Ana has answered the one question; her words are `R1.1` and `R1.2`. */
function answered(...found: Parameters<typeof audit>): World {
  const says = {
    questions: () => questions('Who reads it?'),
    mapping: () => mapping(),
    audit: () => audit(...found),
  };
  const world = given({ personas: ['subtractor'], says }).reach('answering');
  world.replies('Seven of nine run without Postgres. I agree to a move.', 'Ana', 'Q1');
  return world.reach('composing');
}
const drafted = (world: World, changes: Partial<Decision>) =>
  composite(world.design, { decision: decision(world.design, { rests: ['A-1'], steps: [], ...changes }) });

describe('J8: people’s sentences are reasons, by name', () => {
  test('J8: a decision may rest on a person’s sentence, which is told first and by name', () => {
    const world = answered();
    world.submits('synthesizer', drafted(world, { rests: ['A-1', 'R1.1'] }));
    const decided = decidedOf(world.design);
    if (decided === null) throw new Error('nothing was drafted');
    expect(writeDecision(world.design, decided)).toContain(
      '### Because\n\n- Ana: “Seven of nine run without Postgres.”',
    );
  });

  test('J9: a later edit of the reply changes no text that was written', () => {
    const world = answered();
    world.submits('synthesizer', drafted(world, { rests: ['A-1', 'R1.1'] }));
    const before = decidedOf(world.design);
    world.replies('Two of nine do.', 'Ana', 'Q1');
    expect(decidedOf(world.design)).toEqual(before);
    expect(before?.quoted).toEqual([
      { name: 'R1.1', author: 'Ana', text: 'Seven of nine run without Postgres.' },
    ]);
  });

  test('J8: a sentence on which a revised decision no longer rests is not told with it', () => {
    const world = answered('minor');
    world.submits('synthesizer', drafted(world, { rests: ['A-1', 'R1.1'] }));
    world.reach('revising');
    const rests = { part: 'rests', number: '', how: 'replace', fields: [], rests: ['A-1'] } as const;
    const changes = [{ ...rests, rests: ['A-1'], fields: [], answers: ['F1'] }];
    world.submits('synthesizer', revision(world.design, { changes }));
    expect(decidedOf(world.design)?.quoted).toEqual([]);
  });

  test('A4: a sentence that nobody said is refused', () => {
    const world = answered();
    const refused = world.refusesSubmission('synthesizer', drafted(world, { rests: ['A-1', 'R7.1'] }));
    expect(refused.message).toContain('`rests` names R7.1;');
  });
});

describe('J8: what the structure of a text shows to be wrong in its words', () => {
  test.each<[string, Partial<Decision>, string]>([
    [
      'a person named in the paragraph',
      { paragraph: AGREED },
      'Ana is named in the text, which rests on nothing that Ana said',
    ],
    [
      'a person named in a step',
      { steps: [STEP] },
      'Ana is named in step 1, which rests on nothing that Ana said',
    ],
    [
      'a person whom another step alone quotes',
      { steps: [{ ...STEP, detail: 'Behind a switch.', rests: ['R1.2'] }, STEP] },
      'Ana is named in step 2, which rests on nothing that Ana said',
    ],
    [
      'an assumption for a question that was answered',
      { assumptions: [{ question: 'Q1', text: 'Nobody.', ifWrong: 'It waits.' }] },
      'Assumption 1 is about Q1, which was answered',
    ],
  ])('J8: %s is refused, and at the last try stands as a major finding', (_, changes, doubt) => {
    const world = answered();
    const draft = drafted(world, changes);
    expect(world.refusesSubmission('synthesizer', draft).message).toContain(doubt);
    world.submitsLast('synthesizer', draft);
    world.reach('revising');
    const found = findingsOf(world.design).filter(({ kind }) => kind === 'by_code');
    expect(found).toMatchObject([{ severity: 'major', text: expect.stringContaining(doubt) }]);
    expect(found[0]?.answer).toBeNull();
  });

  test('J8: a person may be named by the decision or step that rests on a sentence of theirs', () => {
    const world = answered();
    const steps = [{ ...STEP, rests: ['A-1', 'R1.2'] }];
    world.submits('synthesizer', drafted(world, { steps, paragraph: AGREED }));
    expect(world.design.step).toBe('auditing');
  });

  test('J8: a name is found as a whole word alone', () => {
    const world = answered();
    world.submits('synthesizer', drafted(world, { paragraph: 'Analysis and BanAna go on.' }));
    expect(world.design.step).toBe('auditing');
  });

  test('J8: what the draft let stand is an open finding also where the audit fails', () => {
    const world = answered();
    world.submitsLast('synthesizer', drafted(world, { paragraph: AGREED }));
    world.reach('auditing');
    while (world.design.step === 'auditing') world.fails(world.turn().participant);
    expect(world.design.audit).toBeNull();
    expect(listFindingsLeft(world.design)).toMatchObject([
      { kind: 'by_code', severity: 'major', left: 'open' },
    ]);
  });

  test('J8: a revision is not asked again for what the draft let stand', () => {
    const world = answered();
    world.submitsLast('synthesizer', drafted(world, { paragraph: AGREED }));
    world.reach('revising');
    const [{ id = '' } = {}] = findingsOf(world.design);
    const findings = [{ finding: id, where: 'It is so.', done: 'left_open' as const }];
    world.submits('synthesizer', revision(world.design, { changes: [], findings }));
    expect(world.design.revisions).toHaveLength(1);
  });

  test('J8: a revision that says it acts on it and lets it stand is refused', () => {
    const world = answered();
    world.submitsLast('synthesizer', drafted(world, { paragraph: AGREED }));
    world.reach('revising');
    const [{ id = '' } = {}] = findingsOf(world.design);
    const part = { part: 'harder', number: '', how: 'replace' } as const;
    const fields = [{ name: 'text', text: 'Two stores for a week.' }];
    const changes = [{ ...part, rests: [], answers: [id], fields }];
    const findings = [{ finding: id, where: 'In what is harder.', done: 'acted_on' as const }];
    const refused = world.refusesSubmission('synthesizer', revision(world.design, { changes, findings }));
    expect(refused.message).toContain('Ana is named in the text');
  });
});
