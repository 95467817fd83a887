import { describe, expect, it, test } from 'vitest';
import { findingsLeft } from '../../../src/core/outcome/should-gate.ts';
import { changesIn, sentencesAboutItself } from '../../../src/core/synthesis/changes.ts';
import { findingsOf } from '../../../src/core/synthesis/decided.ts';
import type { Design } from '../../../src/core/vocabulary/design.ts';
import type { Confirmation } from '../../../src/core/vocabulary/submission.ts';
import { given, type World } from '../../support/given.ts';
import { MINUTE, type Script } from '../../support/given-start.ts';
import {
  audit,
  composite,
  confirmation,
  decision,
  mapping,
  revision,
  settledAccounts,
  signature,
} from '../../support/given-submission.ts';

/** A blocking, a major and a minor finding, all acted on by one change of the paragraph. */
const THREE: Script = {
  mapping: () => mapping(),
  audit: () => audit('blocking', 'major', 'minor'),
  revision: (design) => {
    const findings = findingsOf(design).map(({ id: finding }) => {
      return { finding, done: 'acted_on' as const, where: 'In the paragraph.' };
    });
    const answers = findings.map(({ finding }) => finding);
    const written = `One store is easier to run than two, seen ${design.revisions.length + 2} times.`;
    return revision(design, { changes: [{ part: 'paragraph', with: written, answers }], findings });
  },
};

/** Findings that matter and that nothing answers for certain. */
const unanswered = (design: Design) =>
  (['blocking', 'major'] as const)
    .flatMap((severity) => findingsLeft(design, severity))
    .map(({ id, left }) => `${id} ${left}`);

function confirming(says: Script = THREE): World {
  return given({ says }).reach('confirming');
}

const judged = (finding: string, isAnswered = true) => ({ finding, isAnswered, reason: 'Read again.' });
const BOTH = [judged('F1'), judged('F2')];

function refusal(changes: Partial<Confirmation>) {
  const world = confirming();
  return world.refusesSubmission('auditor', confirmation(world.design, changes));
}

describe('J12: the auditor judges what was changed', () => {
  test.each<[string, Partial<Confirmation>, string]>([
    [
      'forgets a finding',
      { findings: [judged('F2')] },
      '`findings` says nothing about F1; say if what changed answers each.',
    ],
    [
      'judges one twice',
      { findings: [...BOTH, judged('F2', false)] },
      'These findings are judged more than once: F2.',
    ],
    [
      'judges a minor one',
      { findings: [...BOTH, judged('F3')] },
      '`findings` names F3, and only those that were acted on and block or are major are asked for; they are F1, F2.',
    ],
    [
      'objects to a change of nobody',
      { findings: BOTH, unfounded: [{ change: '2', reason: 'r' }] },
      '`unfounded` names 2, and there is no change of that number; they are 1.',
    ],
    [
      'objects to one twice',
      {
        findings: BOTH,
        unfounded: [
          { change: '1', reason: 'r' },
          { change: '1', reason: 'r' },
        ],
      },
      'These changes are called unfounded more than once: 1.',
    ],
    [
      'quotes what does not stand there',
      { findings: BOTH, aboutItself: ['All six have signed.'] },
      '“All six have signed.” does not stand in the decision. Copy the sentence out of one part of it, without changing any word, or leave it out of `aboutItself`.',
    ],
  ])('J12: a confirmation that %s is refused', (_, changes, message) => {
    expect(refusal(changes).message).toBe(message);
  });

  it('J12: a finding that was left open is not judged', () => {
    const world = confirming({ ...THREE, revision: (design) => revision(design) });
    expect(confirmation(world.design).input.findings.map(({ finding }) => finding)).toEqual(['F2']);
    world.contributes('auditor');
    expect(unanswered(world.design)).toEqual(['F1 open']);
  });

  it('J12: what it objects to is a change without a cause, with its reason', () => {
    const world = confirming();
    const unfounded = [{ change: '1', reason: 'It answers neither.' }];
    world.submits('auditor', confirmation(world.design, { unfounded }));
    expect(changesIn(world.design)).toMatchObject([
      { number: '1', isFounded: false, objection: 'It answers neither.' },
    ]);
  });
});

describe('J12: a finding that matters is answered where the auditor says so', () => {
  it('J12: blocking and major ones once confirmed, minor ones once acted on', () => {
    const world = confirming();
    expect(unanswered(world.design)).toEqual(['F1 unasked', 'F2 unasked']);
    world.submits('auditor', confirmation(world.design, { findings: [judged('F1'), judged('F2', false)] }));
    expect(unanswered(world.design)).toEqual(['F2 unconfirmed']);
  });

  test.each<[string, (world: World) => unknown]>([
    ['fails', (world) => world.deadline(`round:${world.design.rounds.at(-1)?.id ?? 'r0'}`)],
    ['is out of time', (world) => world.later(20 * MINUTE).deadline('synthesis')],
    [
      'has nobody left for it',
      (world) => {
        while (world.design.step === 'confirming') world.fails(world.turn().participant);
      },
    ],
  ])('J12: a confirmation that %s leaves them unconfirmed, and the design goes on', (_, happens) => {
    const world = confirming();
    happens(world);
    expect(unanswered(world.design)).toEqual(['F1 unasked', 'F2 unasked']);
    expect(world.reachEnd().design.end).not.toBeNull();
  });
});

