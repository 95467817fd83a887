import { describe, expect, it, test } from 'vitest';
import { listJudgedChanges } from '#core/decision/changes.ts';
import { decidedOf } from '#core/decision/decided.ts';
import { findingsOf } from '#core/decision/findings.ts';
import { listUnsupportedNow } from '#core/decision/grounds.ts';
import { findCaveats } from '#core/outcome/caveats/all.ts';
import { listFindingsLeft } from '#core/outcome/left-open.ts';
import { gateReasonsOf, shouldGate } from '#core/outcome/should-gate.ts';
import type { Caveat } from '#core/vocabulary/caveat.ts';
import type { Refusal } from '#core/vocabulary/commands.ts';
import type { Design } from '#core/vocabulary/design.ts';
import type { Change, Confirmation, Decision } from '#core/vocabulary/submission.ts';
import { caveatsOf } from '../../support/designs/caveats-of.ts';
import { given, type World } from '../../support/designs/given.ts';
import { MINUTE, pointsFor, type Script } from '../../support/designs/given-start.ts';
import {
  argument,
  audit,
  composite,
  confirmation,
  contradicting,
  decision,
  mapping,
  refutingOf,
  revision,
  signature,
} from '../../support/designs/given-submission.ts';
import { allTheSame, untried } from '../../support/designs/refusals.ts';

type Verdict = Confirmation['changes'][number]['verdict'];

const fields = (item: Readonly<Record<string, string>>) =>
  Object.entries(item).map(([name, text]) => ({ name, text }));
const change = (part: Change['part'], answers: string[], given_: Partial<Change>): Change => {
  return { answers, part, number: '', how: 'replace', fields: [], rests: [], ...given_ };
};
const REASON = 'One store is easier to run than two, and delayed jobs move last.';
const reason = (answers: string[], text = REASON) =>
  change('sentence', answers, { number: '2', fields: fields({ text }), rests: ['A-1'] });
const RISK = { risk: 'It lags.', signal: 'A minute behind.' };
const risk = (...answers: string[]) =>
  change('risk', answers, { how: 'insert', fields: fields(RISK) });
const COPY = { title: 'Copy the table', detail: 'At night.', undo: 'Drop the copy.' };
const insertStep = (...answers: string[]) =>
  change('step', answers, { number: '1', how: 'insert', fields: fields(COPY), rests: ['A-1'] });
const undoOfStep = (undo: string, answers: string[], number = '1') =>
  change('step', answers, { number, fields: fields({ undo }) });

/** Two findings that block and a major one, for each of which a change is made. */
const CHANGES: readonly Change[] = [reason(['F1']), insertStep('F2'), risk('F3')];

function revised(changes: readonly Change[], beginning: Parameters<typeof given>[0] = {}): World {
  const says: Script = {
    mapping: () => mapping(),
    audit: () => audit('blocking', 'blocking', 'major', 'minor'),
    revision: (design) => {
      const acted = changes.flatMap(({ answers }) => answers);
      const { tool, input } = revision(design, { changes: [...changes] });
      const findings = input.findings.map((each) => ({
        ...each,
        done: acted.includes(each.finding) ? ('acted_on' as const) : ('left_open' as const),
      }));
      return { tool, input: { ...input, findings } };
    },
    ...beginning.says,
  };
  return given({ settings: { questions: 'none' }, ...beginning, says });
}

function confirming(changes = CHANGES, beginning: Parameters<typeof given>[0] = {}): World {
  return revised(changes, beginning).reach('confirming');
}

const row = (number: number, verdict: Verdict = 'answers') => {
  return { change: `change ${number}`, reason: `Change ${number} was read.`, verdict };
};
const judging = (...verdicts: readonly Verdict[]): Partial<Confirmation> => {
  return { changes: verdicts.map((verdict, index) => row(index + 1, verdict)) };
};

const unjudged = (names: string) =>
  `\`changes\` says nothing about ${names}; say of each if it answers what called for it.`;
const notConfirmed = (part: string, why: string, words: string) => ({
  kind: 'change_not_confirmed',
  part,
  words,
  why,
});

