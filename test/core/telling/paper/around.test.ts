import { describe, expect, it } from 'vitest';
import { adrMarkdown } from '../../../../src/core/telling/paper/adr.ts';
import { briefMarkdown } from '../../../../src/core/telling/paper/brief.ts';
import { recordMarkdown } from '../../../../src/core/telling/paper/record.ts';
import type { Design } from '../../../../src/core/vocabulary/design.ts';
import { NO_CITATION, type Proposal } from '../../../../src/core/vocabulary/submission.ts';
import { BARE } from '../../../support/claims.ts';
import { completed, type Happenings } from '../../../support/sample-design.ts';

const MAJOR: NonNullable<Happenings['findings']> = [
  { kind: 'edge_case', severity: 'major', text: 'Delayed jobs are lost.', citation: NO_CITATION },
];
const brief = (design: Design) => briefMarkdown(design) ?? '';
const under = (heading: string, text: string) => text.split(`\n${heading}\n`)[1]?.split('\n## ')[0] ?? '';

describe('who holds what', () => {
  it('the brief names the holders of each open position, and those of none', () => {
    const { design } = completed({ difference: 'unresolved' });
    const divergences = design.divergences.map((each) => ({
      ...each,
      arguments: each.arguments.map((argument) =>
        argument.participant === 'subtractor'
          ? { ...argument, after: { ...argument.after, position: '' as const } }
          : argument,
      ),
    }));
    expect(under('## Who holds what', brief({ ...design, divergences })).trim()).toBe(
      '- Can the outbox table carry 900 jobs a second? **1a** Archaeologist, Failure analyst · **1b** Migrationist · **none of the positions** Subtractor (2:2 before arguing)',
    );
  });

  it('the brief leaves the holders of a difference of low impact to the record', () => {
    const { design } = completed({ difference: 'unresolved' });
    const divergences = design.divergences.map((each) => ({ ...each, impact: 'low' as const }));
    expect(brief({ ...design, divergences })).not.toContain('## Who holds what');
    expect(recordMarkdown({ ...design, divergences })).toContain('(Archaeologist 0.7, Failure analyst 0.7)');
  });

  it('J13: the brief has both answers by name where people answer a question differently', () => {
    const open = [{ text: 'The limit is a guess.', difference: 'Q1', rests: [] }];
    const { design } = completed({ decision: { open: [] }, reply: '3 incidents' });
    const [reply] = design.replies;
    const [composite] = design.composites;
    if (reply === undefined || composite === undefined) throw new Error('somebody has answered');
    const other = {
      ...reply,
      id: 'other',
      author: 'Ben',
      answers: reply.answers.map((each) => ({ ...each, text: '1, not 3' })),
    };
    const { decision } = composite.composite;
    const disputed = { ...composite.composite, decision: { ...decision, open } };
    const told = {
      ...design,
      replies: [reply, other],
      composites: [{ ...composite, composite: disputed }],
    };
    expect(under('## Who holds what', brief(told)).trim()).toBe(
      '- How many jobs a minute at peak? **Ana** “3 incidents” · **Ben** “1, not 3”',
    );
  });
});

describe('what people said', () => {
  it('J8: the brief has one line for each question that somebody answered, with the name', () => {
    const { design } = completed({ reply: 'About 900 a minute.' });
    expect(under('## You said', brief(design)).trim().split('\n\n')[0]).toBe(
      '- *How many jobs a minute at peak?* Ana: “About 900 a minute.”',
    );
    expect(brief(completed({ assumed: true }).design)).not.toContain('## You said');
  });

  it('J10: long words are cut in their middle, never at their end', () => {
    const reply = `We see 900 a minute at the peak, ${'and it grows by a tenth each month, '.repeat(10)}but not on Sundays.`;
    expect(under('## You said', brief(completed({ reply }).design))).toMatch(
      /Ana: “We see 900 a minute at the peak, [^“”]*… [^“”]*but not on Sundays\.”\n/,
    );
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
      unfounded: [{ change: '1', reason: 'It only says it shorter.' }],
      aboutItself: ['All six signed.'],
      confidence: 0.8,
      rationale: 'One of two.',
    },
  } as const;

  it('J12: has the changes by number with what they answer, and the auditor’s word on each', () => {
    const findings = [...confirmation.confirmation.findings];
    const said = {
      ...confirmation.confirmation,
      findings,
      unfounded: [...confirmation.confirmation.unfounded],
      aboutItself: [...confirmation.confirmation.aboutItself],
    };
    const text = recordMarkdown({ ...design, confirmation: { ...confirmation, confirmation: said } });
    expect(under('### Changes after the audit', text)).toContain(
      '- **Change 1:** Sentence changed, for finding 1.',
    );
    const words = under('### The auditor on these changes', text);
    expect(words).toContain('- **Finding 1**: *Not answered.* Nothing is said of delayed jobs.');
    expect(words).toContain('- Sentence changed, for finding 1. The auditor: It only says it shorter.');
    expect(words).toContain('- “All six signed.”');
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

describe('the options of the decision record', () => {
  it('a claim stands under the option that covers its words, by the name that the decision gives it', () => {
    const claims: Proposal['claims'] = [
      { ...BARE, kind: 'decision', text: 'Take it.' },
      { ...BARE, kind: 'reason', text: 'It is safe', about: 'step by step', stance: 'for' },
      { ...BARE, kind: 'cost', text: 'It is dear', about: 'Replica two', stance: 'against' },
    ];
    const option = { for: '', against: '', claims: [] };
    const options = [
      { ...option, name: 'Move in steps', verdict: 'chosen', covers: ['Step by step'], claims: ['A-1'] },
      { ...option, name: 'A second replica', verdict: 'rejected', covers: ['replica two'] },
    ] as const;
    const story = completed({
      proposals: { claims },
      decision: {
        options: options.map((each) => ({ ...each, covers: [...each.covers], claims: [...each.claims] })),
      },
    });
    const text = adrMarkdown(story.design) ?? '';
    expect(text).toContain('### Move in steps\n\n- Good: It is safe');
    expect(text).not.toMatch(/### (?:step by step|Replica two)/i);
  });
});
