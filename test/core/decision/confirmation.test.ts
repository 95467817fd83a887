import { describe, expect, it, test } from 'vitest';
import { findingsOf } from '../../../src/core/decision/findings.ts';
import { contradictionsLeft, findingsLeft } from '../../../src/core/outcome/left-open.ts';
import type { Design } from '../../../src/core/vocabulary/design.ts';
import type { Audit, Confirmation } from '../../../src/core/vocabulary/submission.ts';
import { given, type World } from '../../support/given.ts';
import { MINUTE, type Script } from '../../support/given-start.ts';
import {
  audit,
  confirmation,
  finding,
  mapping,
  revision,
  signature,
} from '../../support/given-submission.ts';

const paragraph = (text: string, answers: string[]) => ({
  answers,
  part: 'paragraph' as const,
  number: '',
  how: 'replace' as const,
  fields: [{ name: 'text', text }],
  rests: [],
});

/** Two that block, a major and a minor finding, all acted on by one change of the paragraph. */
const THREE: Script = {
  mapping: () => mapping(),
  audit: () => audit('blocking', 'blocking', 'major', 'minor'),
  revision: (design) => {
    const findings = findingsOf(design).map(({ id: finding }) => {
      return { finding, where: 'In the paragraph.', done: 'acted_on' as const };
    });
    const answers = findings.map(({ finding }) => finding);
    const written = `One store is easier to run than two, seen ${design.revisions.length + 2} times.`;
    return revision(design, { changes: [paragraph(written, answers)], findings });
  },
};

/** Findings that nothing answers for certain. */
const unanswered = (design: Design) => findingsLeft(design).map(({ id, left }) => `${id} ${left}`);

function confirming(says: Script = THREE): World {
  return given({ says }).reach('confirming');
}

const judged = (finding: string, isAnswered = true) => ({ finding, reason: 'Read again.', isAnswered });
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
      '`findings` says nothing about F1; say whether the changes answer each.',
    ],
    [
      'judges one twice',
      { findings: [...BOTH, judged('F2', false)] },
      'These findings are judged more than once: F2.',
    ],
    [
      'judges one that does not block',
      { findings: [...BOTH, judged('F3')] },
      '`findings` names F3, but only some findings are asked about; they are F1, F2.',
    ],
  ])('J12: a confirmation that %s is refused', (_, changes, message) => {
    expect(refusal(changes).message).toBe(message);
  });

  it('J12: where nothing that blocks was acted on, nobody is asked', () => {
    const world = given({ says: { ...THREE, revision: (design) => revision(design) } }).reach('signing');
    expect(world.design.rounds.some(({ kind }) => kind === 'confirmation')).toBe(false);
    expect(unanswered(world.design)).toEqual(['F1 open', 'F2 open']);
  });
});

describe('J12: a finding that matters is answered where the auditor says so', () => {
  it('J12: one that blocks once it is confirmed, any other once it is acted on', () => {
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
  it('J12: what was confirmed of a text holds as long as it reads the same', () => {
    const world = given({ says: { ...THREE, signing: () => signature({ confidence: 0.2 }) } });
    world.reach('deciding').decidesGate('send_back');
    const findings = findingsOf(world.design).map(({ id: finding }) => {
      return { finding, where: 'In the paragraph.', done: 'acted_on' as const };
    });
    world.submits('synthesizer', revision(world.design, { changes: [], findings }));
    expect(world.design.step).toBe('signing');
    expect(unanswered(world.design)).toEqual([]);
  });
});

describe('J12: an audit answers what it is asked', () => {
  const refused = (changes: Partial<Audit>) => {
    const world = given({ says: { mapping: () => mapping() } }).reach('auditing');
    world.replies('Legal forbids a second vendor. Ask me why.', 'Ana');
    const { tool, input } = audit();
    return world.refusesSubmission('auditor', { tool, input: { ...input, ...changes } }).message;
  };
  const tried = (...claims: string[]) => ({
    refuted: claims.map((claim) => ({ claim, attempt: 'It is old.', stands: true })),
  });

  test.each<[string, Partial<Audit>, string]>([
    ['tries no claim that it is given', tried('A-1'), '`refuted` says nothing about B-1, C-1'],
    ['tries another', tried('A-1', 'B-1', 'C-1', 'Z-9'), '`refuted` names Z-9'],
    [
      'quotes a reply that nobody wrote',
      { findings: [finding({ reply: 'R7', words: 'no' })] },
      'Finding 1 quotes R7; quote one of R1, topic.',
    ],
    [
      'quotes what a person did not write',
      { findings: [finding({ reply: 'R1', words: 'Legal allows it' })] },
      'The words of finding 1 are not in R1',
    ],
    [
      'quotes words of nobody',
      { findings: [finding({ words: 'Legal forbids' })] },
      'Finding 1 quotes nobody',
    ],
  ])('J12: one that %s is refused', (_, changes, words) => {
    expect(refused(changes)).toContain(words);
  });

  it('J12: its verdicts against the decision are findings, and that it misses the question blocks', () => {
    const { tool, input } = audit('minor');
    const no = { reason: 'It is about mails.', verdict: false };
    const refuted = ['A-1', 'B-1', 'C-1'].map((claim) => {
      return { claim, attempt: 'It is old.', stands: claim !== 'B-1' };
    });
    const says: Script = {
      mapping: () => mapping(),
      audit: () => ({ tool, input: { ...input, answersQuestion: no, actsAgainst: no, refuted } }),
    };
    const world = given({ says }).reach('revising');
    expect(findingsOf(world.design).map(({ id, kind, severity }) => [id, kind, severity])).toEqual([
      ['F1', 'edge_case', 'minor'],
      ['F2', 'off_question', 'blocking'],
      ['F3', 'decides_nothing', 'major'],
      ['F4', 'refuted', 'major'],
    ]);
  });
});

describe('J8: what a person said stands until the auditor says that the text does not contradict it', () => {
  function contradicted(isAnswered: boolean): World {
    const world = given({
      says: {
        mapping: () => mapping(),
        audit: () => {
          const { tool, input } = audit();
          const found = finding({ reply: 'R1', words: 'forbids a second vendor' });
          return { tool, input: { ...input, findings: [found] } };
        },
        confirmation: (design) => confirmation(design, { findings: [judged('F1', isAnswered)] }),
      },
    }).reach('answering');
    world.replies('Legal forbids a second vendor. Ask me why.', 'Ana');
    return world;
  }

  it('J8: it is asked about although it is minor, and counts until it is confirmed', () => {
    const world = contradicted(true).reach('confirming');
    expect(contradictionsLeft(world.design).map(({ left }) => left)).toEqual(['unasked']);
    expect(contradictionsLeft(world.reach('signing').design)).toEqual([]);
  });
});