function judged(world: World, ...verdicts: readonly Verdict[]): World {
  world.submits('auditor', confirmation(world.design, judging(...verdicts)));
  return world;
}

const leftIn = (design: Design) =>
  listFindingsLeft(design).map(({ id, standing }) => `${id} ${standing}`);
const decisionIn = (design: Design) => decidedOf(design)?.decision as Decision;
const kindsIn = (design: Design): Caveat['kind'][] => findCaveats(design).map(({ kind }) => kind);
const verdictsIn = (design: Design) =>
  listJudgedChanges(design).map(({ verdict, isTakenOut }) =>
    isTakenOut ? `${verdict}, taken out` : verdict,
  );
const roundsOf = ({ rounds }: Design, of: string) =>
  rounds.filter(({ kind }) => kind === of).length;

describe('J12: minor findings change nothing', () => {
  it('J12: minor findings alone open no revision and no confirmation, and are listed', () => {
    const world = revised([], { says: { audit: () => audit('minor', 'minor') } }).reach('signing');
    expect([roundsOf(world.design, 'revision'), roundsOf(world.design, 'confirmation')]).toEqual([
      0, 0,
    ]);
    expect(leftIn(world.design)).toEqual(['F1 open', 'F2 open']);
    expect(kindsIn(world.reach('writing').design)).toEqual([]);
  });

  it('J12: a change for a minor finding is refused, beside others that may be answered', () => {
    const world = revised(CHANGES).reach('revising');
    const changes = [...CHANGES, { ...risk('F4'), fields: fields({ ...RISK, risk: 'B.' }) }];
    const done = 'acted_on' as const;
    const findings = ['F1', 'F2', 'F3'].map((finding) => ({ finding, where: 'There.', done }));
    const given_ = revision(world.design, { changes, findings });
    expect(world.refusesSubmission('synthesizer', given_)).toEqual({
      code: 'unknown_reference',
      message: '`answers` of change 4 names F4; it may name F1, F2, F3.',
    });
  });
});

