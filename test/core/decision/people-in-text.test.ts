import { describe, expect, test } from 'vitest';
import { decidedOf } from '#core/decision/decided.ts';
import { findingsOf } from '#core/decision/findings.ts';
import { listFindingsLeft } from '#core/outcome/left-open.ts';
import type { Decision } from '#core/vocabulary/submission.ts';
import { writeDecision } from '#presentation/decision/decision-document.ts';
import { given, type World } from '../../support/designs/given.ts';
import {
  audit,
  composite,
  decision,
  finding,
  mapping,
  questions,
  revision,
} from '../../support/designs/given-submission.ts';

const AGREED = 'Ana has agreed to it.';
const REASON = { part: 'why' as const, text: AGREED, rests: ['R1.2'] };
const UNBORNE = [{ ...REASON, rests: [] }];
const INVENTED = 'It was said: “We never want to see this queue again”.';
const APPROVED = 'Ana has approved a budget of 90,000 euros.';
const STEP = { title: 'Move', detail: AGREED, undo: 'Move back.', rests: ['A-1'] };

const unborne = (part: string) => `Ana is named in ${part}, which rests on nothing that Ana said`;
const STEP_TITLED = { ...STEP, title: 'Move all the orders', detail: 'At night.' };

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
  composite(world.design, {
    decision: decision(world.design, { rests: ['A-1'], steps: [], ...changes }),
  });

/** What code found in the text, which nothing has answered. */
const byCode = (id: string, text: string) => ({
  ...finding({ severity: 'major', text }),
  kind: 'by_code',
  about: '',
  id,
  check: null,
  answer: null,
  standing: 'open',
});

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
    const world = answered('major');
    world.submits('synthesizer', drafted(world, { rests: ['A-1', 'R1.1'] }));
    world.reach('revising');
    const rests = {
      part: 'rests',
      number: '',
      how: 'replace',
      fields: [],
      rests: ['A-1'],
    } as const;
    const changes = [{ ...rests, rests: ['A-1'], fields: [], answers: ['F1'] }];
    world.submits('synthesizer', revision(world.design, { changes }));
    expect(decidedOf(world.design)?.quoted).toEqual([]);
  });

  test('A4: a sentence that nobody said is refused', () => {
    const world = answered();
    const draft = drafted(world, { rests: ['A-1', 'R7.1'] });
    expect(world.refusesSubmission('synthesizer', draft)).toEqual({
      code: 'unknown_reference',
      message: '`rests` names R7.1; it may name A-1, A-2.',
    });
  });
});

