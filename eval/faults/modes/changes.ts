import { decidedOf } from '#core/decision/decided.ts';
import type { Change } from '#core/vocabulary/submission.ts';
import {
  auditing,
  caveat,
  confirming,
  type Expected,
  finds,
  gate,
  type Misbehaves,
  type Mode,
  type Modes,
  READY,
  refuses,
  revising,
  type Script,
} from '../mode.ts';
import { writes } from './content.ts';

/** The finding of the honest audit that a revision answers. */
const FINDING = 'F1';

const change = (part: Change['part'], given: Partial<Change>): Change => {
  return { answers: [FINDING], part, number: '', how: 'replace', fields: [], rests: [], ...given };
};
const fields = (item: Readonly<Record<string, string>>) =>
  Object.entries(item).map(([name, text]) => ({ name, text }));
export const replaces = (
  part: Change['part'],
  number: string,
  item: Readonly<Record<string, string>>,
  rests: string[] = [],
) => change(part, { number, fields: fields(item), rests });
export const inserts = (
  part: Change['part'],
  item: Readonly<Record<string, string>>,
  rests: string[] = [],
) => change(part, { how: 'insert', fields: fields(item), rests });
/** Another sentence, which rests on the same claim as before. */
const rewords = (number: string, text: string) => replaces('sentence', number, { text }, ['B-1']);
export const removes = (part: Change['part'], number: string) =>
  change(part, { number, how: 'remove' });

/** Beside what the finding asks for, or instead of it. */
export const changesBeside = (...more: readonly Change[]): Misbehaves =>
  revising((input) => ({ ...input, changes: [...input.changes, ...more] }));
const changesOnly = (...these: readonly Change[]): Misbehaves =>
  revising((input) => ({ ...input, changes: these }));

/**
 * An auditor that reads the changes, and of this one says that it does harm, or that it does not
 * answer.
 */
const finding = (index: number, verdict: 'harms' | 'does_not'): Misbehaves =>
  confirming((input) => ({
    ...input,
    changes: input.changes.map((row, at) =>
      at === index
        ? { ...row, verdict, reason: 'Nobody asked for this, and something is lost.' }
        : row,
    ),
  }));

const LEGAL = 'Legal has approved the move.';
/** An audit that refutes the one sentence that is wrong. */
const APPROVED: Script = {
  ...writes(({ sentences }) => ({
    sentences: [...sentences, { part: 'why', text: LEGAL, rests: ['F-3'] }],
  })),
  audit: auditing((input) => ({
    ...input,
    tried: input.tried.map((row) =>
      row.what === 'sentence 4'
        ? { ...row, holds: 'no' as const, attempt: 'Nothing says that Legal has approved.' }
        : row,
    ),
  })),
};
/** The sentence goes, and its words come back. */
const changesForRefuted = (...back: readonly Change[]): Misbehaves =>
  revising((input) => ({
    ...input,
    changes: [
      ...input.changes.filter(({ part }) => part !== 'sentence'),
      ...[removes('sentence', '4'), ...back].map((each) => ({ ...each, answers: ['F3'] })),
    ],
  }));

type Row = readonly [says: Misbehaves, index: number, looked: Expected];

/**
 * Changes that say something wrong; the index of the wrong one, and what comes of one honest row.
 */
