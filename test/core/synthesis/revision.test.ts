import { describe, expect, it, test } from 'vitest';
import { accountsChangedIn, changesIn } from '../../../src/core/synthesis/changes.ts';
import { decidedIn, findingsOf } from '../../../src/core/synthesis/decided.ts';
import { toAnswer } from '../../../src/core/synthesis/to-answer.ts';
import { type Change, NOBODY_NAMED } from '../../../src/core/vocabulary/submission.ts';
import { beyondPage } from '../../../src/runtime/turn/check-submission.ts';
import { given, type World } from '../../support/given.ts';
import type { Script } from '../../support/given-start.ts';
import { pointsFor } from '../../support/given-start.ts';
import {
  adopted,
  argument,
  audit,
  composite,
  confirmation,
  decision,
  mapping,
  rejected,
  revision,
  signature,
} from '../../support/given-submission.ts';

const STEP = {
  title: 'Write to both',
  detail: 'Behind a switch.',
  undo: 'Turn the switch off.',
  owner: '',
  date: '',
  named: NOBODY_NAMED,
  rests: ['A-1', 'B-1', 'C-1'],
};
const RISK = { risk: 'It lags.', signal: 'A minute behind.', rests: [] };
/** Two steps and one risk, and two findings. */
const TWO: Script = {
  mapping: () => mapping(),
  composite: (design) => {
    const accounts = ['A-1', 'B-1', 'C-1'].map(adopted);
    const steps = [STEP, { ...STEP, title: 'Read from one' }];
    return composite(design, accounts, { decision: decision(design, accounts, { steps, risks: [RISK] }) });
  },
  audit: () => audit('blocking', 'minor'),
};

function revising(): World {
  return given({ says: TWO }).reach('revising');
}

const step = (number: string, changes: Partial<typeof STEP>, answers: string[] = ['F1', 'F2']): Change => ({
  part: 'step',
  how: 'replace',
  number,
  with: { ...STEP, ...changes },
  answers,
});
const acted = (...names: string[]) =>
  ['F1', 'F2'].map((finding) => ({
    finding,
    done: names.includes(finding) ? ('acted_on' as const) : ('left_open' as const),
    where: 'In step 1.',
  }));
const BOTH = acted('F1', 'F2');

function refusal(changes: Change[], findings = BOTH, world = revising()) {
  return world.refusesSubmission('synthesizer', revision(world.design, { changes, findings }));
}

