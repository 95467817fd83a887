import { describe, expect, it, test } from 'vitest';
import { attemptsOf, isReallyAudited } from '../../../src/core/decision/check-audit.ts';
import { findingsOf } from '../../../src/core/decision/findings.ts';
import { listContradictions, listSaidWithFates, type SaidFate } from '../../../src/core/decision/people.ts';
import { caveatsIn } from '../../../src/core/outcome/caveats/all.ts';
import { listFindingsLeft } from '../../../src/core/outcome/left-open.ts';
import type { Design } from '../../../src/core/vocabulary/design.ts';
import type { Audit, Confirmation, Submission } from '../../../src/core/vocabulary/submission.ts';
import { given, type World } from '../../support/designs/given.ts';
import { MINUTE, type Script } from '../../support/designs/given-start.ts';
import {
  audit,
  confirmation,
  contradicting,
  mapping,
  refuting,
  revision,
  signature,
} from '../../support/designs/given-submission.ts';

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
const unanswered = (design: Design) => listFindingsLeft(design).map(({ id, left }) => `${id} ${left}`);

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
    ['judges one twice', { findings: [...BOTH, judged('F2', false)] }, '`findings` names F2 more than once.'],
    [
      'judges one that does not block',
      { findings: [...BOTH, judged('F3')] },
      '`findings` names F3; it may name F1, F2.',
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

  it('J12: at the last try one verdict on a finding stands, and of two on one finding neither', () => {
    const world = confirming();
    const findings = [judged('F1'), judged('F2'), judged('F1', false)];
    const row = { said: 'R7.1', why: 'Nobody said it.', fate: 'reflected' as const, sentence: '1' };
    world.submitsLast('auditor', confirmation(world.design, { findings, said: [row] }));
    expect(unanswered(world.design)).toEqual(['F1 unasked']);
    expect(world.design.confirmation?.confirmation.said).toEqual([]);
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

type Submitted = Extract<Submission, { tool: 'submit_audit' }>;

describe('J12: an audit answers what it is asked', () => {
  const refused = (changes: Partial<Audit>) => {
    const world = given({ says: { mapping: () => mapping() } }).reach('answering');
    world.replies('Legal forbids a second vendor. Ask me why.', 'Ana');
    world.reach('auditing');
    const { tool, input } = refuting(world.design, audit());
    const submission = { tool, input: { ...input, ...changes } } as Submission;
    return world.refusesSubmission('auditor', submission).message;
  };
  const tried = (...names: string[]) => ({
    tried: names.map((what) => ({ what, attempt: `${what} is old.`, holds: true })),
  });
  const said = (...rows: readonly (readonly [said: string, fate: SaidFate, sentence?: string])[]) => ({
    said: rows.map(([name, fate, sentence = '1']) => {
      return { said: name, why: `It says what ${name} says.`, fate, sentence };
    }),
  });
  const ALL = ['A-1', 'B-1', 'C-1', 'step 1'];
  const hollow = (why: string) => ({
    said: ['R1.1', 'R1.2', 'T.1'].map((name) => {
      return { said: name, why, fate: 'does_not_matter' as const, sentence: '' };
    }),
  });

  test.each<[string, Partial<Audit>, string]>([
    ['tries no claim or step that it is given', tried('A-1'), '`tried` says nothing about B-1, C-1, step 1'],
    ['tries another', tried(...ALL, 'Z-9'), '`tried` names Z-9'],
    [
      'leaves out a sentence of a person',
      said(['T.1', 'reflected'], ['R1.1', 'not_used']),
      '`said` says nothing about R1.2',
    ],
    [
      'judges what nobody said',
      said(['T.1', 'reflected'], ['R1.1', 'not_used'], ['R1.2', 'not_used'], ['R7.1', 'not_used']),
      '`said` names R7.1',
    ],
    [
      'judges a sentence twice',
      said(['T.1', 'reflected'], ['R1.1', 'not_used'], ['R1.2', 'not_used'], ['R1.2', 'reflected']),
      '`said` names R1.2 more than once',
    ],
    [
      'names no sentence that contradicts a person',
      said(['T.1', 'reflected'], ['R1.1', 'contradicted', ''], ['R1.2', 'reflected', '99']),
      'The decision reflects or contradicts R1.1, R1.2 in a sentence: name its number, from 1 to',
    ],
    [
      'has one word for each',
      {
        tried: ['Good.', 'Fine.', 'Sound.', 'Yes.'].map((attempt, index) => {
          return { what: ALL[index] ?? '', attempt, holds: true };
        }),
      },
      'The rows of `tried` are all the same or of one word',
    ],
    ['says the same of everything', hollow('It is about something else.'), 'all the same or of one word'],
  ])('J12: one that %s is refused', (_, changes, words) => {
    expect(refused(changes)).toContain(words);
  });

  it('J12: at its last try the sound rows stand, and one that says nothing is no audit', () => {
    const world = given({ says: { mapping: () => mapping() } }).reach('answering');
    world.replies('Legal forbids a second vendor. Ask me why.', 'Ana');
    world.reach('auditing');
    const { tool, input } = audit();
    const rows = said(
      ['R1.1', 'contradicted', 'none'],
      ['R1.2', 'reflected', '99'],
      ['R7.1', 'reflected'],
    ).said;
    const hollow = ALL.map((what) => ({ what, attempt: 'Good.', holds: true }));
    const unsound = ['step 1', 'Z-9'].map((what) => ({ what, attempt: 'It fails in June.', holds: false }));
    world.submitsLast('auditor', { tool, input: { ...input, said: rows, tried: [...hollow, ...unsound] } });
    expect(world.design.audit?.audit.said.map((row) => row.said)).toEqual(['R1.1']);
    expect(world.design.audit?.audit.tried.map(({ what }) => what)).toEqual(['A-1', 'B-1', 'C-1']);
    const fates = listSaidWithFates(world.design).map(({ name, fate }) => [name, fate]);
    expect(fates).toContainEqual(['R1.1', 'contradicted']);
    expect(fates).toContainEqual(['R1.2', null]);
    expect(isReallyAudited(world.design)).toBe(false);
  });

  test.each(['1, 99', 'sentence 1', 'S1', '*Jobs are lost at  a restart.*'])(
    'J12: a row that names the sentence of the decision as %s is taken',
    (sentence) => {
      const world = given({ says: { mapping: () => mapping() } }).reach('auditing');
      const { tool, input } = refuting(world.design, contradicting()) as Submitted;
      world.submits('auditor', {
        tool,
        input: { ...input, said: input.said.map((row) => ({ ...row, sentence })) },
      });
      expect(listContradictions(world.design)[0]?.sentence).toBe('Jobs are lost at a restart.');
    },
  );

  it('J12: its verdicts against the decision are findings, and that it misses the question blocks', () => {
    const { tool, input } = audit('minor');
    const no = { reason: 'It is about mails.', verdict: false };
    const rows = (design: Design) =>
      attemptsOf(design).map(({ name: what }) => {
        return { what, attempt: `${what} is old.`, holds: what !== 'step 1' };
      });
    const says: Script = {
      mapping: () => mapping(),
      audit: (design) => ({ tool, input: { ...input, answersQuestion: no, tried: rows(design) } }),
    };
    const world = given({ says }).reach('revising');
    expect(findingsOf(world.design).map(({ id, kind, severity }) => [id, kind, severity])).toEqual([
      ['F1', 'edge_case', 'minor'],
      ['F2', 'off_question', 'blocking'],
      ['F3', 'refuted', 'major'],
    ]);
  });
});

describe('J8: what a person said stands until the auditor says that the text does not contradict it', () => {
  function contradicted(): World {
    const world = given({
      says: { mapping: () => mapping(), audit: () => contradicting('R1.1') },
    }).reach('answering');
    world.replies('Legal forbids a second vendor. Ask me why.', 'Ana');
    return world;
  }

  it('J8: a contradicted sentence counts until a confirmation gives it another fate', () => {
    const world = contradicted().reach('confirming');
    expect(listContradictions(world.design).map(({ name }) => name)).toEqual(['R1.1']);
    expect(listContradictions(world.reach('signing').design)).toEqual([]);
  });

  it('J8: a revision that says nothing about a contradicted sentence is refused', () => {
    const world = contradicted().reach('revising');
    const { message } = world.refusesSubmission('synthesizer', revision(world.design, { findings: [] }));
    expect(message).toContain('`findings` says nothing about R1.1');
  });

  it('J8: a note with which a person sends it back is judged after the revision', () => {
    const says: Script = { ...THREE, audit: () => audit(), signing: () => signature({ confidence: 0.2 }) };
    const world = given({ says }).reach('deciding');
    world.decidesGate('send_back', 'gate-1', 'Mind the freeze.');
    const changes = [paragraph('One store, and no step in the freeze.', ['note'])];
    world.submits('synthesizer', revision(world.design, { changes, findings: [] }));
    expect(world.design.rounds.at(-1)).toMatchObject({ kind: 'confirmation', said: ['N1.1'] });
    world.deadline(`round:${world.design.rounds.at(-1)?.id ?? 'r0'}`);
    expect(caveatsIn(world.design)).toContainEqual(expect.objectContaining({ why: 'not_judged', unread: 1 }));
  });

  it('J8: a row is void once its reply is edited', () => {
    const world = contradicted().reach('signing');
    const [reply] = world.design.replies;
    const edit = { replyId: reply?.id ?? '', author: 'Ana', text: 'Legal forbids it. Ask me why.' };
    world.when({ type: 'revise_reply', ...edit });
    const judged = listSaidWithFates(world.design).filter(({ fate }) => fate === null);
    expect(judged.map(({ name }) => name)).toEqual(['R2.1', 'R2.2']);
  });
});
