import { describe, expect, it } from 'vitest';
import { adrMarkdown } from '../../../../src/core/presentation/decision/adr.ts';
import { briefMarkdown } from '../../../../src/core/presentation/decision/brief.ts';
import { recordMarkdown } from '../../../../src/core/presentation/record/record.ts';
import { finding } from '../../../support/given-submission.ts';
import { completed, type Happenings } from '../../../support/sample-design.ts';

const MAJOR: NonNullable<Happenings['findings']> = [
  finding({ kind: 'edge_case', severity: 'major', text: 'Delayed jobs are lost.' }),
];
const under = (heading: string, text: string) => text.split(`\n${heading}\n`)[1]?.split('\n## ')[0] ?? '';

describe('who holds what', () => {
  it('the record names the holders of each position, and those of none', () => {
    const { design } = completed({ difference: 'unresolved' });
    const divergences = design.divergences.map((each) => ({
      ...each,
      arguments: each.arguments.map((argument) =>
        ['subtractor', 'migrationist'].includes(argument.participant)
          ? { ...argument, position: '' as const, changedBy: ['A-2'] }
          : argument,
      ),
    }));
    expect(recordMarkdown({ ...design, divergences })).toMatch(
      /After arguing: \*\*1a\*\* 2 \(Archaeologist 0\.8, Failure analyst 0\.8\) · \*\*1b\*\* 0 · \*\*none of the positions\*\* 2/,
    );
  });

  it('the record names the holders of a difference of low impact', () => {
    const { design } = completed({ difference: 'unresolved' });
    const divergences = design.divergences.map((each) => ({ ...each, impact: 'low' as const }));
    expect(recordMarkdown({ ...design, divergences })).toContain('(Archaeologist, Failure analyst)');
  });
});

describe('a dissent', () => {
  it('J5: its reason is its headline in the brief, the decision record and the record', () => {
    const { design } = completed({ dissent: 'I do not sign. Step 1 finds every order.' });
    const signatures = design.signatures.map((each) =>
      each.verdict === 'dissents' ? { ...each, reason: 'Step 1 is enough.' } : each,
    );
    for (const page of [briefMarkdown, adrMarkdown, recordMarkdown]) {
      expect(page({ ...design, signatures })).toContain(
        '**Migrationist dissents: Step 1 is enough.**\n\n> I do not sign. Step 1 finds every order.\n',
      );
    }
  });
});

describe('the record of a revision and of the signatures', () => {
  const { design } = completed({ findings: MAJOR });
  const [revision] = design.revisions;
  if (revision === undefined) throw new Error('the story has a revision');
  const { at, participant, roundId, turnId } = revision;
  const confirmation = {
    type: 'revision_confirmed',
    at,
    participant,
    roundId,
    turnId,
    confirmation: {
      findings: [{ finding: 'F1', isAnswered: false, reason: 'Nothing is said of delayed jobs.' }],
      confidence: 0.8,
      rationale: 'One of two.',
    },
  } as const;

  it('J12: has the changes with what they answer, and the auditor’s word on each finding', () => {
    const findings = [...confirmation.confirmation.findings];
    const said = { ...confirmation.confirmation, findings };
    const text = recordMarkdown({ ...design, confirmation: { ...confirmation, confirmation: said } });
    expect(under('### Changes after the audit', text)).toContain('- Sentence changed, for finding 1.');
    const words = under('### The auditor on these changes', text);
    expect(words).toContain('- **Finding 1**: *Not answered.* Nothing is said of delayed jobs.');
    expect(text).toContain('- **Finding 1, major**, edge case: Delayed jobs are lost.');
  });

  it('has below each signature the weakest part and the own claims that the text contradicts', () => {
    const signatures = design.signatures.map((each, index) =>
      index > 0
        ? each
        : { ...each, weakest: 'The flag.', contradicted: [{ claim: 'B-1', how: 'It moves it at once.' }] },
    );
    expect(recordMarkdown({ ...design, signatures })).toMatch(
      /- \*\*Subtractor\*\* signs[^\n]+\n {2}- Weakest part: The flag\.\n {2}- It contradicts \[B-1\]\(record\.md#b-1\): It moves it at once\.\n/,
    );
  });
});
