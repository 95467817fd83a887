import { describe, expect, it, test } from 'vitest';
import { listJudgedChanges } from '#core/decision/changes.ts';
import { decidedOf } from '#core/decision/decided.ts';
import { findingsOf } from '#core/decision/findings.ts';
import { listToAnswer } from '#core/decision/to-answer.ts';
import type { Refusal } from '#core/vocabulary/commands.ts';
import type { Change } from '#core/vocabulary/submission.ts';
import { checkPageLength } from '#turns/checks/check-submission.ts';
import { given, type World } from '../../support/designs/given.ts';
import type { Script } from '../../support/designs/given-start.ts';
import { pointsFor } from '../../support/designs/given-start.ts';
import {
  argument,
  audit,
  composite,
  confirmation,
  decision,
  mapping,
  revision,
  signature,
} from '../../support/designs/given-submission.ts';

const STEP = {
  title: 'Write to both',
  detail: 'Behind a switch.',
  undo: 'Turn the switch off.',
  rests: ['A-1', 'B-1', 'C-1'],
};
const RISK = { risk: 'It lags.', signal: 'A minute behind.' };
/** Two steps and one risk, and two findings. */
const TWO: Script = {
  mapping: () => mapping(),
  composite: (design) => {
    const steps = [STEP, { ...STEP, title: 'Read from one' }];
    const taken = [{ why: 'It is watched.', claim: 'C-2' }];
    return composite(design, { decision: decision(design, { steps, risks: [RISK] }), taken });
  },
  audit: () => audit('blocking', 'major'),
};

function revising(): World {
  return given({ says: TWO }).reach('revising');
}

const change = (part: Change['part'], given: Partial<Change> = {}): Change => {
  return {
    answers: ['F1', 'F2'],
    part,
    number: '',
    how: 'replace',
    fields: [],
    rests: [],
    ...given,
  };
};
const fields = (item: Readonly<Record<string, string>>) =>
  Object.entries(item).map(([name, text]) => ({ name, text }));
const step = (
  number: string,
  item: Readonly<Record<string, string>>,
  answers = ['F1', 'F2'],
): Change => change('step', { number, fields: fields(item), answers });
const text = (part: Change['part'], words: string): Change =>
  change(part, { fields: fields({ text: words }) });
const newReason = (words: string): Change =>
  change('sentence', { number: '2', fields: fields({ text: words }) });
const remove = (part: Change['part'], number: string): Change =>
  change(part, { number, how: 'remove' });
const insert = (
  part: Change['part'],
  number: string,
  item: Readonly<Record<string, string>>,
): Change => change(part, { number, how: 'insert', fields: fields(item) });
const acted = (...names: string[]) =>
  ['F1', 'F2'].map((finding) => ({
    finding,
    where: 'In step 1.',
    done: names.includes(finding) ? ('acted_on' as const) : ('left_open' as const),
  }));
const BOTH = acted('F1', 'F2');

const unnamed = (names: string) => ({
  code: 'invalid',
  message: `\`findings\` says that ${names} is acted on, but no change names it; name it in \`answers\` of the change that acts on it, or leave it open and say why.`,
});

function refusal(changes: Change[], findings = BOTH, world = revising()) {
  return world.refusesSubmission('synthesizer', revision(world.design, { changes, findings }));
}