describe('J8: what the structure of a text shows to be wrong in its words', () => {
  test.each<[string, Partial<Decision>, string]>([
    [
      'a person named in a reason',
      { sentences: [{ ...REASON, rests: ['A-1'] }] },
      unborne('sentence 1'),
    ],
    [
      'a person whom another sentence alone quotes',
      {
        sentences: [
          { ...REASON, text: 'Behind a switch.' },
          { ...REASON, rests: ['A-1'] },
        ],
      },
      unborne('sentence 2'),
    ],
    ['a person named in a step', { steps: [STEP] }, unborne('step 1')],
    [
      'a person whom another step alone quotes',
      { steps: [{ ...STEP, detail: 'Behind a switch.', rests: ['R1.2'] }, STEP] },
      unborne('step 2'),
    ],
    [
      'a person whom the decision alone quotes, in a step',
      { rests: ['A-1', 'R1.2'], steps: [STEP] },
      unborne('step 1'),
    ],
    [
      'a person who said nothing of it, in a risk',
      { rests: ['A-1', 'R1.2'], risks: [{ risk: APPROVED, signal: 'The bill.' }] },
      'Ana is named in risk 1, and has said nothing about that',
    ],
    [
      'a person who said nothing of it, in an open point',
      { rests: ['A-1', 'R1.2'], open: [{ difference: '', text: `${APPROVED} Who signs?` }] },
      'Ana is named in open point 1, and has said nothing about that',
    ],
    ...Object.entries<Partial<Decision>>({
      'sentence 1': { sentences: [{ ...REASON, text: INVENTED }] },
      'step 1': { steps: [{ ...STEP, detail: INVENTED }] },
      'risk 1': { risks: [{ risk: INVENTED, signal: 'The bill.' }] },
      'rejected way 1': {
        rejected: [
          { option: 'A queue service', reason: 'It is run.', outweighed: INVENTED, proposals: [] },
        ],
      },
      'open point 1': { open: [{ difference: '', text: INVENTED }] },
    }).map(([part, changes]): [string, Partial<Decision>, string] => [
      `an invented quotation in ${part}`,
      changes,
      `“We never want to see this queue again” is quoted in ${part}, and stands in nothing that it may quote`,
    ]),
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
    expect(found).toEqual([byCode('F1', `${doubt}.`)]);
  });

  test('J8: a person may be named by the decision or step that rests on a sentence of theirs', () => {
    const world = answered();
    const steps = [{ ...STEP, rests: ['A-1', 'R1.2'] }];
    world.submits('synthesizer', drafted(world, { steps, sentences: [REASON] }));
    expect(world.design.step).toBe('auditing');
  });

  test.each<[string, Partial<Decision>]>([
    [
      'a figure of theirs',
      { risks: [{ risk: 'It is more than the seven of Ana.', signal: 'A count.' }] },
    ],
    ['a word of theirs', { risks: [{ risk: 'Ana fears for Postgres.', signal: 'A count.' }] }],
    [
      'words of theirs',
      { risks: [{ risk: 'Ana said: “Seven of nine run without Postgres”.', signal: 'A count.' }] },
    ],
    [
      'the title of a step',
      { steps: [STEP_TITLED, { ...STEP_TITLED, undo: 'Undo “Move all the orders”.' }] },
    ],
  ])('J8: a part without bearers may have %s', (_, changes) => {
    const world = answered();
    world.submits('synthesizer', drafted(world, changes));
    expect(world.design.step).toBe('auditing');
  });

  test('J8: a name is found as a whole word alone', () => {
    const world = answered();
    world.submits(
      'synthesizer',
      drafted(world, { sentences: [{ ...REASON, text: 'Analysis and BanAna go on.', rests: [] }] }),
    );
    expect(world.design.step).toBe('auditing');
  });

  test('J8: what the draft let stand is an open finding also where the audit fails', () => {
    const world = answered();
    world.submitsLast('synthesizer', drafted(world, { sentences: UNBORNE }));
    world.reach('auditing');
    while (world.design.step === 'auditing') world.fails(world.turn().participant);
    expect(world.design.audit).toBeNull();
    expect(listFindingsLeft(world.design)).toEqual([byCode('F1', `${unborne('sentence 1')}.`)]);
  });

  test('J8: a revision is not asked again for what the draft let stand', () => {
    const world = answered();
    world.submitsLast('synthesizer', drafted(world, { sentences: UNBORNE }));
    world.reach('revising');
    const [{ id = '' } = {}] = findingsOf(world.design);
    const findings = [{ finding: id, where: 'It is so.', done: 'left_open' as const }];
    world.submits('synthesizer', revision(world.design, { changes: [], findings }));
    expect(world.design.revisions).toHaveLength(1);
  });

  test('J8: a revision that acts on it in vain is refused; at the last try it is the same finding', () => {
    const world = answered();
    world.submitsLast('synthesizer', drafted(world, { sentences: UNBORNE }));
    world.reach('revising');
    const [{ id = '' } = {}] = findingsOf(world.design);
    const part = { part: 'step', number: '', how: 'insert' } as const;
    const fields = ['title', 'detail', 'undo'].map((name) => ({
      name,
      text: 'Two stores for a week.',
    }));
    const changes = [{ ...part, rests: ['A-1'], answers: [id], fields }];
    const findings = [{ finding: id, where: 'In step 1.', done: 'acted_on' as const }];
    const refused = world.refusesSubmission(
      'synthesizer',
      revision(world.design, { changes, findings }),
    );
    expect(refused.message).toContain(unborne('sentence 1'));
    world.submitsLast('synthesizer', revision(world.design, { changes, findings }));
    expect(findingsOf(world.design)).toEqual([
      { ...byCode(id, `${unborne('sentence 1')}.`), answer: findings[0] },
    ]);
  });
});
