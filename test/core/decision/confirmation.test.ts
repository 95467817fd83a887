import { describe, expect, it, test } from 'vitest';
import { attemptsOf } from '#core/decision/attempts.ts';
import { isReallyAudited } from '#core/decision/check-audit.ts';
import { findingsOf } from '#core/decision/findings.ts';
import { listContradictions, listSaidWithFates, type SaidFate } from '#core/decision/people.ts';
import { shouldGate } from '#core/outcome/should-gate.ts';
import type { Refusal } from '#core/vocabulary/commands.ts';
import type { Design } from '#core/vocabulary/design.ts';
import { present } from '#core/vocabulary/present.ts';
import { openRound } from '#core/vocabulary/status.ts';
import type { Audit, Submission } from '#core/vocabulary/submission.ts';
import { writeRecordMarkdown } from '#presentation/record/record.ts';
import { caveatsOf } from '../../support/designs/caveats-of.ts';
import { given, type World } from '../../support/designs/given.ts';
import type { Script } from '../../support/designs/given-start.ts';
import {
  audit,
  contradicting,
  mapping,
  refuting,
  revision,
  signature,
} from '../../support/designs/given-submission.ts';
import { allTheSame, findingsSilentAbout, untried } from '../../support/designs/refusals.ts';

const reason = (text: string, answers: string[]) => ({
  answers,
  part: 'sentence' as const,
  number: '2',
  how: 'replace' as const,
  fields: [{ name: 'text', text }],
  rests: [],
});

const unnumbered = (said: string) =>
  `The decision reflects or contradicts ${said} in a sentence: name its number, from 1 to 14, in \`sentence\`.`;

type Submitted = Extract<Submission, { tool: 'submit_audit' }>;

