import { decidedIn } from '../../../src/core/synthesis/decided.ts';
import type { Change } from '../../../src/core/vocabulary/submission.ts';
import { auditing, confirming, type Expected, type Misbehaves, type Mode, revising } from '../mode.ts';
import { namesNobody } from './composite.ts';

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

/** The same, and every change of these parts is called unfounded. */
const CALLS_UNFOUNDED = (part: Change['part']): Misbehaves =>
  confirming((input, { design }) => ({
    ...input,
    unfounded: (design.revisions.at(-1)?.revision.changes ?? []).flatMap((change, index) =>
      change.part === part ? [{ change: String(index + 1), reason: 'No finding asks for that.' }] : [],
    ),
  }));

/** Makes these changes instead, or besides. */
const changes = (change: (made: readonly Change[]) => readonly unknown[]): Misbehaves =>
  revising((input) => ({ ...input, changes: change(input.changes) }));

const CONSIDERED: Misbehaves = revising((input, { design }) => ({
  ...input,
  changes: [
    {
      part: 'paragraph',
      with: `${decidedIn(design)?.decision.paragraph ?? ''} This was considered.`,
      answers: input.findings.map(({ finding }) => finding),
    },
  ],
}));

const says = (sentence: string, ...answers: string[]) => ({ part: 'sentence', with: sentence, answers });

const removesStep = (number: string, ...answers: string[]) => ({
  part: 'remove',
  from: 'step',
  number,
  answers,
});

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
    id: 'major-acted-on-by-a-sentence',
    does: 'A major finding is “acted on” by adding “This was considered.”',
    says: { revision: CONSIDERED },
    expected: { class: 'ready', words: '' },
    seenBy: {
      turn: 'confirmation',
      says: { confirmation: DENIES },
      expected: { class: 'reservation', words: 'major finding' },
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
    expected: { class: 'reservation', words: 'major finding' },
  },
  {
    id: 'turned-into-its-opposite',
    does: 'The revision turns the decision into its opposite, for no finding.',
    says: { revision: changes((made) => [...made, says(OPPOSITE)]) },
    expected: { class: 'reservation', words: 'changed after the audit' },
  },
  {
    id: 'turned-into-its-opposite-for-a-finding',
    does: 'The revision turns the decision into its opposite, and names a finding that does not ask for it.',
    says: { revision: changes((made) => [...made, says(OPPOSITE, 'F2')]) },
    expected: { class: 'ready', words: '' },
    seenBy: {
      turn: 'confirmation',
      says: { confirmation: CALLS_UNFOUNDED('sentence') },
      expected: { class: 'reservation', words: 'changed after the audit' },
    },
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
    expected: { class: 'reservation', words: 'changed after the audit' },
  },
  {
    id: 'all-steps-stripped-for-a-finding',
    does: 'The revision takes all steps away, and says that this answers the finding.',
    says: {
      revision: changes((made) => [
        ...made.filter(({ part }) => part !== 'step'),
        removesStep('1', 'F1'),
        removesStep('2', 'F1'),
      ]),
    },
    expected: { class: 'ready', words: '' },
    seenBy: {
      turn: 'confirmation',
      says: { confirmation: DENIES },
      expected: { class: 'reservation', words: 'major finding' },
    },
  },
  {
    id: 'the-title-changed-for-nothing',
    does: 'The revision changes the title, and names nothing that asks for it.',
    says: {
      revision: changes((made) => [...made, { part: 'title', with: 'Everything moves', answers: [] }]),
    },
    expected: { class: 'reservation', words: 'changed after the audit' },
  },
  {
    id: 'an-account-changed-without-a-change',
    does: 'The revision rejects an adopted claim, and changes no part for it.',
    says: {
      revision: revising((input) => ({
        ...input,
        accounts: [{ claim: 'F-3', disposition: 'rejected', into: '', reason: 'It is not needed.' }],
      })),
    },
    expected: { class: 'reservation', words: 'changed after the audit' },
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
        changes: input.changes.map((change) =>
          change.part === 'paragraph' ? { ...change, with: decidedIn(design)?.decision.paragraph } : change,
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
    says: { revision: changes((made) => made.map((change) => ({ ...change, answers: ['F9'] }))) },
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
    id: 'an-owner-invented-in-the-revision',
    does: 'The revision writes into a step that Ana does it tomorrow.',
    says: {
      revision: changes((made) =>
        made.map((change) =>
          change.part === 'step'
            ? { ...change, with: { ...change.with, owner: 'Ana', date: 'tomorrow' } }
            : change,
        ),
      ),
    },
    expected: { class: 'ready', words: '' },
    holds: namesNobody,
  },
  {
    id: 'revision-refused-however-often',
    does: 'The revision is refused however often it is tried: the audited text stands, with its findings open.',
    says: { revision: revising((input) => ({ ...input, findings: [] })) },
    isStubborn: true,
    expected: { class: 'reservation', words: 'major finding' },
    holds: ({ rounds, turns }) => {
      const ids = rounds.flatMap(({ id, kind }) => (kind === 'revision' ? [id] : []));
      return turns.filter((turn) => ids.includes(turn.roundId)).length <= 2;
    },
  },
  {
    id: 'confirms-nothing',
    does: 'The auditor says of no finding that the change answers it, or that it does not.',
    says: { confirmation: confirming((input) => ({ ...input, findings: [] })) },
    expected: refused('F1'),
  },
  {
    id: 'never-confirms',
    does: 'Nobody who is asked to confirm the revision submits anything.',
    says: { confirmation: () => [] },
    isStubborn: true,
    expected: { class: 'reservation', words: 'nobody has confirmed' },
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
    says: {
      confirmation: confirming((input) => ({
        ...input,
        findings: [...input.findings, { finding: 'F9', isAnswered: true, reason: 'It is.' }],
      })),
    },
    expected: refused('F9'),
  },
  {
    id: 'calls-an-unknown-change-unfounded',
    does: 'The auditor calls a change unfounded that there is not.',
    says: {
      confirmation: confirming((input) => ({ ...input, unfounded: [{ change: '9', reason: 'Why?' }] })),
    },
    expected: refused('9'),
  },
  {
    id: 'quotes-a-sentence-that-is-not-there',
    does: 'The auditor names a sentence about signatures that the decision does not have.',
    says: { confirmation: confirming((input) => ({ ...input, aboutItself: ['All twelve have signed.'] })) },
    expected: refused(),
  },
  {
    id: 'finds-nothing',
    does: 'The auditor finds nothing at all, and nothing is wrong.',
    says: { audit: auditing((input) => ({ ...input, findings: [] })) },
    expected: { class: 'ready', words: '' },
  },
];

function leaves(why: string): Misbehaves {
  return revising((input) => ({
    ...input,
    changes: [],
    findings: input.findings.map((each) => ({ ...each, done: 'left_open', where: why })),
  }));
}