describe('J12: a revision names the parts that change', () => {
  it('J12: what it names changes, and everything else stays word for word', () => {
    const world = revising();
    const before = decidedOf(world.design)?.decision;
    const changes: Change[] = [
      step('2', { title: 'Read from one, measured' }, ['F1']),
      {
        ...insert('step', '1', {
          title: 'Measure',
          detail: 'Behind a switch.',
          undo: 'Turn the switch off.',
        }),
        rests: STEP.rests,
      },
      remove('risk', '1'),
      change('rests', { rests: ['A-1'] }),
    ];
    world.submits('synthesizer', revision(world.design, { changes, findings: BOTH }));
    expect(decidedOf(world.design)?.decision).toEqual({
      ...before,
      rests: ['A-1'],
      steps: [{ ...STEP, title: 'Measure' }, STEP, { ...STEP, title: 'Read from one, measured' }],
      risks: [],
    });
    const field = (name: string, before: string, after: string) => ({ name, before, after });
    const seen = [
      {
        kind: 'changed',
        part: 'step 2',
        fields: [field('title', 'Read from one', 'Read from one, measured')],
      },
      {
        kind: 'added',
        part: 'step 1',
        fields: [
          field('title', '', 'Measure'),
          field('detail', '', STEP.detail),
          field('undo', '', STEP.undo),
          field('rests', '', 'A-1, B-1, C-1'),
        ],
      },
      {
        kind: 'removed',
        part: 'risk 1',
        fields: [field('risk', RISK.risk, ''), field('signal', RISK.signal, '')],
      },
      {
        kind: 'changed',
        part: 'claims it rests on',
        fields: [field('rests', 'A-1, B-1, C-1', 'A-1')],
      },
    ];
    const unjudged = { revision: 0, verdict: 'not_looked_at', why: '', isTakenOut: false };
    expect(listJudgedChanges(world.design)).toEqual(
      seen.map((each, at) => ({ ...each, change: changes[at], number: at + 1, ...unjudged })),
    );
  });

  test.each<[string, Change, Refusal['code'], string]>([
    [
      'a field that its part does not have',
      step('1', { owner: 'Ana' }),
      'unknown_reference',
      'Change 1 (step) names owner; it may name title, detail, undo.',
    ],
    [
      'a field of claims',
      change('rests', { fields: fields({ text: 'A-1' }), rests: ['A-1'] }),
      'unknown_reference',
      'Change 1 (claims it rests on) names text; there is nothing to name.',
    ],
    [
      'a field twice',
      change('step', {
        number: '1',
        fields: [...fields({ detail: 'A.' }), ...fields({ detail: 'B.' })],
      }),
      'invalid',
      'Change 1 (step) names detail more than once.',
    ],
    [
      'a text that is taken out',
      remove('decision', ''),
      'invalid',
      'Change 1: decision can only be replaced; choose `replace`.',
    ],
    [
      'an item without what it needs',
      insert('rejected', '', { option: 'Keep it', reason: 'It is run.' }),
      'invalid',
      'After these changes rejected.1.outweighed is not valid: Too small: expected string to have >=1 characters.',
    ],
  ])('J12: %s is refused with what there is', (_, given_, code, message) => {
    expect(refusal([given_])).toEqual({ code, message });
  });

  test.each<[string, Change, string]>([
    ['of a step that is not there', step('3', {}), 'Change 1 (step) names 3; it may name 1, 2.'],
    ['without a number', step('', {}), 'Change 1 (step) names no number; it may name 1, 2.'],
    ['with a number of no item', step('0', {}), 'Change 1 (step) names 0; it may name 1, 2.'],
    [
      'of a list without items',
      remove('open', '1'),
      'Change 1 (open point) names 1; there is nothing to name.',
    ],
    [
      'that takes out one that is not there',
      remove('risk', '2'),
      'Change 1 (risk) names 2; it may name 1.',
    ],
    [
      'that goes before one that is not there',
      insert('risk', '3', RISK),
      'Change 1 (risk) names 3; it may name 1, 2.',
    ],
  ])('J12: a change %s is refused with how many there are', (_, given_, message) => {
    expect(refusal([given_])).toEqual({ code: 'unknown_reference', message });
  });

  it('J12: two changes of one part are refused', () => {
    const twice = [step('1', { detail: 'A.' }), step('1', { detail: 'B.' })];
    expect(refusal(twice)).toEqual({
      code: 'invalid',
      message: 'Changes 1 and 2 name the same part, step 1; combine them into one change.',
    });
  });

  it('J12: several changes may add items at one place', () => {
    const world = revising();
    const added = (risk: string): Change => ({
      ...insert('risk', '1', { ...RISK, risk }),
      answers: ['F2'],
    });
    const changes: Change[] = [
      step('1', { detail: 'A.' }, ['F1']),
      added('One more.'),
      added('Two more.'),
    ];
    world.submits('synthesizer', revision(world.design, { changes, findings: BOTH }));
    expect(decidedOf(world.design)?.decision.risks).toHaveLength(3);
  });

  const asBefore = (part: string) => ({
    code: 'invalid',
    message: `Change 1 names F1 and F2, but ${part} reads as before; change what it says, or leave the change out.`,
  });

  test.each<[string, Change, string]>([
    ['a step', step('1', {}), 'step 1'],
    ['a step in other blanks', step('1', { detail: ' Behind  a\nswitch. ' }), 'step 1'],
    ['the sentence', text('decision', 'The queue moves in steps.'), 'decision'],
    [
      'a reason but for an invisible sign',
      { ...newReason('One store is easier to run than two.\u200b'), rests: ['A-1'] },
      'sentence 2',
    ],
  ])('J12: a change after which %s reads as it did is refused', (_, given_, part) => {
    expect(refusal([given_])).toEqual(asBefore(part));
  });

  it('J12: what is added and stands there already is refused', () => {
    expect(refusal([remove('risk', '1'), insert('risk', '', RISK)])).toEqual({
      code: 'invalid',
      message: 'Change 2 repeats risk 1; change what it says, or leave the change out.',
    });
  });

  it('J12: a result beyond the bounds of a decision is refused with its length', () => {
    expect(refusal([text('decision', 'x'.repeat(440))])).toEqual({
      code: 'invalid',
      message:
        'After these changes sentence has 440 characters, but at most 400 are allowed: leave out 40 or more.',
    });
    const many = Array.from({ length: 15 }, (_, index) =>
      insert('risk', '', { ...RISK, risk: `Risk of the kind ${index}.` }),
    );
    expect(refusal(many)).toEqual({
      code: 'invalid',
      message:
        'After these changes risks has 16 entries, but at most 15 are allowed: leave out 1 or more.',
    });
  });

  it('J12: a text that becomes longer than a page is remarked upon, one that was so before is not', () => {
    const { design } = revising();
    const lengthened = (words: number) =>
      ['1', '2'].map((number) => step(number, { detail: 'word '.repeat(words / 2).trim() }));
    expect(checkPageLength(design, revision(design, { changes: lengthened(470) }))).toContain(
      'one page holds',
    );
    expect(checkPageLength(design, revision(design, { changes: lengthened(100) }))).toBeNull();
    const says: Script = {
      ...TWO,
      composite: (composing) => {
        const detail = 'word '.repeat(230).trim();
        const steps = [STEP, STEP].map((each) => ({ ...each, detail }));
        return composite(composing, { decision: decision(composing, { steps }) });
      },
    };
    const long = given({ says }).reach('revising').design;
    const shorter = revision(long, { changes: lengthened(458) });
    expect(checkPageLength(long, shorter)).toBeNull();
  });
});