describe('J12: the auditor says of every change what it does', () => {
  test.each<[string, Partial<Confirmation>, Refusal['code'], string]>([
    [
      'answers half of the rows',
      { changes: [row(1)] },
      'incomplete',
      unjudged('change 2, change 3'),
    ],
    [
      'judges one twice',
      { changes: [row(1), row(2), row(3), row(2, 'harms')] },
      'invalid',
      '`changes` names change 2 more than once.',
    ],
    [
      'judges one that does not exist',
      { changes: [row(1), row(2), row(3), row(9)] },
      'unknown_reference',
      '`changes` names change 9; it may name change 1, change 2, change 3.',
    ],
    [
      'says the same of each',
      { changes: [1, 2, 3].map((number) => ({ ...row(number), reason: 'It is answered.' })) },
      'invalid',
      allTheSame('changes'),
    ],
    ['leaves out a changed sentence', { tried: [] }, 'incomplete', untried('sentence 2')],
  ])('J12: a confirmation that %s is refused, and asked again', (_, given_, code, message) => {
    const world = confirming();
    const rows = confirmation(world.design, given_);
    expect(world.refusesSubmission('auditor', rows)).toEqual({ code, message });
  });

  test.each<[string, Partial<Confirmation>, string[]]>([
    ['half of the rows', { changes: [row(1)] }, ['answers', 'not_looked_at', 'not_looked_at']],
    [
      'two rows on one change',
      { changes: [row(1), row(2), row(2, 'harms'), row(3)] },
      ['answers', 'not_looked_at', 'answers'],
    ],
    [
      'unknown names',
      { changes: [row(1), row(2), row(9)] },
      ['answers', 'answers', 'not_looked_at'],
    ],
    [
      'the same of each',
      { changes: [1, 2, 3].map((number) => ({ ...row(number), reason: 'Fine.' })) },
      ['not_looked_at', 'not_looked_at', 'not_looked_at'],
    ],
  ])('J12: at the last try %s is no yes to the others', (_, given_, verdicts) => {
    const world = confirming();
    world.submitsLast('auditor', confirmation(world.design, given_));
    expect(verdictsIn(world.design)).toEqual(verdicts);
    expect(kindsIn(world.reach('deciding').design)).toContain('finding_open');
  });

  it('J12: where all are confirmed nothing is open, and the design completes', () => {
    const world = judged(confirming(), 'answers', 'answers', 'answers').reach('writing');
    expect(leftIn(world.design)).toEqual(['F4 open']);
    expect(findCaveats(world.design)).toEqual([]);
  });

  it('J12: a major finding whose change is not confirmed is open, and opens the gate', () => {
    const world = judged(confirming(), 'answers', 'answers', 'does_not').reach('deciding');
    expect(leftIn(world.design)).toEqual(['F3 unconfirmed', 'F4 open']);
    expect(shouldGate(world.design)).toEqual(['finding_open']);
  });

  it('J12: a finding is answered only if every change for it is confirmed', () => {
    const world = confirming([reason(['F1', 'F2']), risk('F2', 'F3')]);
    judged(world, 'answers', 'does_not');
    expect(leftIn(world.design)).toEqual(['F2 unconfirmed', 'F3 unconfirmed', 'F4 open']);
  });

  it.each<[string, NonNullable<Script['audit']>, string]>([
    ['that it found', () => audit('major'), 'finding_open'],
    ['of which another caveat tells', () => refutingOf('sentence 1'), 'change_not_confirmed'],
  ])('J12: a change without a yes opens the gate, for a major finding %s', (_, found, why) => {
    const world = confirming([insertStep('F1'), risk('F1')], { says: { audit: found } });
    judged(world, 'harms', 'does_not').reach('deciding');
    expect(verdictsIn(world.design)).toEqual(['harms, taken out', 'does_not']);
    expect(leftIn(world.design)).toEqual(['F1 unconfirmed']);
    expect(shouldGate(world.design)).toEqual([why]);
  });

  it('J12: what an earlier revision changed in vain opens the gate again, whatever the next one says of its finding', () => {
    const world = judged(
      confirming([risk('F1')], { says: { audit: () => audit('major') } }),
      'does_not',
    );
    world.reach('deciding').decidesGate('send_back', 'gate-1', 'Mind the freeze.');
    const findings = [{ finding: 'F1', where: 'It is small.', done: 'left_open' as const }];
    world.submits('synthesizer', revision(world.design, { changes: [reason(['N1'])], findings }));
    world.submits('auditor', confirmation(world.design, { changes: [row(2)] }));
    expect(leftIn(world.design)).toEqual(['F1 unconfirmed']);
    expect(world.reach('deciding').design.gates).toHaveLength(2);
  });

  it('J12: changes are confirmed at low depth too', () => {
    const world = confirming(CHANGES, { settings: { depth: 'quick' } });
    expect(leftIn(world.design)).toEqual(['F1 unasked', 'F2 unasked', 'F3 unasked', 'F4 open']);
    expect(leftIn(judged(world, 'answers', 'answers', 'answers').design)).toEqual(['F4 open']);
  });
});

describe('J12: a confirmation that nobody gave is no yes', () => {
  test.each<[string, (world: World) => unknown]>([
    [
      'misses its deadline',
      (world) => world.deadline(`round:${world.design.rounds.at(-1)?.id ?? 'r0'}`),
    ],
    ['is out of time', (world) => world.later(20 * MINUTE).deadline('synthesis')],
    [
      'has nobody left for it',
      (world) => {
        while (world.design.step === 'confirming') world.fails(world.turn().participant);
      },
    ],
  ])('J12: one that %s leaves every change not looked at, and opens the gate', (_, happens) => {
    const world = confirming();
    happens(world);
    expect(verdictsIn(world.design)).toEqual(['not_looked_at', 'not_looked_at', 'not_looked_at']);
    expect(leftIn(world.design)).toEqual(['F1 unasked', 'F2 unasked', 'F3 unasked', 'F4 open']);
    expect(shouldGate(world.reach('deciding').design)).toContain('finding_open');
  });

  it('J12: where the budget ends before it, it is dropped, and every change is not looked at', () => {
    const world = revised(CHANGES, { settings: { budgetUsd: 10 } }).reach('revising');
    world.spends('synthesizer', 10);
    world.contributes('synthesizer');
    expect(world.design.dropped.map(({ kind }) => kind)).toContain('confirmation');
    expect(new Set(verdictsIn(world.design))).toEqual(new Set(['not_looked_at']));
    expect(kindsIn(world.design)).toContain('finding_open');
  });

  it('J12: an auditor that dies in it is asked again as its replacement, about the same changes', () => {
    const world = confirming();
    world.loses('auditor');
    world.ready('auditor');
    expect(leftIn(judged(world, 'answers', 'answers', 'answers').design)).toEqual(['F4 open']);
  });

  it('J12: a change for a person that nobody confirmed is a caveat of its own', () => {
    const world = revised([], {
      says: {
        audit: () => contradicting(),
        revision: (design) => revision(design),
        signing: () => signature(),
      },
    }).reach('confirming');
    world.deadline(`round:${world.design.rounds.at(-1)?.id ?? 'r0'}`);
    expect(caveatsOf(world.reach('deciding'), 'change_not_confirmed')).toEqual([
      notConfirmed(
        'sentence 2',
        'not_looked_at',
        'One store is easier to run than two, and that was looked at 2 times.',
      ),
    ]);
  });
});

