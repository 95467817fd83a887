import { decidedIn } from '../../../src/core/decision/decided.ts';
import type { Change } from '../../../src/core/vocabulary/submission.ts';
import { auditing, confirming, type Expected, type Misbehaves, type Mode, revising } from '../mode.ts';

const refused = (words = ''): Expected => ({ class: 'refused', words });
const OPPOSITE = 'The job queue stays on Redis, and nothing is moved.';

/** The auditor's first finding blocks. */
const BLOCKS: Misbehaves = auditing((input) => ({
  ...input,
  findings: input.findings.map((each, index) => (index === 0 ? { ...each, severity: 'blocking' } : each)),
}));

/** Two findings, both major. */
const TWO_MAJOR: Misbehaves = auditing((input) => ({
  ...input,
  findings: input.findings.map((each) => ({ ...each, severity: 'major' })),
}));

/** An auditor that reads what was changed, and finds that it answers nothing. */
const DENIES: Misbehaves = confirming((input) => ({
  ...input,
  findings: input.findings.map((each) => ({ ...each, isAnswered: false, reason: 'It is only mentioned.' })),
}));

/** Makes these changes instead, or besides. */
const changes = (change: (made: readonly Change[]) => readonly unknown[]): Misbehaves =>
  revising((input) => ({ ...input, changes: change(input.changes) }));

const change = (part: Change['part'], answers: readonly string[], given: Partial<Change>) => {
  return { answers, part, number: '', how: 'replace', fields: [], rests: [], ...given };
};
const says = (part: Change['part'], text: string, ...answers: string[]) =>
  change(part, answers, { fields: [{ name: 'text', text }] });
const removesStep = (number: string, ...answers: string[]) =>
  change('step', answers, { number, how: 'remove' });

const CONSIDERED: Misbehaves = revising((input, { design }) => ({
  ...input,
  changes: [
    says(
      'paragraph',
      `${decidedIn(design)?.decision.paragraph ?? ''} This was considered.`,
      ...input.findings.map(({ finding }) => finding),
    ),
  ],
}));