describe('J12: each change says what it answers', () => {
  it('J12: a change for something that is not there is refused with what there is', () => {
    expect(refusal([step('1', { detail: 'A.' }, ['F1', 'F2', 'F9', 'N1'])])).toEqual({
      code: 'unknown_reference',
      message: '`answers` of change 1 names F9, N1; it may name F1, F2.',
    });
  });

  it('J12: a finding is not acted on where no change names it', () => {
    expect(refusal([step('1', { detail: 'A.' }, ['F2'])])).toEqual(unnamed('F1'));
  });

  it('J12: a finding that a change names is not left open', () => {
    expect(refusal([step('1', { detail: 'A.' })], acted('F2'))).toEqual({
      code: 'invalid',
      message:
        'Changes name F1, which `findings` leaves open; say that it is acted on, or do not name it in `answers`.',
    });
  });

  it('J12: another base needs a change for a blocking finding or a contradicted person, and takes nothing yet', () => {
    const answering = (...answers: string[]) => ({
      base: 'B',
      changes: [
        change('sentence', { answers, number: '2', fields: fields({ text: 'Another way.' }) }),
        change('rejected', { answers, number: '1', rests: ['A', 'C'] }),
      ],
      findings: acted(...answers),
    });
    const { tool, input } = audit('blocking', 'major');
    const said = [
      { said: 'R1.1', why: 'No step names it.', sentence: '', fate: 'not_used' as const },
    ];
    const world = given({ says: { ...TWO, audit: () => ({ tool, input: { ...input, said } }) } });
    world.reach('answering').replies('Cem knows the old one.', 'Ana');
    world.reach('revising');
    for (const name of ['F2', 'R1.1']) {
      const answered = revision(world.design, answering(name));
      expect(world.refusesSubmission('synthesizer', answered)).toEqual({
        code: 'invalid',
        message:
          '`base` names B, but no change answers a blocking finding or a person whom the decision contradicts; leave it empty.',
      });
    }
    expect(decidedOf(world.design)?.taken).toEqual(['C-2']);
    world.submits('synthesizer', revision(world.design, answering('F1')));
    const rewritten = decidedOf(world.design);
    expect([rewritten?.base, rewritten?.taken]).toEqual(['B', []]);
  });

  it('J12: another base changes the sentence of the decision, or rejects the way before it', () => {
    const world = revising();
    const changes = [
      change('sentence', {
        answers: ['F1'],
        number: '2',
        fields: fields({ text: 'Another way.' }),
      }),
    ];
    const relabelled = revision(world.design, { base: 'B', changes, findings: acted('F1') });
    expect(world.refusesSubmission('synthesizer', relabelled)).toEqual({
      code: 'invalid',
      message: [
        "- `base` names B, but the decision's sentence reads as before and the way of A is not rejected; change either, or leave `base` empty.",
        '- B is the base and is rejected; reject other ways, or choose another base.',
      ].join('\n'),
    });
  });

  it('J12: what a person has settled, said, or written when sending it back may be answered by name', () => {
    const says: Script = {
      mapping: () => mapping(['high', 'A', 'BC']),
      argument: (design, speaker) => argument(...pointsFor(design, speaker)),
      audit: () => audit(),
    };
    const world = given({ says }).reach('deciding');
    world.replies('The freeze is in June.');
    world.decidesGate('send_back', 'gate-1', 'Mind the freeze.');
    world.settles('D1', '1a');
    expect(listToAnswer(world.design)).toEqual([
      { kind: 'settled', name: '1', person: 'Ana' },
      { kind: 'said', name: 'R1', person: 'Ben' },
      { kind: 'note', name: 'N1', person: 'Ana' },
    ]);
    const { tool, input } = revision(world.design);
    const changes = input.changes.map((each) => ({ ...each, answers: ['1', 'R1', 'N1'] }));
    world.submits('synthesizer', { tool, input: { ...input, changes } });
    expect(listJudgedChanges(world.design)).toHaveLength(changes.length);
  });
});