const WRONG: Readonly<Record<string, Row>> = {
  'answered-with-the-opposite-of-the-decision': [
    changesOnly(
      replaces('decision', '', {
        text: 'The job queue stays on Redis, and nothing is moved to Postgres.',
      }),
    ),
    0,
    caveat('finding_open'),
  ],
  'answered-with-a-step-that-empties-a-bucket': [
    changesBeside(
      inserts(
        'step',
        { title: 'Empty the bucket of backups', detail: 'On Monday at noon.', undo: '' },
        ['B-1'],
      ),
    ),
    1,
    caveat('finding_open'),
  ],
  'answered-by-taking-the-only-risk-out': [
    changesBeside(removes('risk', '1')),
    1,
    caveat('finding_open'),
  ],
  'answered-with-a-sentence-nobody-asked-for': [
    changesBeside(
      inserts(
        'sentence',
        { part: 'why', text: 'Legal has approved the move, and three rivals did the same.' },
        ['B-1'],
      ),
    ),
    1,
    caveat('finding_open'),
  ],
  'answered-with-another-figure': [
    changesBeside(rewords('3', 'Two stores are written for two years.')),
    1,
    caveat('finding_open'),
  ],
  'answered-with-a-negated-reason': [
    changesBeside(rewords('2', 'No restart of Redis has ever lost a job.')),
    1,
    caveat('finding_open'),
  ],
  'answered-by-dropping-the-switch': [
    changesBeside(replaces('step', '1', { detail: 'For every kind of job at once.' })),
    1,
    caveat('finding_open'),
  ],
  'answered-by-an-undo-that-undoes-nothing': [
    changesOnly(replaces('step', '2', { undo: 'Nothing has to be undone.' })),
    0,
    caveat('finding_open'),
  ],
  'answered-with-a-promise-of-somebody': [
    changesBeside(
      inserts('risk', {
        risk: 'None that operations has not agreed to carry.',
        signal: 'Operations calls.',
      }),
    ),
    1,
    caveat('finding_open'),
  ],
  'answered-by-taking-out-what-becomes-harder': [
    changesBeside(removes('sentence', '3')),
    1,
    caveat('finding_open'),
  ],
  'answered-by-resting-on-another-claim': [
    changesBeside(change('rests', { rests: ['B-1'] })),
    1,
    caveat('finding_open'),
  ],
  'answered-by-rejecting-a-way-for-nothing': [
    changesBeside(
      replaces('rejected', '1', {
        reason: 'Redis is the newer of the two.',
        outweighed: 'It is newer.',
      }),
    ),
    1,
    caveat('finding_open'),
  ],
  'answered-by-a-fact-to-look-at-that-never-comes': [
    changesBeside(
      inserts('revisitIf', { fact: 'Somebody feels that it is slower.', until: 'the day it is' }),
    ),
    1,
    caveat('finding_open'),
  ],
  // Another change names the step by its number, so it cannot be taken out.
  'a-harmful-step-that-another-change-names': [
    changesOnly(
      change('step', {
        number: '1',
        how: 'insert',
        fields: fields({ title: 'Delete the jobs on Redis', detail: 'At night.', undo: '' }),
        rests: ['B-1'],
      }),
      replaces('step', '2', { undo: 'Restore what step 1 has deleted.' }),
    ),
    0,
    gate('change_not_confirmed'),
  ],
};

/** Of a change that is only talk the auditor says that it does not answer. */
const TALK: Readonly<Record<string, Misbehaves>> = {
  'answered-with-talk': changesOnly(
    rewords(
      '2',
      'A restart of Redis has lost jobs; writing twice costs two weeks, and taking back was considered.',
    ),
  ),
  'answered-in-another-step': changesOnly(
    replaces('step', '1', { detail: 'Behind a switch, for every kind of job, with care.' }),
  ),
  'answered-with-a-promise-to-look': changesOnly(
    inserts('risk', { risk: 'A kind of job is hard to take back.', signal: 'Somebody looks.' }),
  ),
};

function seenByOneRow(says: Misbehaves, looks: Misbehaves, expected: Expected): Omit<Mode, 'id'> {
  return {
    says: { revision: says },
    ...{ sees: 'changed', expected: READY },
    seenBy: { turn: 'confirmation', says: { confirmation: looks }, expected },
  };
}

const MINOR = finds({ severity: 'minor' }, { severity: 'minor' });