/** The audit, its revision, and the auditor's reading of that. */
export const REVISION: readonly Mode[] = [
  {
    id: 'no-audit',
    does: 'Nobody who is asked to audit submits anything.',
    says: { audit: () => [] },
    isStubborn: true,
    expected: { class: 'gate', words: 'not audited' },
  },
  {
    id: 'a-finding-with-an-invented-source',
    does: 'A finding cites what does not stand there.',
    says: {
      audit: auditing((input) => ({
        ...input,
        findings: input.findings.map((each) => ({
          ...each,
          citation: { place: 'src/queue/redis.ts:2', quote: 'jobs are always safe here' },
        })),
      })),
    },
    expected: refused(),
  },
  {
    id: 'blocking-acted-on-by-a-sentence',
    does: 'A blocking finding is “acted on” by adding “This was considered.”',
    given: { audit: BLOCKS },
    says: { revision: CONSIDERED },
    expected: { class: 'ready', words: '' },
    seenBy: {
      turn: 'confirmation',
      says: { confirmation: DENIES },
      expected: { class: 'gate', words: 'blocking finding' },
    },
  },
  {
    id: 'blocking-left-open',
    does: 'The revision leaves a blocking finding open.',
    given: { audit: BLOCKS },
    says: { revision: leaves('No.') },
    expected: { class: 'gate', words: 'blocking finding' },
  },
  {
    id: 'majors-left-open-with-no',
    does: 'The revision leaves two major findings open: “No.”',
    given: { audit: TWO_MAJOR },
    says: { revision: leaves('No.') },
    expected: { class: 'caveat', words: 'major finding' },
  },
  {
    id: 'turned-into-its-opposite',
    does: 'The revision turns the decision into its opposite, for no finding.',
    says: { revision: changes((made) => [...made, says('sentence', OPPOSITE)]) },
    expected: refused('answers'),
  },
  {
    id: 'all-steps-stripped',
    does: 'The revision takes all steps away, for no finding.',
    says: {
      revision: revising((input) => ({
        ...input,
        changes: [...input.changes.filter(({ part }) => part !== 'step'), removesStep('1'), removesStep('2')],
        findings: input.findings.map((each) =>
          each.finding === 'F1'
            ? { ...each, done: 'left_open', where: 'There is no such step any more.' }
            : each,
        ),
      })),
    },
    expected: refused('answers'),
  },
  {
    id: 'acted-on-without-a-change',
    does: 'The revision says that all is acted on, and changes nothing.',
    says: { revision: changes(() => []) },
    expected: refused('F1'),
  },
  {
    id: 'a-named-part-that-stays',
    does: 'The revision names a part for a finding and leaves it as it was.',
    says: {
      revision: revising((input, { design }) => ({
        ...input,
        changes: input.changes.map((each) =>
          each.part === 'paragraph'
            ? says('paragraph', decidedIn(design)?.decision.paragraph ?? '', ...each.answers)
            : each,
        ),
      })),
    },
    expected: refused('paragraph'),
  },
  {
    id: 'a-finding-forgotten',
    does: 'The revision says nothing of a finding.',
    says: { revision: revising((input) => ({ ...input, findings: input.findings.slice(1) })) },
    expected: refused('F1'),
  },
  {
    id: 'a-finding-answered-twice',
    does: 'The revision answers one finding twice.',
    says: { revision: revising((input) => ({ ...input, findings: [...input.findings, ...input.findings] })) },
    expected: refused('more than once'),
  },
  {
    id: 'a-change-for-an-unknown-finding',
    does: 'A change names a finding that there is not.',
    says: { revision: changes((made) => made.map((each) => ({ ...each, answers: ['F9'] }))) },
    expected: refused('F9'),
  },
  {
    id: 'a-change-of-a-missing-part',
    does: 'A change names a ninth step of two.',
    says: { revision: changes((made) => [...made, removesStep('9', 'F1')]) },
    expected: refused('9'),
  },
  {
    id: 'one-part-changed-twice',
    does: 'Two changes name one part.',
    says: { revision: changes((made) => [...made, ...made]) },
    expected: refused(),
  },
  {
    id: 'revision-refused-however-often',
    does: 'The revision is refused however often it is tried: the audited text stands, with its findings open.',
    says: { revision: revising((input) => ({ ...input, findings: [] })) },
    isStubborn: true,
    expected: { class: 'caveat', words: 'major finding' },
    holds: ({ rounds, turns }) => {
      const ids = rounds.flatMap(({ id, kind }) => (kind === 'revision' ? [id] : []));
      return turns.filter((turn) => ids.includes(turn.roundId)).length <= 2;
    },
  },
  {
    id: 'confirms-nothing',
    does: 'The auditor says of no finding that the change answers it, or that it does not.',
    given: { audit: BLOCKS },
    says: { confirmation: confirming((input) => ({ ...input, findings: [] })) },
    expected: refused('F1'),
  },
  {
    id: 'never-confirms-a-blocking-one',
    does: 'Nobody confirms that a blocking finding is answered.',
    given: { audit: BLOCKS },
    says: { confirmation: () => [] },
    isStubborn: true,
    expected: { class: 'gate', words: 'nobody has confirmed' },
  },
  {
    id: 'confirms-an-unknown-finding',
    does: 'The auditor confirms a finding that there is not.',
    given: { audit: BLOCKS },
    says: {
      confirmation: confirming((input) => ({
        ...input,
        findings: [...input.findings, { finding: 'F9', isAnswered: true, reason: 'It is.' }],
      })),
    },
    expected: refused('F9'),
  },
  {
    id: 'finds-nothing',
    does: 'The auditor finds nothing at all, though they differ on what matters most.',
    says: { audit: auditing((input) => ({ ...input, findings: [] })) },
    expected: { class: 'caveat', words: 'the audit found nothing' },
  },
];

function leaves(why: string): Misbehaves {
  return revising((input) => ({
    ...input,
    changes: [],
    findings: input.findings.map((each) => ({ ...each, done: 'left_open', where: why })),
  }));
}