describe('J12: a later revision answers the findings as well', () => {
  /**
   * The first revision acted on both findings, the auditor said so or not, and a person has sent
   * the decision back.
   */
  function sentBack(isAnswered: boolean): World {
    const says: Script = {
      ...TWO,
      revision: (design) =>
        revision(design, { changes: [step('1', { detail: 'A.' })], findings: BOTH }),
      confirmation: (design) =>
        confirmation(design, {
          changes: [
            {
              change: 'change 1',
              reason: 'See step 1.',
              verdict: isAnswered ? 'answers' : 'does_not',
            },
          ],
        }),
      signing: () => signature({ confidence: 0.2 }),
    };
    const world = given({ says }).reach('deciding');
    world.decidesGate('send_back');
    return world;
  }
  const changes = [step('2', { title: 'Read from one, measured' }, ['N1'])];

  it('J12: what an earlier revision acted on needs no new change', () => {
    const world = sentBack(true);
    world.submits('synthesizer', revision(world.design, { changes, findings: BOTH }));
    expect(findingsOf(world.design).map(({ answer }) => answer?.done)).toEqual([
      'acted_on',
      'acted_on',
    ]);
  });

  it('J12: what the auditor did not find answered needs another change, or is left open', () => {
    expect(refusal(changes, BOTH, sentBack(false))).toEqual(unnamed('F1, F2'));
    const world = sentBack(false);
    world.submits('synthesizer', revision(world.design, { changes, findings: acted() }));
    expect(findingsOf(world.design).map(({ answer }) => answer?.done)).toEqual([
      'left_open',
      'left_open',
    ]);
  });
});

test('a text of the decision is made once, and anew when a revision follows', () => {
  const world = revising();
  const draft = decidedOf(world.design);
  expect(decidedOf({ ...world.design })).toBe(draft);
  world.contributes('synthesizer');
  expect(decidedOf(world.design)).not.toEqual(draft);
  expect(decidedOf({ ...world.design })).toBe(decidedOf(world.design));
});