describe('J12: an audit answers what it is asked', () => {
  const refused = (changes: Partial<Audit>) => {
    const world = given({ says: { mapping: () => mapping() } }).reach('answering');
    world.replies('Legal forbids a second vendor. Ask me why.', 'Ana');
    world.reach('auditing');
    const { tool, input } = refuting(world.design, audit());
    const submission = { tool, input: { ...input, ...changes } } as Submission;
    return world.refusesSubmission('auditor', submission);
  };
  const tried = (...names: string[]) => ({
    tried: names.map((what) => ({ what, attempt: `${what} is old.`, holds: 'yes' as const })),
  });
  const said = (
    ...rows: readonly (readonly [said: string, fate: SaidFate, sentence?: string])[]
  ) => ({
    said: rows.map(([name, fate, sentence = '1']) => {
      return { said: name, why: `It says what ${name} says.`, fate, sentence };
    }),
  });
  const ALL = ['A-1', 'B-1', 'C-1', 'step 1'];
  const SENTENCES = 'rejected 1, decision, sentence 1, sentence 2, sentence 3';
  const EACH = [...ALL, ...SENTENCES.split(', ')];
  const hollow = (why: string) => ({
    said: ['R1.1', 'R1.2', 'T.1'].map((name) => {
      return { said: name, why, fate: 'does_not_matter' as const, sentence: '' };
    }),
  });

  test.each<[string, Partial<Audit>, Refusal['code'], string]>([
    [
      'tries no claim or step that it is given',
      tried('A-1'),
      'incomplete',
      untried(`B-1, C-1, step 1, ${SENTENCES}`),
    ],
    [
      'tries another',
      tried(...EACH, 'Z-9'),
      'unknown_reference',
      `\`tried\` names Z-9; it may name ${EACH.join(', ')}.`,
    ],
    [
      'leaves out a sentence of a person',
      said(['T.1', 'reflected'], ['R1.1', 'not_used']),
      'incomplete',
      '`said` says nothing about R1.2.',
    ],
    [
      'judges what nobody said',
      said(['T.1', 'reflected'], ['R1.1', 'not_used'], ['R1.2', 'not_used'], ['R7.1', 'not_used']),
      'unknown_reference',
      '`said` names R7.1; it may name T.1, R1.1, R1.2.',
    ],
    [
      'judges a sentence twice',
      said(['T.1', 'reflected'], ['R1.1', 'not_used'], ['R1.2', 'not_used'], ['R1.2', 'reflected']),
      'invalid',
      '`said` names R1.2 more than once.',
    ],
    [
      'names no sentence that contradicts a person',
      said(['T.1', 'reflected'], ['R1.1', 'contradicted', ''], ['R1.2', 'reflected', '99']),
      'unknown_reference',
      unnumbered('R1.1, R1.2'),
    ],
    [
      'has one word for each',
      {
        tried: EACH.map((what, index) => {
          const attempt = ['Good.', 'Fine.', 'Sound.', 'Yes.'][index % 4] ?? '';
          return { what, attempt, holds: 'yes' as const };
        }),
      },
      'invalid',
      allTheSame('tried'),
    ],
    [
      'says the same of everything',
      hollow('It is about something else.'),
      'invalid',
      allTheSame('said'),
    ],
  ])('J12: one that %s is refused', (_, changes, code, message) => {
    expect(refused(changes)).toEqual({ code, message });
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
    const hollow = ALL.map((what) => ({ what, attempt: 'Good.', holds: 'yes' as const }));
    const unsound = ['step 1', 'Z-9'].map((what) => ({
      what,
      attempt: 'It fails in June.',
      holds: 'no' as const,
    }));
    world.submitsLast('auditor', {
      tool,
      input: { ...input, said: rows, tried: [...hollow, ...unsound] },
    });
    expect(world.design.audit?.audit.said.map((row) => row.said)).toEqual(['R1.1']);
    expect(world.design.audit?.audit.tried.map(({ what }) => what)).toEqual(['A-1', 'B-1', 'C-1']);
    const fates = listSaidWithFates(world.design).map(({ name, fate }) => [name, fate]);
    expect(fates).toContainEqual(['R1.1', 'contradicted']);
    expect(fates).toContainEqual(['R1.2', null]);
    expect(isReallyAudited(world.design)).toBe(false);
  });

  it.each([
    ['tries nothing', []],
    [
      'can tell of nothing',
      ALL.map((what) => ({
        what,
        attempt: `Nothing says if ${what} holds.`,
        holds: 'cannot_tell' as const,
      })),
    ],
  ])('J12: one that %s at its last try is no audit, and opens the gate', (_, tried) => {
    const world = given({ says: { mapping: () => mapping() } }).reach('auditing');
    const { tool, input } = refuting(world.design, audit()) as Submitted;
    world.submitsLast('auditor', { tool, input: { ...input, tried } });
    expect(isReallyAudited(world.design)).toBe(false);
    expect(shouldGate(world.reach('deciding').design)).toContain('not_audited');
    const record = writeRecordMarkdown(world.design);
    expect(record).toContain('It tried nothing');
    expect(record).not.toContain('Nothing to object to');
  });

  test.each([
    ...[
      '1, 99',
      'sentence 1',
      'S1',
      '1.',
      '*Jobs are lost at  a restart.*',
      'are lost at a restart',
    ],
    '1 (rests on A-1): Jobs are lost at a restart.',
  ])('J12: a row that names the sentence of the decision as %s is taken', (sentence) => {
    const world = given({ says: { mapping: () => mapping() } }).reach('auditing');
    const { tool, input } = refuting(world.design, contradicting()) as Submitted;
    world.submits('auditor', {
      tool,
      input: { ...input, said: input.said.map((row) => ({ ...row, sentence })) },
    });
    expect(listContradictions(world.design)[0]?.sentence).toBe('Jobs are lost at a restart.');
  });

  test.each([
    ...[
      'step 1',
      'It keeps the orders for 1 day.',
      'R1.1',
      'Jobs',
      'in 1 place, see sentence 1',
      'sentence',
    ],
  ])('J12: a row whose sentence is “%s” names none, whatever numbers it has', (sentence) => {
    const world = given({ says: { mapping: () => mapping() } }).reach('auditing');
    const { tool, input } = refuting(world.design, contradicting()) as Submitted;
    const said = input.said.map((row) => ({ ...row, sentence }));
    expect(world.refusesSubmission('auditor', { tool, input: { ...input, said } })).toEqual({
      code: 'unknown_reference',
      message: unnumbered('T.1'),
    });
  });

  it('J12: its verdicts against the decision are findings, and that it misses the question blocks', () => {
    const { tool, input } = audit('minor');
    const no = { reason: 'It is about mails.', verdict: false };
    const rows = (design: Design) =>
      attemptsOf(design).map(({ name: what }) => {
        return {
          what,
          attempt: `${what} is old.`,
          holds: what === 'step 1' ? ('no' as const) : ('yes' as const),
        };
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
    const silent = revision(world.design, { findings: [] });
    expect(world.refusesSubmission('synthesizer', silent)).toEqual({
      code: 'incomplete',
      message: findingsSilentAbout('R1.1'),
    });
  });

  it('J8: a note with which a person sends it back is judged after the revision', () => {
    const says: Script = {
      mapping: () => mapping(),
      audit: () => audit(),
      signing: () => signature({ confidence: 0.2 }),
    };
    const world = given({ says }).reach('deciding');
    world.decidesGate('send_back', 'gate-1', 'Mind the freeze.');
    const changes = [reason('One store, and no step in the freeze.', ['N1'])];
    world.submits('synthesizer', revision(world.design, { changes, findings: [] }));
    const { id, kind, said } = present(openRound(world.design), 'the auditor is asked');
    expect([kind, said]).toEqual(['confirmation', ['N1.1']]);
    world.deadline(`round:${id}`);
    expect(caveatsOf(world, 'not_reflected')).toEqual([
      {
        kind: 'not_reflected',
        why: 'not_judged',
        by: 'Ana',
        words: ['Mind the freeze.'],
        count: 1,
      },
    ]);
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