describe('J12: what changed after the audit is confirmed before anybody signs', () => {
  const kinds = (world: World) =>
    world.design.rounds
      .map(({ kind }) => kind)
      .slice(world.design.rounds.findIndex(({ kind }) => kind === 'audit'));

  it('J12: not where the revision changed nothing', () => {
    const world = given({
      says: {
        ...THREE,
        revision: (design) =>
          revision(design, {
            changes: [],
            findings: findingsOf(design).map(({ id: finding }) => {
              return { finding, done: 'left_open' as const, where: 'It holds.' };
            }),
          }),
      },
    }).reach('signing');
    expect(kinds(world)).toEqual(['audit', 'revision', 'signing']);
  });

  it('J12: also what a person brought about, where there are no findings', () => {
    const world = given({
      says: { ...THREE, audit: () => audit(), signing: () => signature({ confidence: 0.2 }) },
    });
    world.reach('deciding').decidesGate('send_back', 'gate-1', 'Mind the freeze.');
    const [change] = revision(world.design).input.changes;
    if (change === undefined) throw new Error('nothing changes');
    world.submits('synthesizer', revision(world.design, { changes: [{ ...change, answers: ['note'] }] }));
    expect(world.design.step).toBe('confirming');
    expect(confirmation(world.design).input.findings).toEqual([]);
    world.contributes('auditor');
    expect(world.design.step).toBe('signing');
  });

  it('J12: what was confirmed of a text holds as long as it reads the same', () => {
    const world = given({ says: { ...THREE, signing: () => signature({ confidence: 0.2 }) } });
    world.reach('deciding').decidesGate('send_back');
    const findings = findingsOf(world.design).map(({ id: finding }) => {
      return { finding, done: 'acted_on' as const, where: 'In the paragraph.' };
    });
    world.submits('synthesizer', revision(world.design, { changes: [], findings }));
    expect(world.design.step).toBe('signing');
    expect(unanswered(world.design)).toEqual([]);
  });

  it('J12: not without an audit, whose text nobody has looked at before', () => {
    const world = given({ says: { ...THREE, signing: () => signature({ confidence: 0.2 }) } });
    world.reach('auditing').deadline(`round:${world.design.rounds.at(-1)?.id ?? 'r0'}`);
    world.reach('deciding').decidesGate('send_back');
    const [change] = revision(world.design).input.changes;
    if (change === undefined) throw new Error('nothing changes');
    world.submits('synthesizer', revision(world.design, { changes: [{ ...change, answers: ['note'] }] }));
    expect(world.design.step).toBe('signing');
  });
});

describe('J12: sentences about signatures, audit or checks go back once', () => {
  const SIGNED = 'All six have signed, and every citation was verified.';
  /** The paragraph speaks of itself, and so does every revision of it. */
  const VAIN: Script = {
    mapping: () => mapping(),
    composite: (design) => {
      const accounts = settledAccounts(design);
      return composite(design, accounts, {
        decision: decision(design, accounts, { paragraph: `It is cheap.\n${SIGNED}` }),
      });
    },
    audit: () => audit('minor'),
    revision: (design) => {
      const { tool, input } = revision(design);
      const count = design.revisions.length;
      const words = count === 0 ? SIGNED : `Round ${count}: the audit has passed it.`;
      const changes = [{ part: 'paragraph' as const, with: `Cheap. ${words}`, answers: ['F1'] }];
      return { tool, input: { ...input, changes } };
    },
    confirmation: (design) => {
      const [quoted = ''] = [SIGNED, 'the audit has passed it.'].slice(design.revisions.length === 1 ? 0 : 1);
      return confirmation(design, { aboutItself: [quoted] });
    },
  };

  it('J12: the revision takes them out, and the auditor reads that once more, not a third time', () => {
    const world = given({ says: VAIN }).reach('confirming');
    world.contributes('auditor');
    expect(world.design.step).toBe('revising');
    world.contributes('synthesizer');
    expect(world.design.step).toBe('confirming');
    world.contributes('auditor');
    expect(world.design.step).toBe('signing');
    expect(sentencesAboutItself(world.design)).toEqual(['the audit has passed it.']);
  });

  it('J12: a revision that leaves one where it was is refused, with its place', () => {
    const world = given({ says: VAIN }).reach('confirming');
    world.contributes('auditor');
    const elsewhere = { part: 'title' as const, with: 'Move it', answers: ['S1'] };
    expect(
      world.refusesSubmission('synthesizer', revision(world.design, { changes: [elsewhere] })).message,
    ).toBe(
      'S1 still stands in paragraph; change that part so that it says nothing of signatures, audit or checks, which code tells beside the decision.',
    );
    const gone = { part: 'paragraph' as const, with: 'Cheap.', answers: ['S1'] };
    world.submits('synthesizer', revision(world.design, { changes: [gone] }));
    expect(world.design.step).toBe('confirming');
  });

  it('J12: where that revision comes to nothing they stand there, and the design goes on', () => {
    const world = given({ says: VAIN }).reach('confirming');
    world.contributes('auditor');
    world.deadline(`round:${world.design.rounds.at(-1)?.id ?? 'r0'}`);
    expect(world.design.step).toBe('signing');
    expect(sentencesAboutItself(world.design)).toEqual([SIGNED]);
  });

  it('J12: without money for that revision they stand there, and nothing counts as left out for it', () => {
    const world = given({ says: VAIN, settings: { budgetUsd: 10 } }).reach('confirming');
    world.spends('auditor', 10);
    world.contributes('auditor');
    expect(world.design.step).not.toBe('revising');
    expect(world.design.dropped.map(({ kind }) => kind)).not.toContain('revision');
    expect(sentencesAboutItself(world.design)).toEqual([SIGNED]);
  });
});