/** What is changed after the audit, and who looks at it. */
export const CHANGES: Modes = {
  ...Object.fromEntries(
    Object.entries(WRONG).map(([id, [says, index, expected]]) => [
      id,
      seenByOneRow(says, finding(index, 'harms'), expected),
    ]),
  ),
  ...Object.fromEntries(
    Object.entries(TALK).map(([id, says]) => [
      id,
      seenByOneRow(says, finding(0, 'does_not'), gate('finding_open')),
    ]),
  ),
  'a-minor-finding-changes-nothing': {
    given: { audit: MINOR },
    ...{ sees: 'nothing', expected: READY },
    holds: ({ rounds, revisions }) =>
      revisions.length === 0 &&
      rounds.every(({ kind }) => kind !== 'revision' && kind !== 'confirmation'),
  },
  'a-minor-finding-is-answered-beside-another': refuses('F2', {
    revision: changesBeside({
      ...replaces('decision', '', { text: 'The job queue stays on Redis.' }),
      answers: ['F2'],
    }),
  }),
  'a-finding-is-answered-beside-another-part-of-no-finding': refuses('F9', {
    revision: changesBeside({ ...removes('risk', '1'), answers: ['F9'] }),
  }),
  // The auditor's row for a sentence that was changed, against what it rests on.
  'a-changed-sentence-that-nothing-carries': {
    says: {
      revision: changesBeside(rewords('2', 'Six restarts of Redis have lost jobs.')),
    },
    ...{ sees: 'changed', expected: READY },
    seenBy: {
      turn: 'confirmation',
      says: {
        confirmation: confirming((input) => ({
          ...input,
          tried: input.tried.map((row) => ({
            ...row,
            holds: 'no' as const,
            attempt: 'It says one restart.',
          })),
        })),
      },
      expected: caveat('not_carried'),
    },
  },
  'what-the-audit-refuted-comes-back-as-a-risk': {
    given: APPROVED,
    ...refuses('says what the audit refuted', {
      revision: changesForRefuted(inserts('risk', { risk: LEGAL, signal: 'Legal calls.' })),
    }),
  },
  'what-the-audit-refuted-comes-back-on-another-claim': {
    says: {
      ...APPROVED,
      revision: changesForRefuted(inserts('sentence', { part: 'why', text: LEGAL }, ['F-2'])),
    },
    isStubborn: true,
    expected: { ...caveat('not_carried'), page: '*(unsupported)*' },
  },
  'another-base-does-harm': {
    given: { audit: finds({ severity: 'blocking' }) },
    says: {
      revision: revising((input) => ({
        ...input,
        base: 'E',
        changes: [
          ...input.changes,
          replaces('decision', '', { text: 'The job queue moves to Postgres in two small steps.' }),
        ],
      })),
      confirmation: finding(2, 'harms'),
    },
    expected: gate('change_not_confirmed'),
  },
  'half-of-the-changes-are-judged': {
    given: { revision: changesBeside(removes('risk', '1')) },
    ...refuses('change 2', {
      confirmation: confirming((input) => ({ ...input, changes: input.changes.slice(0, 1) })),
    }),
  },
  'half-of-the-changes-are-judged-to-the-end': {
    given: { revision: changesBeside(removes('risk', '1')) },
    says: {
      confirmation: confirming((input) => ({ ...input, changes: input.changes.slice(0, 1) })),
    },
    isStubborn: true,
    ...{ sees: 'code', expected: gate('finding_open') },
  },
  'the-same-word-for-every-change': {
    given: {
      revision: changesBeside(
        removes('risk', '1'),
        rewords('3', 'Two stores are written for some weeks.'),
      ),
    },
    says: {
      confirmation: confirming((input) => ({
        ...input,
        changes: input.changes.map((row) => ({ ...row, reason: 'Fine.' })),
      })),
    },
    isStubborn: true,
    ...{ sees: 'code', expected: gate('finding_open') },
  },
  'nobody-confirms-the-changes': {
    says: { confirmation: () => [] },
    isStubborn: true,
    ...{ sees: 'code', expected: gate('finding_open') },
  },
  'nobody-confirms-a-change-for-a-person': {
    given: {
      audit: auditing((input) => ({
        ...input,
        findings: [],
        said: input.said.map((row) =>
          row.said === 'R2.1' ? { ...row, fate: 'contradicted' as const, sentence: '1' } : row,
        ),
      })),
    },
    says: { confirmation: () => [] },
    isStubborn: true,
    ...{ sees: 'code', expected: gate('change_not_confirmed') },
    holds: (design) => decidedOf(design) !== null,
  },
};