describe('J12: a change that does harm is taken out by code', () => {
  it('J12: the former words stand again, its finding is open, and the others stay', () => {
    const world = confirming();
    const before = world.design.revisions[0]?.sha256;
    judged(world, 'harms', 'answers', 'answers');
    const { sentences, steps, risks } = decisionIn(world.design);
    expect(sentences[1]?.text).toBe('One store is easier to run than two.');
    expect([steps.length, risks.length]).toEqual([2, 2]);
    expect(verdictsIn(world.design)).toEqual(['harms, taken out', 'answers', 'answers']);
    expect(leftIn(world.design)).toEqual(['F1 open', 'F4 open']);
    expect(decidedOf(world.design)?.sha256).not.toBe(before);
  });

  it('J12: where all are taken out, the text is the draft again, under its hash', () => {
    const world = judged(confirming(), 'harms', 'harms', 'harms');
    expect(decidedOf(world.design)?.sha256).toBe(world.design.composites[0]?.sha256);
    expect(decisionIn(world.design)).toEqual(world.design.composites[0]?.composite.decision);
  });

  it('J9: everybody signs the text without it, and no revision follows', () => {
    const world = judged(confirming(), 'harms', 'answers', 'answers').reach('deciding');
    const { signatures, revisions } = world.design;
    expect(new Set(signatures.map(({ sha256 }) => sha256))).toEqual(
      new Set([decidedOf(world.design)?.sha256]),
    );
    expect(revisions).toHaveLength(1);
    expect(kindsIn(world.design)).toEqual(['finding_open']);
  });

  it('J12: a replacement finds the same text, from the events alone', () => {
    const world = judged(confirming(), 'harms', 'answers', 'answers');
    const { World: Again } = { World: world.constructor as typeof World };
    expect(decidedOf(Again.after(world.history).design)).toEqual(decidedOf(world.design));
  });

  test.each<[string, readonly Change[]]>([
    [
      'a step that another names by its number',
      [insertStep('F1'), undoOfStep('Restore the copy of step 1.', ['F2'])],
    ],
    [
      'the same in digits of another script',
      [insertStep('F1'), undoOfStep('١ يعيد النسخة', ['F2'])],
    ],
  ])('J12: %s stays, is a caveat, and opens the gate', (_, changes) => {
    const world = confirming(changes);
    judged(world, 'harms', ...changes.slice(1).map(() => 'answers' as const));
    expect(verdictsIn(world.design)[0]).toBe('harms');
    expect(leftIn(world.design)).toContain('F1 unconfirmed');
    expect(shouldGate(world.reach('deciding').design)).toContain('change_not_confirmed');
    expect(caveatsOf(world, 'change_not_confirmed')).toEqual([
      notConfirmed('step 1', 'harms', 'Copy the table At night. Drop the copy. A-1'),
    ]);
  });

  it('J12: of two that do harm the one that fits alone is taken out', () => {
    const world = confirming([
      insertStep('F1'),
      undoOfStep('Restore the copy of step 1.', ['F2']),
      risk('F3'),
    ]);
    judged(world, 'harms', 'answers', 'harms');
    expect(verdictsIn(world.design)).toEqual(['harms', 'answers', 'harms, taken out']);
  });

  it('J12: a sentence that does not fit back beside a new one stays removed, and opens the gate', () => {
    const why = Array.from({ length: 12 }, (_, index) => {
      return { part: 'why' as const, text: `Reason ${index} says so.`, rests: ['A-1'] };
    });
    const draft: Script = {
      composite: (design) => composite(design, { decision: decision(design, { sentences: why }) }),
      audit: () => audit('major', 'major'),
    };
    const added = { part: 'why', text: 'It is the thirteenth.' };
    const changes = [
      change('sentence', ['F1'], { number: '3', how: 'remove' }),
      change('sentence', ['F2'], { how: 'insert', fields: fields(added), rests: ['A-1'] }),
    ];
    const world = confirming(changes, { says: draft });
    const before = decisionIn(world.design).sentences;
    judged(world, 'harms', 'answers');
    expect(decisionIn(world.design).sentences).toEqual(before);
    expect(verdictsIn(world.design)).toEqual(['harms', 'answers']);
    expect(shouldGate(world.reach('deciding').design)).toContain('change_not_confirmed');
  });

  it('J12: a step that others name goes where these go too', () => {
    const world = confirming([
      insertStep('F1'),
      undoOfStep('Restore the copy of step 1.', ['F2']),
      risk('F3'),
    ]);
    judged(world, 'harms', 'harms', 'answers');
    expect(decisionIn(world.design).steps.map(({ undo }) => undo)).toEqual([
      'Turn the switch off.',
    ]);
  });

  describe('J12: in a decision that was written anew', () => {
    const anew = [
      change('decision', ['F1'], { fields: fields({ text: 'The queue stays.' }) }),
      change('rejected', ['F1'], { number: '1', rests: ['A', 'C'] }),
    ];
    const rewritten = () =>
      confirming(anew, {
        says: {
          composite: (design) => composite(design, { taken: [{ claim: 'C-1', why: 'It is so.' }] }),
          revision: (design) => {
            const { tool, input } = revision(design, { base: 'B', changes: anew });
            const findings = input.findings.map((each) =>
              each.finding === 'F1'
                ? { ...each, done: 'acted_on' as const }
                : { ...each, done: 'left_open' as const },
            );
            return { tool, input: { ...input, findings } };
          },
        },
      });

    it('J12: a change stays', () => {
      const world = judged(rewritten(), 'harms', 'answers', 'answers');
      expect(decisionIn(world.design).sentence).toBe('The queue stays.');
      expect(kindsIn(world.design)).toContain('change_not_confirmed');
    });

    it('J12: the base and what is taken from others are confirmed as well', () => {
      const world = rewritten();
      expect(listJudgedChanges(world.design)[2]).toEqual({
        change: { part: 'base', answers: ['F1'] },
        number: 3,
        revision: 0,
        kind: 'changed',
        part: 'base',
        fields: [
          { name: 'text', before: 'proposal A', after: 'proposal B' },
          { name: 'taken', before: 'C-1', after: '' },
        ],
        verdict: 'not_looked_at',
        why: '',
        isTakenOut: false,
      });
      const rows = confirmation(world.design, judging('answers', 'answers'));
      expect(world.refusesSubmission('auditor', rows)).toEqual({
        code: 'incomplete',
        message: unjudged('change 3'),
      });
      judged(world, 'answers', 'answers', 'harms');
      expect(decidedOf(world.design)?.base).toBe('B');
      expect(caveatsOf(world, 'change_not_confirmed')).toEqual([
        notConfirmed('base', 'harms', 'proposal B C-1'),
      ]);
    });
  });
});