describe('J12: a revision names the parts that change', () => {
  it('J12: what it names changes, and everything else stays word for word', () => {
    const world = revising();
    const before = decidedIn(world.design)?.decision;
    const changes: Change[] = [
      step('2', { title: 'Read from one, measured' }, ['F1']),
      { part: 'step', how: 'insert', number: '1', with: { ...STEP, title: 'Measure' }, answers: ['F2'] },
      { part: 'remove', from: 'risk', number: '1', answers: [] },
    ];
    world.submits('synthesizer', revision(world.design, { changes, findings: BOTH }));
    expect(decidedIn(world.design)?.decision).toEqual({
      ...before,
      steps: [{ ...STEP, title: 'Measure' }, STEP, { ...STEP, title: 'Read from one, measured' }],
      risks: [],
    });
    expect(changesIn(world.design)).toMatchObject([
      {
        number: '1',
        kind: 'changed',
        part: 'step 2',
        isFounded: true,
        fields: [{ name: 'title', before: 'Write to both', after: 'Read from one, measured' }].map(
          (field) => ({ ...field, before: 'Read from one' }),
        ),
      },
      { number: '2', kind: 'added', part: 'step 1', isFounded: true },
      { number: '3', kind: 'removed', part: 'risk 1', isFounded: false },
    ]);
  });

  test.each<[string, Change, string]>([
    [
      'of a step that is not there',
      step('3', {}),
      'Change 1 names step 3, and there are 2 steps; name one from 1 to 2.',
    ],
    [
      'without a number',
      step('', {}),
      'Change 1 names no step by its number, and there are 2 steps; name one from 1 to 2.',
    ],
    [
      'with a number of no item',
      step('0', {}),
      'Change 1 names step 0, and there are 2 steps; name one from 1 to 2.',
    ],
    [
      'of a list without items',
      { part: 'remove', from: 'option', number: '1', answers: ['F1', 'F2'] },
      'Change 1 names option 1, and there is no option; leave the change out.',
    ],
    [
      'that takes out one that is not there',
      { part: 'remove', from: 'risk', number: '2', answers: ['F1', 'F2'] },
      'Change 1 names risk 2, and there is 1 risk; name one from 1 to 1.',
    ],
    [
      'that goes before one that is not there',
      { part: 'risk', how: 'insert', number: '3', with: RISK, answers: ['F1', 'F2'] },
      'Change 1 names risk 3, and there is 1 risk; leave the number empty to add it at the end.',
    ],
  ])('J12: a change %s is refused with how many there are', (_, change, message) => {
    expect(refusal([change])).toEqual({ code: 'unknown_reference', message });
  });

  it('J12: two changes of one part are refused, and several that add beside it are not', () => {
    const twice = [step('1', { detail: 'A.' }), step('1', { detail: 'B.' })];
    expect(refusal(twice).message).toBe(
      'Changes 1 and 2 name one part, step 1; say in one change how it reads then.',
    );
    const world = revising();
    const added = (risk: string): Change => {
      return { part: 'risk', how: 'insert', number: '1', with: { ...RISK, risk }, answers: ['F2'] };
    };
    const changes: Change[] = [step('1', { detail: 'A.' }, ['F1']), added('One more.'), added('Two more.')];
    world.submits('synthesizer', revision(world.design, { changes, findings: BOTH }));
    expect(decidedIn(world.design)?.decision.risks).toHaveLength(3);
  });

  test.each<[string, Change]>([
    ['a step', step('1', {})],
    ['a step in other blanks', step('1', { detail: ' Behind  a\nswitch. ' })],
    ['the sentence', { part: 'sentence', with: 'The queue moves in steps.', answers: ['F1', 'F2'] }],
  ])('J12: a change after which %s reads as it did is refused', (_, change) => {
    expect(refusal([change])).toMatchObject({
      code: 'invalid',
      message: expect.stringMatching(/^Change 1 names F1, F2 and (step 1|sentence) reads as it did; change/),
    });
  });

  it('J12: what is added and stands there already, or stands there but for an invisible sign, is refused', () => {
    const again: Change = { part: 'risk', how: 'insert', number: '', with: RISK, answers: ['F1', 'F2'] };
    const removed: Change = { part: 'remove', from: 'risk', number: '1', answers: ['F1', 'F2'] };
    expect(refusal([removed, again]).message).toBe(
      'Change 2 adds what risk 1 says already; change what it says, or leave the change out.',
    );
    const paragraph = `${revising().design.composites.at(-1)?.composite.decision.paragraph}\u200b`;
    const unseen: Change = { part: 'paragraph', with: paragraph, answers: ['F1', 'F2'] };
    expect(refusal([unseen]).message).toContain('paragraph reads as it did');
  });

  it('J12: a result beyond the bounds of a decision is refused with its length', () => {
    const title: Change = { part: 'title', with: 'x'.repeat(240), answers: ['F1', 'F2'] };
    expect(refusal([title]).message).toBe(
      'After these changes title has 240 characters, and at most 200 are taken: leave out 40 or more.',
    );
    const many = Array.from({ length: 15 }, (_, index): Change => {
      const risk = { ...RISK, risk: `Risk of the kind ${index}.` };
      return { part: 'risk', how: 'insert', number: '', with: risk, answers: ['F1', 'F2'] };
    });
    expect(refusal(many).message).toBe(
      'After these changes risks has 16 entries, and at most 15 are taken: leave out 1 or more.',
    );
  });

  it('J12: a text that becomes longer than a page is remarked upon, one that was so before is not', () => {
    const { design } = revising();
    const paragraph = (words: number): Change => {
      return { part: 'paragraph', with: 'word '.repeat(words), answers: [] };
    };
    expect(beyondPage(design, revision(design, { changes: [paragraph(480)] }))).toContain('one page takes');
    expect(beyondPage(design, revision(design, { changes: [paragraph(100)] }))).toBe('');
    const says: Script = {
      ...TWO,
      composite: (composing) => {
        const long = { paragraph: 'word '.repeat(480).trim() };
        const accounts = ['A-1', 'B-1', 'C-1'].map(adopted);
        return composite(composing, accounts, { decision: decision(composing, accounts, long) });
      },
    };
    const long = given({ says }).reach('revising').design;
    const shorter = revision(long, { changes: [paragraph(479)] });
    expect(beyondPage(long, shorter)).toBe('');
  });
});

