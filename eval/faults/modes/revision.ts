import { decidedOf } from '#core/decision/decided.ts';
import type { Change } from '#core/vocabulary/submission.ts';
import {
  auditing,
  caveat,
  confirming,
  finds,
  gate,
  type Misbehaves,
  type Modes,
  refused,
  refuses,
  revising,
  type Scene,
  turnsOf,
} from '../mode.ts';

const OPPOSITE = 'The job queue stays on Redis, and nothing is moved.';

const INVENTED = {
  citation: { place: 'src/queue/redis.ts:2', quote: 'jobs are always safe here' },
};
const BLOCKS = finds({ severity: 'blocking' });
const TWO_MAJOR = finds({ severity: 'major' }, { severity: 'major' });

const changes = (change: (made: readonly Change[]) => readonly unknown[]): Misbehaves =>
  revising((input) => ({ ...input, changes: change(input.changes) }));

const change = (part: Change['part'], answers: readonly string[], given: Partial<Change>) => {
  return { answers, part, number: '', how: 'replace', fields: [], rests: [], ...given };
};
const says = (text: string, ...answers: string[]) =>
  change('sentence', answers, { number: '2', fields: [{ name: 'text', text }] });
const reasonOf = (design: Scene['design']) => decidedOf(design)?.decision.sentences[1]?.text ?? '';
const removesStep = (number: string, ...answers: string[]) =>
  change('step', answers, { number, how: 'remove' });

const CONSIDERED: Misbehaves = revising((input, { design }) => ({
  ...input,
  changes: [
    says(
      `${reasonOf(design)} This was considered.`,
      ...input.findings.map(({ finding }) => finding),
    ),
  ],
}));

export const REVISION: Modes = {
  'no-audit': {
    says: { audit: () => [] },
    isStubborn: true,
    expected: gate('not_audited'),
  },
  'a-finding-with-an-invented-source': refuses('', { audit: finds(INVENTED, INVENTED) }),
  'blocking-acted-on-by-a-sentence': {
    given: { audit: BLOCKS },
    says: { revision: CONSIDERED },
    ...{ sees: 'code', expected: caveat('not_carried') },
  },
  'blocking-left-open': {
    given: { audit: BLOCKS },
    says: { revision: leaves('No.') },
    expected: gate('finding_open'),
  },
  'majors-left-open-with-no': {
    given: { audit: TWO_MAJOR },
    says: { revision: leaves('No.') },
    expected: caveat('finding_open'),
  },
  // The audit's verdict on a step is a finding, whether or not the audit files one.
  'a-step-that-does-not-hold-is-left-open': {
    given: {
      audit: auditing((input) => ({
        ...input,
        tried: input.tried.map((row) =>
          row.what === 'step 1' ? { ...row, holds: 'no' as const } : row,
        ),
        findings: [],
      })),
    },
    says: { revision: leaves('No.') },
    expected: caveat('finding_open'),
  },
  'turned-into-its-opposite': refuses('answers', {
    revision: changes((made) => [...made, says('sentence', OPPOSITE)]),
  }),
  'all-steps-stripped': refuses('answers', {
    revision: revising((input) => ({
      ...input,
      changes: [
        ...input.changes.filter(({ part }) => part !== 'step'),
        removesStep('1'),
        removesStep('2'),
      ],
      findings: input.findings.map((each) =>
        each.finding === 'F1'
          ? { ...each, done: 'left_open', where: 'There is no such step any more.' }
          : each,
      ),
    })),
  }),
  'acted-on-without-a-change': refuses('F1', { revision: changes(() => []) }),
  'a-named-part-that-stays': refuses('sentence 2', {
    revision: revising((input, { design }) => ({
      ...input,
      changes: [...input.changes, says(reasonOf(design), 'F1')],
    })),
  }),
  'a-finding-forgotten': refuses('F1', {
    revision: revising((input) => ({ ...input, findings: input.findings.slice(1) })),
  }),
  'a-finding-answered-twice': refuses('more than once', {
    revision: revising((input) => ({ ...input, findings: [...input.findings, ...input.findings] })),
  }),
  'a-change-for-an-unknown-finding': refuses('F9', {
    revision: changes((made) => made.map((each) => ({ ...each, answers: ['F9'] }))),
  }),
  'a-change-of-a-missing-part': refuses('9', {
    revision: changes((made) => [...made, removesStep('9', 'F1')]),
  }),
  'one-part-changed-twice': refuses('', { revision: changes((made) => [...made, ...made]) }),
  'revision-refused-however-often': {
    says: { revision: revising((input) => ({ ...input, findings: [] })) },
    isStubborn: true,
    expected: caveat('finding_open'),
    holds: (design) => turnsOf(design, 'revision').length <= 2,
  },
  'confirms-nothing': {
    given: { audit: BLOCKS },
    says: { confirmation: confirming((input) => ({ ...input, changes: [] })) },
    expected: refused('change 1'),
  },
  'never-confirms-a-blocking-one': {
    given: { audit: BLOCKS },
    says: { confirmation: () => [] },
    isStubborn: true,
    expected: gate('finding_open'),
  },
  'confirms-an-unknown-change': {
    given: { audit: BLOCKS },
    says: {
      confirmation: confirming((input) => ({
        ...input,
        changes: [...input.changes, { change: 'change 9', verdict: 'answers', reason: 'It is.' }],
      })),
    },
    expected: refused('change 9'),
  },
};

function leaves(why: string): Misbehaves {
  return revising((input) => ({
    ...input,
    changes: [],
    findings: input.findings.map((each) => ({ ...each, done: 'left_open', where: why })),
  }));
}