describe('J8: what a person said is open again where its change is taken out', () => {
  it('J8: a contradicted person stands in the caveats again', () => {
    const world = revised([], {
      says: { audit: () => contradicting(), revision: (design) => revision(design) },
    }).reach('confirming');
    judged(world, 'harms');
    expect(shouldGate(world.reach('deciding').design)).toContain('contradicts_person');
  });

  it('A6: a decision that was sent back, and whose only change was taken out, was sent back in vain', () => {
    const world = revised([], {
      says: { audit: () => audit(), signing: () => signature({ confidence: 0.2 }) },
    }).reach('deciding');
    world.decidesGate('send_back', 'gate-1', 'Mind the freeze.');
    world.submits(
      'synthesizer',
      revision(world.design, { changes: [reason(['N1'])], findings: [] }),
    );
    judged(world, 'harms').reach('deciding');
    const [, again] = world.design.gates;
    expect(again === undefined ? [] : gateReasonsOf(world.design, again)).toContain(
      'sent_back_unchanged',
    );
    expect(again?.choices).toEqual(['accept', 'stop']);
  });

  it('J12: a change without which the text goes against what a person settled stays, and opens the gate', () => {
    const world = revised([], {
      says: {
        mapping: () => mapping(['high', 'A', 'BC']),
        argument: (design, speaker) => argument(...pointsFor(design, speaker)),
        audit: () => audit(),
        revision: (design) => revision(design),
      },
    }).reach('deciding');
    world.settles('D1', '1b');
    world.reach('confirming');
    const changes = listJudgedChanges(world.design).map(({ number }) => row(number, 'harms'));
    world.submits('auditor', confirmation(world.design, { changes }));
    expect(verdictsIn(world.design)).toContain('harms');
    expect(shouldGate(world.reach('deciding').design)).toContain('change_not_confirmed');
  });

  it('J12: changes that nobody looked at are shown again with those of the next revision', () => {
    const world = confirming();
    world.deadline(`round:${world.design.rounds.at(-1)?.id ?? 'r0'}`);
    world.reach('deciding').decidesGate('send_back', 'gate-1', 'Mind the freeze.');
    const findings = ['F1', 'F2', 'F3'].map((finding) => {
      return { finding, where: 'As before.', done: 'acted_on' as const };
    });
    const next = reason(
      ['N1'],
      'One store is easier to run than two, and nothing moves in the freeze.',
    );
    world.submits('synthesizer', revision(world.design, { changes: [next], findings }));
    judged(world, 'answers', 'harms', 'answers', 'answers');
    // What a later revision builds on stands.
    expect(verdictsIn(world.design)).toEqual(['answers', 'harms', 'answers', 'answers']);
    expect(leftIn(world.design)).toEqual(['F2 unconfirmed', 'F4 open']);
  });
});