describe('J12: each change says what it answers', () => {
  it('J12: a change for something that is not there is refused with what there is', () => {
    expect(refusal([step('1', { detail: 'A.' }, ['F1', 'F2', 'F9', 'note'])])).toEqual({
      code: 'unknown_reference',
      message: 'Change 1 answers F9, note, and there is nothing of that name; they are F1, F2.',
    });
  });

  it('J12: a finding is not acted on where no change names it', () => {
    expect(refusal([step('1', { detail: 'A.' }, ['F2'])]).message).toBe(
      '`findings` says that F1 is acted on, and no change names it; name it in `answers` of the change that acts on it, or leave it open and say why.',
    );
  });

  it('J12: a finding that a change names is not left open', () => {
    expect(refusal([step('1', { detail: 'A.' })], acted('F2')).message).toBe(
      'Changes name F1, which `findings` leaves open; say that it is acted on, or do not name it in `answers`.',
    );
  });

  it('J12: a change that answers nothing is taken, and shown as such', () => {
    const world = revising();
    const changes = [step('1', { detail: 'A.' }, [])];
    world.submits('synthesizer', revision(world.design, { changes, findings: acted() }));
    expect(changesIn(world.design).map(({ isFounded }) => isFounded)).toEqual([false]);
  });

  it('J12: accounts that a revision changes are known as changes, repeated ones are not', () => {
    const world = revising();
    const accounts = [adopted('A-1'), rejected('C-1', 'The audit is right.')];
    const changes = [
      step('1', { rests: ['A-1', 'B-1'] }, ['F1', 'F2']),
      step('2', { title: 'Read from one', rests: ['A-1', 'B-1'] }, ['F1']),
    ];
    world.submits('synthesizer', revision(world.design, { changes, findings: BOTH, accounts }));
    expect(accountsChangedIn(world.design)).toEqual([rejected('C-1', 'The audit is right.')]);
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
    expect(toAnswer(world.design)).toEqual([
      { kind: 'settled', name: '1', person: 'Ana' },
      { kind: 'said', name: 'R1', person: 'Ben' },
      { kind: 'note', name: 'note', person: 'Ana' },
    ]);
    const { tool, input } = revision(world.design);
    const changes = input.changes.map((change) => ({ ...change, answers: ['1', 'R1', 'note'] }));
    world.submits('synthesizer', { tool, input: { ...input, changes } });
    expect(changesIn(world.design).every(({ isFounded }) => isFounded)).toBe(true);
  });
});

describe('J12: a later revision answers the findings as well', () => {
  /** The first revision acted on both findings, the auditor said so or not, and a person has sent the decision back. */
  function sentBack(isAnswered: boolean): World {
    const says: Script = {
      ...TWO,
      audit: () => audit('major', 'minor'),
      revision: (design) => revision(design, { changes: [step('1', { detail: 'A.' })], findings: BOTH }),
      confirmation: (design) =>
        confirmation(design, { findings: [{ finding: 'F1', isAnswered, reason: 'See step 1.' }] }),
      signing: () => signature({ confidence: 0.2 }),
    };
    const world = given({ says }).reach('deciding');
    world.decidesGate('send_back');
    return world;
  }
  const changes = [step('2', { title: 'Read from one, measured' }, ['note'])];

  it('J12: what an earlier revision acted on needs no new change', () => {
    const world = sentBack(true);
    world.submits('synthesizer', revision(world.design, { changes, findings: BOTH }));
    expect(findingsOf(world.design).map(({ answer }) => answer?.done)).toEqual(['acted_on', 'acted_on']);
  });

  it('J12: what the auditor did not find answered needs another change, or is left open', () => {
    expect(refusal(changes, BOTH, sentBack(false)).message).toContain(
      'F1 is acted on, and no change names it',
    );
    const world = sentBack(false);
    world.submits('synthesizer', revision(world.design, { changes, findings: acted('F2') }));
    expect(findingsOf(world.design).map(({ answer }) => answer?.done)).toEqual(['left_open', 'acted_on']);
  });

  it('J12: changes of all revisions since the audit are shown, under one count', () => {
    const world = sentBack(true);
    const before = changesIn(world.design).length;
    world.submits('synthesizer', revision(world.design, { changes, findings: BOTH }));
    expect(changesIn(world.design).slice(before)).toMatchObject([
      { number: String(before + 1), revision: 1, part: 'step 2' },
    ]);
  });
});