describe('J4: a changed sentence gets its row in the confirmation', () => {
  const rows = (holds: Confirmation['tried'][number]['holds']) => (design: Design) =>
    confirmation(design, {
      tried: [{ what: 'sentence 2', attempt: 'Its claim says nothing of delayed jobs.', holds }],
    });

  test.each<['no' | 'yes' | 'cannot_tell', string[]]>([
    ['no', ['sentence 2']],
    ['yes', []],
    ['cannot_tell', []],
  ])('J4: with a row that says %s the text marks what nothing carries', (holds, marked) => {
    const world = confirming([reason(['F1'])]);
    const before = decidedOf(world.design)?.sha256;
    world.submits('auditor', rows(holds)(world.design));
    expect(decidedOf(world.design)?.unsupported).toEqual(marked);
    expect(listUnsupportedNow(world.design)).toEqual(marked);
    expect(decidedOf(world.design)?.sha256 === before).toBe(marked.length === 0);
    expect(kindsIn(world.design).includes('not_carried')).toBe(marked.length > 0);
  });

  it('J4: sentences that stay as they were get no second row', () => {
    const says: Script = {
      composite: (design) => composite(design, { decision: decision(design, { risks: [] }) }),
    };
    const world = confirming([risk('F1')], { says });
    expect(world.refusesSubmission('auditor', rows('no')(world.design))).toEqual({
      code: 'unknown_reference',
      message: '`tried` names sentence 2; there is nothing to name.',
    });
  });
});

it('A5: findings keep their numbers, whatever becomes of their changes', () => {
  const world = confirming();
  const ids = findingsOf(world.design).map(({ id }) => id);
  judged(world, 'harms', 'does_not', 'answers');
  expect(findingsOf(world.design).map(({ id }) => id)).toEqual(ids);
});
