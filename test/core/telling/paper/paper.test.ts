import { createHash } from 'node:crypto';
import { fromMarkdown } from 'mdast-util-from-markdown';
import { describe, expect, it } from 'vitest';
import { claimsOf } from '../../../../src/core/proposal/labels.ts';
import { decidedIn, decisionsOf } from '../../../../src/core/synthesis/decided.ts';
import { adrMarkdown } from '../../../../src/core/telling/paper/adr.ts';
import { briefMarkdown } from '../../../../src/core/telling/paper/brief.ts';
import { decisionMarkdown } from '../../../../src/core/telling/paper/decision.ts';
import { recordMarkdown } from '../../../../src/core/telling/paper/record.ts';
import { transcriptMarkdown } from '../../../../src/core/telling/paper/transcript.ts';
import type { Design } from '../../../../src/core/vocabulary/design.ts';
import { type Decision, NO_CITATION, NOBODY_NAMED } from '../../../../src/core/vocabulary/submission.ts';
import { BARE } from '../../../support/claims.ts';
import { given, World } from '../../../support/given.ts';
import { DESIGN_ID, FIVE } from '../../../support/given-start.ts';
import {
  completed,
  type Happenings,
  proposal,
  revealed,
  settledAs,
  signed,
  toldToTheEnd,
} from '../../../support/sample-design.ts';

const briefOf = (story: World) => briefMarkdown(story.design) ?? '';
const brief = (options: Happenings = {}) => briefOf(completed(options));
const record = (options: Happenings = {}) => recordMarkdown(completed(options).design);
const transcript = (story: World) => transcriptMarkdown(story.design, story.history);

const FINDINGS: NonNullable<Happenings['findings']> = [
  { kind: 'blind_spot', severity: 'minor', text: 'Nobody asked operations.', citation: NO_CITATION },
  { kind: 'edge_case', severity: 'blocking', text: 'Delayed jobs are lost.', citation: NO_CITATION },
];

/** With other words in its decision, whether or not they would be taken. */
function redecided({ history }: World, changes: Partial<Decision>): World {
  return World.after(
    history.map((event) => {
      if (event.type !== 'composite_submitted') return event;
      const { composite } = event;
      return { ...event, composite: { ...composite, decision: { ...composite.decision, ...changes } } };
    }),
  );
}

/** The words of a node, without its markup. */
function plainText(node: Node): string {
  if ('value' in node) return node.value;
  return 'children' in node ? node.children.map((child) => plainText(child)).join('') : '';
}
type Node = ReturnType<typeof fromMarkdown>['children'][number];

function headings(markdown: string): string[] {
  return fromMarkdown(markdown).children.flatMap((node) =>
    node.type === 'heading' ? [plainText(node)] : [],
  );
}

describe('a design that follows up', () => {
  it('a follow-up names the decision that it follows, in the brief, the record and the transcript', () => {
    const story = completed();
    const following = { followUpOf: DESIGN_ID, followUpDecision: 'Move it in four steps.' };
    const design: Design = { ...story.design, ...following };
    const said = `Follows up on \`${DESIGN_ID}\`: Move it in four steps.`;
    for (const page of [briefMarkdown, recordMarkdown]) expect(page(design)).toContain(said);
    const events = story.history.map((event) =>
      event.type === 'design_started' ? { ...event, ...following } : event,
    );
    expect(transcriptMarkdown(design, events)).toMatch(/Follows up on dsn\\_.*: Move it in four steps\./);
    expect(briefOf(story)).not.toContain('Follows up');
  });
});

describe('brief.md', () => {
  it('brief.md has its parts in the order in which a reader needs them', () => {
    const text = brief({ assumed: true, dissent: 'No.', difference: 'unresolved' });
    expect(headings(text)).toEqual([
      'Should the job queue move from Redis to Postgres?',
      'The decision',
      'Move the job queue to Postgres',
      'For you to decide',
      'Why',
      'Options',
      'Steps',
      'Risks',
      'Assumptions',
      'Who holds what',
      'Dissent',
      'The audit',
      "People's decisions",
    ]);
  });

  it('brief.md is one page: some six hundred words and a table, the rest is in the record', () => {
    const text = brief({ assumed: true, dissent: 'No.', difference: 'unresolved', findings: FINDINGS });
    expect(text.split(/\s+/).length).toBeLessThan(600);
    expect(text).toContain('[record.md](record.md)');
  });

  it('brief.md has no heading without content', () => {
    const text = briefOf(redecided(completed(), { options: [], steps: [], risks: [], open: [] }));
    const nodes = fromMarkdown(text).children;
    const empty = nodes.filter((node, index) => {
      const next = nodes[index + 1];
      return (
        node.type === 'heading' &&
        (next === undefined || (next.type === 'heading' && next.depth <= node.depth))
      );
    });
    expect(empty.map((node) => plainText(node))).toEqual([]);
  });

  it('brief.md gives reasons with their source and whether it stands there, steps with their ground and how to undo them', () => {
    const text = brief();
    expect(text).toContain(
      '- One store is easier to run than two (`src/queue.ts:41@0a1b2c3`, not looked up; [A-2](record.md#a-2))',
    );
    expect(text).toContain(
      '1. **Write to both.** Behind a flag. ([A-1](record.md#a-1)) *Undo:* Turn the flag off.\n\n*Nobody named for any step.*',
    );
  });

  it('J9: contains the signed text byte for byte, and says in full what was left open of the audit', () => {
    const story = completed({ findings: FINDINGS });
    const decided = decidedIn(story.design);
    if (decided === null) throw new Error('the story has a decision');
    const text = decisionMarkdown(story.design, decided);
    expect(text).toContain('Move the queue in four steps, each measured.');
    expect(briefOf(story)).toContain(text);
    expect(adrMarkdown(story.design)).toContain(text);
    expect(briefOf(story)).toContain(
      '## The audit\n\n- **Finding 2, blocking**, edge case: Delayed jobs are lost. *Left open:* Each step is measured.\n- 1 minor: 1 acted on ([each](record.md#the-audit)).\n',
    );
  });

  it('J12: brief.md says of each finding that was acted on what the auditor said of it', () => {
    const { design } = completed({
      findings: [
        { kind: 'edge_case', severity: 'major', text: 'Delayed jobs are lost.', citation: NO_CITATION },
        { kind: 'lost', severity: 'minor', text: 'Nobody asked operations.', citation: NO_CITATION },
      ],
    });
    const told = (findings: { finding: string; isAnswered: boolean; reason: string }[] | null) => {
      const said = { unfounded: [], aboutItself: [], confidence: 0.8, rationale: 'Read.' };
      const [revision] = design.revisions;
      if (revision === undefined) throw new Error('the story has a revision');
      const { at, participant, roundId, turnId } = revision;
      const confirmation =
        findings === null
          ? null
          : ({
              type: 'revision_confirmed',
              at,
              participant,
              roundId,
              turnId,
              confirmation: { ...said, findings },
            } as const);
      return briefMarkdown({ ...design, confirmation }) ?? '';
    };
    const first = '- **Finding 1, major:** Delayed jobs are lost. *Acted on:* Each step is measured.';
    const answered = { finding: 'F1', isAnswered: true, reason: 'It does.' };
    expect(told([answered])).toContain(
      '- **Finding 1, major:** Delayed jobs are lost. *Acted on and confirmed.*\n',
    );
    expect(told([{ ...answered, isAnswered: false }])).toContain(
      `${first} **The auditor did not confirm it.**\n`,
    );
    expect(told(null)).toContain(`${first} **Nobody confirmed it.**\n`);
    expect(told(null)).toContain('- 1 minor: 1 acted on ([each](record.md#the-audit)).\n');
  });

  it('J12: brief.md names what was changed after the audit for no finding', () => {
    const { design } = completed({ findings: FINDINGS });
    const revisions = design.revisions.map((each) => ({
      ...each,
      revision: {
        ...each.revision,
        changes: each.revision.changes.map((change) => ({ ...change, answers: [] })),
      },
    }));
    expect(briefMarkdown(design)).not.toContain('for no finding');
    expect(briefMarkdown({ ...design, revisions })).toContain(
      '*Changed after the audit for no finding:* the sentence.\n',
    );
  });

  it('brief.md names two claims of a step and leads to the others, all of which the record has', () => {
    const step = {
      title: 'Write',
      detail: 'To both.',
      undo: 'Stop.',
      owner: '',
      date: '',
      named: NOBODY_NAMED,
    };
    const design = completed({
      decision: { steps: [{ ...step, rests: ['A-1', 'A-2', 'A-3', 'B-1'] }] },
    }).design;
    const two = '[A-1](record.md#a-1), [A-2](record.md#a-2)';
    expect(briefMarkdown(design)).toContain(
      `**Write.** To both. (${two}, […](record.md#what-its-parts-rest-on)) *Undo:* Stop.`,
    );
    expect(recordMarkdown(design)).toContain(
      `- Step 1, Write (${two}, [A-3](record.md#a-3), [B-1](record.md#b-1))`,
    );
  });

  it('brief.md has no bare id and no hash: an id only leads into the record', () => {
    const text = brief({ assumed: true, dissent: 'No.', difference: 'unresolved', findings: FINDINGS });
    expect(text.replaceAll(/\[(?:[A-Z]-|D)\d+\]\(record\.md#(?:[a-z]-|d)\d+\)/g, '')).not.toMatch(
      /\b(?:[A-Z]-\d+|[DPQF]\d+|[0-9a-f]{16,})\b/,
    );
    for (const [, id = ''] of text.matchAll(/\]\(record\.md#([a-z]-\d+)\)/g)) {
      expect(headings(record())).toContain(id.toUpperCase());
    }
  });

  it('J9: brief.md says under the text how many have signed it, and the decision record who, and who dissents', () => {
    const story = completed({ dissent: 'No.' });
    const who = 'Archaeologist, Contract keeper, Failure analyst, Subtractor; dissent by Migrationist';
    expect(briefOf(story)).toContain('*Signed:* [4 of 5](record.md#signatures-and-dissents).\n\n## ');
    expect(adrMarkdown(story.design)).toContain(`\n- Signed by: ${who}\n`);
  });

  it('J5: brief.md keeps a dissent verbatim, and says what became of it', () => {
    expect(
      brief({ dissent: '# The figure\n\nIt predates *row-level* triggers.\n\nI stay at no.' }),
    ).toContain(
      '**Migrationist dissents: It rests on a guess.**\n\n> \\# The figure\n>\n> It predates *row-level* triggers.\n>\n> I stay at no.\n\n*No person has decided about it.*',
    );
  });

  it('brief.md says for each assumption what changes if it is wrong', () => {
    expect(brief({ assumed: true })).toContain(
      '- *How many jobs a minute at peak?* At most 900. *If wrong:* Polling is out.',
    );
  });

  it('C21: brief.md without a decision has the proposals side by side, and says what is missing', () => {
    const story = settledAs(revealed(), { stoppedBecause: 'time_used_up' });
    const text = briefOf(story);
    expect(headings(text)).toContain('There is no decision: the proposals, side by side');
    expect(text).toContain(
      '*Missing:* Nobody has composed a decision of them. The proposals were not compared.',
    );
    expect(text).toContain(
      '| **Subtractor** | Subtractor says: move in four steps | 0.7 | [in full](proposals/subtractor.md) |',
    );
    expect(adrMarkdown(story.design)).toBeNull();
  });

  it('C21: brief.md of a composite alone says that nobody has signed it', () => {
    const text = briefOf(settledAs(revealed().reach('auditing'), { stoppedBecause: 'nothing_contributed' }));
    expect(text).toMatch(/^> \*\*Needs review: nobody has signed it/);
    expect(headings(text)).toContain('The decision as it was composed, signed by nobody');
    expect(text).toContain('*Missing:* The decision was not audited. Nobody has signed it.');
  });

  it('C21: a person who cancels gets none', () => {
    const story = revealed();
    story.cancels();
    expect(briefMarkdown(story.design)).toBeNull();
    expect(recordMarkdown(story.design)).toMatch(/^> \*\*Cancelled by Ana: there is no decision\.\*\*/);
  });

  it('brief.md calls a decision that needs review by that name', () => {
    const story = settledAs(signed(), { reasons: ['low_confidence'] });
    expect(headings(briefOf(story))).toContain('The decision, not yet confirmed');
    expect(adrMarkdown(story.design)).toContain('- Status: proposed, needs review');
  });
});

describe('record.md', () => {
  it('record.md has everything that the brief leaves out', () => {
    const text = record({ assumed: true, dissent: 'No.', difference: 'unresolved', findings: FINDINGS });
    const second = fromMarkdown(text).children.flatMap((node) =>
      node.type === 'heading' && node.depth === 2 ? [plainText(node)] : [],
    );
    expect(second).toEqual([
      'How the decision came about',
      'Questions and answers',
      'The claims',
      'Where they agreed',
      'Where they differed',
      'The audit',
      'Signatures and dissents',
      'The proposals',
      'Who took part',
      'Cost and time',
    ]);
    expect(text).toMatch(
      /### A-2\n\nOne store is easier to run than two[^\n]*\n\nArchaeologist, reason: adopted\.\n/,
    );
    expect(text).toContain('merged into [A-1](record.md#a-1)');
    expect(text).toContain(
      '### What its parts rest on\n\n- Move in steps ([A-1](record.md#a-1), [A-2](record.md#a-2))\n- Step 1, Write to both ([A-1](record.md#a-1))\n- The replica lags. ([A-2](record.md#a-2))\n',
    );
    expect(text).toContain('*rejected.* said before');
    expect(text).toContain('*assumed:* At most 900.');
    expect(text).not.toMatch(/[0-9a-f]{64}/);
  });

  it('J2: record.md marks who changed position without a reason, and names the reason of who had one', () => {
    expect(record({ difference: 'moved without a reason' })).toContain(
      '- Subtractor switches from 1b to 1a, *without a reason*',
    );
    const reasoned = record({ difference: 'conceded' });
    expect(reasoned).toContain(
      '- Subtractor switches from 1b to 1a, because of “One store is easier to run than two” (Archaeologist)',
    );
    expect(reasoned).not.toContain('without a reason');
  });

  it('record.md has under each difference what everybody argued, in the words of the transcript', () => {
    const story = completed({ difference: 'unresolved' });
    const [difference] = story.design.divergences;
    expect(difference?.arguments.length).toBeGreaterThan(2);
    const [, told = ''] = recordMarkdown(story.design).split('What was argued, in order:\n\n');
    const [argued = ''] = told.split('\n\n## ');
    expect(argued).toContain(
      '**Migrationist** on [D1](record.md#d1): still holds “It cannot” (confidence 0.7 → 0.8)\n\nThe other side at its strongest:\n\n> The other side, at its strongest.\n\nTo [A-1](record.md#a-1):\n\n> The March incident ran at 1,150 a second.\n\n`ops/2026-03.md:41` says',
    );
    for (const words of argued.split('\n\n')) expect(transcript(story)).toContain(words);
  });

  it('J5: record.md shows both tallies, and calls nothing decided by a majority', () => {
    const text = record({ difference: 'conceded' });
    expect(text).toContain(
      'Before arguing: **1a** 2 (Archaeologist 0.7, Failure analyst 0.7) · **1b** 2 (Migrationist 0.7, Subtractor 0.7)',
    );
    expect(text).toContain(
      'After arguing: **1a** 4 (Archaeologist 0.8, Failure analyst 0.8, Migrationist 0.3, Subtractor 0.3) · **1b** 0',
    );
    expect(text).toContain('no majority decided anything');
  });

  it('J5: the brief tells the tally before arguing from the tally after it', () => {
    const text = brief({ difference: 'conceded' });
    expect(text).toMatch(/\b2:2 before\b.*\b4:0 after\b/);
    expect(brief({ difference: 'unresolved' })).toContain(
      '- Can the outbox table carry 900 jobs a second? **1a** Archaeologist, Failure analyst · **1b** Migrationist, Subtractor (2:2 before arguing)\n',
    );
  });
});

describe('adr.md', () => {
  it('adr.md has the headings of MADR below the banner', () => {
    const claims = proposal('X').claims.map((claim) => ({
      ...claim,
      about: claim.kind === 'reason' ? 'Moving' : '',
      stance: 'for' as const,
    }));
    const text = adrMarkdown(completed({ dissent: 'No.', proposals: { claims } }).design) ?? '';
    expect(text).toContain('### Moving\n\n- Good: One store is easier to run than two');
    expect(text).not.toContain('Good: Nobody else');
    expect(text).toMatch(
      /^> \*\*Decision ready, with one reservation: Migrationist dissents: It rests on a guess\.\*\*/,
    );
    const second = fromMarkdown(text).children.flatMap((node) =>
      node.type === 'heading' && node.depth === 2 ? [plainText(node)] : [],
    );
    expect(second).toEqual([
      'Context and Problem Statement',
      'Considered Options',
      'Decision Outcome',
      'Pros and Cons of the Options',
      'More Information',
    ]);
    expect(text).toContain('- Status: proposed: no person has accepted it yet');
    expect(text).toContain('- Date: 2026-11-20');
    expect(text).toContain('How many jobs a minute at peak? **Ana:** About 900 a minute.');
  });
});

describe('what adr.md says of each option', () => {
  const about = (
    kind: 'decision' | 'cost' | 'reason',
    text: string,
    option: string,
    stance: 'for' | 'against',
  ) => ({ ...BARE, kind, text, about: option, stance }) as const;
  const claims = [
    about('decision', 'Take it back', 'Move in steps', 'for'),
    about('cost', 'Two stores for a month', 'move in steps', 'against'),
    about('cost', 'Doing nothing cost nine hours', 'Leave it', 'against'),
    about('cost', 'A second replica is dear', 'A second replica', 'against'),
    { ...BARE, kind: 'cost', text: 'A week of work' } as const,
    about('reason', 'It is quick to do', 'A second replica', 'for'),
  ];
  const story = completed({ proposals: { claims } });
  const accounts = claimsOf(story.design).map(({ id: claim, text }) =>
    text === 'It is quick to do' || !claim.startsWith('A-')
      ? ({ claim, disposition: 'rejected', into: '', reason: 'said before' } as const)
      : ({ claim, disposition: 'adopted', into: '', reason: '' } as const),
  );
  const design = story.design;
  const composites = design.composites.map((each) => ({
    ...each,
    composite: { ...each.composite, accounts },
  }));
  const text = adrMarkdown({ ...design, composites }) ?? '';
  const under = (heading: string) => text.split(`\n${heading}\n`)[1]?.split('\n#')[0] ?? '';

  it('adr.md counts as consequences only what the chosen option costs', () => {
    expect(under('### Consequences')).toContain('- Bad: Two stores for a month');
    expect(under('### Consequences')).toContain('- Bad: A week of work');
    expect(under('### Consequences')).not.toMatch(/nine hours|replica/);
  });

  it('adr.md prints no rejected claim among the pros and cons', () => {
    expect(under('### Leave it')).toContain('- Bad: Doing nothing cost nine hours');
    expect(under('### A second replica')).toContain('- Bad: A second replica is dear');
    expect(text).not.toMatch(/Good: It is quick|because /);
  });

  it('adr.md says each reason in the decision and refers to it, and leaves no id to the record alone', () => {
    const told = completed({ findings: FINDINGS }).design;
    const whole = adrMarkdown(told) ?? '';
    const times = (where: string) => where.split('One store is easier to run than two').length;
    expect(times(whole)).toBe(times(briefMarkdown(told) ?? ''));
    const claims = claimsOf(told);
    const linked = [...whole.matchAll(/\]\(record\.md#([a-z]-\d+)\)/g)].map(([, id]) => id);
    expect(linked).not.toEqual([]);
    for (const id of linked) {
      expect(whole).toContain(claims.find((claim) => claim.id.toLowerCase() === id)?.text);
    }
  });
});

describe('adr.md of a rehearsal', () => {
  it('adr.md of a rehearsal is no proposal: its status says that nothing was decided', () => {
    const text = adrMarkdown(completed({ start: { rehearsal: true } }).design);
    expect(text).toContain('- Status: a rehearsal; nothing was decided\n');
    expect(text).not.toContain('no person has accepted it yet');
  });
});

describe('transcript.md', () => {
  it('transcript.md tells everything in order, with names and what a persona died of', () => {
    const text = transcript(toldToTheEnd());
    const order = [
      '**Ana** asks',
      '**Failure analyst** asks 2 questions.',
      '> About 900, and half a second.',
      '**Contract keeper** was lost: out of memory \\[diagnostics: failures/contract-keeper-',
      '**Subtractor** sealed a proposal: sha256 ',
      'The proposals are shown.',
      '### Subtractor: keep Redis',
      '**Synthesizer** compared the proposals: 1 difference.',
      '**Migrationist** on [D1](record.md#d1): still holds “It cannot” (confidence 0.6 → 0.7)',
      '**Unresolved** (still open after 2 rounds).',
      '**Synthesizer** composed',
      ' Subtractor, reason: *rejected.* said before\n',
      '**Auditor** audited',
      '**Subtractor** signs',
      '**Migrationist dissents:** “The load was never measured with triggers. Measure it first.” (confidence 0.5)\n\n> The load',
    ];
    const places = order.map((words) => text.indexOf(words));
    expect(places).not.toContain(-1);
    expect(places).toEqual(places.toSorted((one, other) => one - other));
  });

  it('transcript.md begins each entry with words, so that its time stands in front of no list', () => {
    const text = transcript(completed({ difference: 'unresolved' }));
    expect(text).toContain(' A round of arguing begins.\\\nSubtractor, ');
    expect(text).not.toMatch(/^\*\*\d\d:\d\d\*\* -/m);
  });

  it('J9: transcript.md has each text of the decision in full, as it was audited and as it was signed', () => {
    const story = completed({ findings: FINDINGS });
    const text = transcript(story);
    const texts = decisionsOf(story.design).map((decided) => decisionMarkdown(story.design, decided));
    expect(texts).toHaveLength(2);
    for (const each of texts) expect(text).toContain(each.trimEnd());
  });

  it('transcript.md calls a finding by its number where the revision answers it, and never by what could be a claim', () => {
    const text = transcript(completed({ findings: FINDINGS }));
    expect(text).toContain('- **Finding 2, blocking**, edge case: Delayed jobs are lost.');
    expect(text).toContain('- **Finding 2** *Left open:* Each step is measured.');
    expect(text).not.toMatch(/\bF\d\b/);
  });

  it('transcript.md ends no reason twice', () => {
    const story = completed();
    const composed = story.history.find((event) => event.type === 'composite_submitted');
    if (composed?.type !== 'composite_submitted') throw new Error('the story has a composite');
    const accounts = composed.composite.accounts.map((each) =>
      each.disposition === 'rejected' ? { ...each, reason: 'It was said before.' } : each,
    );
    const events = story.history.map((event) =>
      event === composed ? { ...composed, composite: { ...composed.composite, accounts } } : event,
    );
    const text = transcriptMarkdown(story.design, events);
    expect(text).toContain('*rejected.* It was said before.\n');
    expect(text).not.toMatch(/\.[.:]/);
  });

  it('D2: transcript.md gives the cause first and the pointer for operators last, and the brief only the cause', () => {
    const story = toldToTheEnd();
    expect(transcript(story)).toMatch(
      /\*\*Contract keeper\*\* was lost: out of memory \\\[diagnostics: failures\/contract-keeper-[0-9a-f]{8}\.log\\\]\.?\n/,
    );
    expect(briefOf(story)).toContain('Contract keeper crashed twice: out of memory');
    expect(briefOf(story)).not.toContain('diagnostics');
  });

  it('J2: transcript.md marks an argument that changed a position without a reason', () => {
    expect(transcript(completed({ difference: 'moved without a reason' }))).toContain(
      '**Subtractor** on [D1](record.md#d1): switches from “It cannot” to “It can”, *without a reason* (confidence 0.7 → 0.3)',
    );
  });

  it('C16: transcript.md shows what came too late, and that it changed nothing', () => {
    const story = revealed();
    const { participant, roundId, id: turnId } = story.turn();
    story.tell({
      type: 'late_submission_recorded',
      participant,
      roundId,
      turnId,
      tool: 'submit_proposal',
      text: '{"headline":"```\\n# Late"}',
    });
    const text = transcript(story);
    expect(text).toContain(
      '**Synthesizer** was too late with `submit_proposal`; it changed nothing.\n\n````\n{"headline"',
    );
    expect(headings(text)).not.toContain('Late"}');
  });

  it('transcript.md shows a sealed proposal in full only where it was shown to the others, or apart at the end', () => {
    const sealedOnly = given({ personas: FIVE }).reach('proposing');
    sealedOnly.contributes('subtractor');
    sealedOnly.cancels();
    const text = transcript(sealedOnly);
    const apart = text.indexOf('## Sealed and never shown to the others');
    expect(apart).toBeGreaterThan(0);
    expect(text.indexOf('### The subtractor: ')).toBeGreaterThan(apart);
  });

  it('J8: transcript.md keeps what a person decided, with the name and the words', () => {
    const story = revealed({ difference: 'unresolved' }).reach('deciding');
    story.decidesGate('accept', 'gate-1', 'We measured it.');
    expect(transcript(story)).toContain('**Ana** accepted the decision as it is.\n\n> We measured it.');
  });
});

describe('text written with malice', () => {
  const FORGED =
    '# Decision ready.\n\n> **Decision ready.**\n\n<h1>Decision ready.</h1>\n\nDecision ready.\n===\n\n```\nnever closed';
  const options: Happenings = {
    dissent: FORGED,
    reply: FORGED,
    difference: 'unresolved',
    proposals: {
      headline: FORGED.slice(0, 60),
      summary: FORGED,
      premortem: FORGED,
      rationale: FORGED,
      steps: [FORGED],
      claims: [
        {
          kind: 'decision',
          about: FORGED,
          stance: 'for',
          text: FORGED,
          citation: { place: FORGED, quote: FORGED },
        },
        { ...BARE, kind: 'reason', text: FORGED },
        { ...BARE, kind: 'cost', text: 'y' },
      ],
    },
  };
  const HOSTILE_DECISION: Partial<Decision> = {
    title: FORGED.slice(0, 60),
    sentence: FORGED,
    paragraph: FORGED,
    options: [{ name: FORGED, verdict: 'open', covers: [], for: FORGED, against: '|', claims: [] }],
    steps: [
      {
        title: FORGED,
        detail: FORGED,
        undo: FORGED,
        owner: FORGED.slice(0, 60),
        date: '',
        named: NOBODY_NAMED,
        rests: [],
      },
    ],
    open: [{ text: FORGED, difference: '', rests: [] }],
  };

  it('malicious text makes no heading, quote or raw HTML that could pass for ours, in any file', () => {
    const hostile = redecided(completed(options), HOSTILE_DECISION);
    const claims = proposal('X').claims.map((claim, index) =>
      index === 0 ? { ...claim, about: 'x', stance: 'for' as const } : claim,
    );
    const honest = redecided(
      completed({
        difference: 'unresolved',
        dissent: 'x',
        reply: 'x\n\n> x',
        proposals: { premortem: 'x', claims },
      }),
      {
        ...HOSTILE_DECISION,
        title: 'x',
        sentence: 'x',
        paragraph: 'x',
        options: [{ name: 'x', verdict: 'open', covers: [], for: 'x', against: 'x', claims: [] }],
        open: [{ text: 'x', difference: '', rests: [] }],
      },
    );
    const files = (story: World) => [
      briefOf(story),
      adrMarkdown(story.design) ?? '',
      recordMarkdown(story.design),
      transcript(story),
    ];
    const shapes = (text: string) =>
      fromMarkdown(text).children.flatMap((node) => (node.type === 'heading' ? [node.depth] : []));
    for (const [index, text] of files(hostile).entries()) {
      expect(shapes(text)).toEqual(shapes(files(honest)[index] ?? ''));
      // An escaped one is a letter.
      expect(text).not.toMatch(/(?<!\\)<[a-z/!?]/i);
      expect(fromMarkdown(text).children[0]?.type).toBe('blockquote');
    }
  });
});

describe('where no model was called', () => {
  const story = completed({ start: { rehearsal: true }, findings: FINDINGS });
  const design = story.design;
  const decided = decidedIn(design);
  if (decided === null) throw new Error('the story has a decision');
  const text = decisionMarkdown(design, decided);
  const files = {
    'decision.md': text,
    'brief.md': briefOf(story),
    'adr.md': adrMarkdown(design) ?? '',
    'record.md': recordMarkdown(design),
    'transcript.md': transcript(story),
  };

  it.each(Object.entries(files))('%s says so once, by its mark', (_, file) => {
    expect(file.split('REHEARSAL: no model was called')).toHaveLength(2);
  });

  it.each(['decision.md', 'record.md', 'transcript.md'] as const)('%s says so first', (name) => {
    expect(files[name].startsWith('> **REHEARSAL: no model was called**\n')).toBe(true);
  });

  it.each(['brief.md', 'adr.md'] as const)(
    'J9: %s has the mark in the text that was signed, and says so in its first line',
    (name) => {
      expect(files[name]).toContain(text);
      expect(files[name]).toMatch(/^> \*\*[^\n]+ No model took part\.\*\*\n/);
      expect(files[name].split('o model took part')).toHaveLength(2);
    },
  );

  it('the brief of proposals alone has it at its head', () => {
    const sealed = revealed({ start: { rehearsal: true } });
    expect(briefOf(sealed).startsWith('> **REHEARSAL: no model was called**\n')).toBe(true);
  });
});

describe('what the decision record says of people', () => {
  const { replies, ...design } = completed({ difference: 'unresolved', start: { rehearsal: true } }).design;
  const [reply] = replies;
  const [answer] = reply?.answers ?? [];
  if (reply === undefined || answer === undefined) throw new Error('somebody has answered');

  it('adr.md names a question once that two passages of a reply answer', () => {
    const twice = { ...reply, answers: [answer, { ...answer, text: 'And so it is.' }] };
    const text = adrMarkdown({ ...design, replies: [twice] }) ?? '';
    const question = design.questions.find(({ id }) => id === answer.questionId)?.text ?? 'no question';
    expect(text.split(question)).toHaveLength(2);
    expect(text).toContain('And so it is.');
  });

  it('adr.md consults no AI where no model took part', () => {
    const text = adrMarkdown({ ...design, replies }) ?? '';
    expect(text).toMatch(/^- Consulted: Ana; personas played without a model \(Subtractor, [^()]*\)$/m);
    expect(text).not.toMatch(/\bAI\b/);
  });

  it('J8: adr.md names a person once who has decided and settled a difference', () => {
    const divergences = design.divergences.map((each) => ({
      ...each,
      settlement: each.settlement && {
        ...each.settlement,
        outcome: 'settled_by_person' as const,
        position: each.positions[0]?.id ?? each.settlement.position,
        by: [],
        person: design.startedBy,
      },
    }));
    const text = adrMarkdown({ ...design, replies, divergences }) ?? '';
    expect(text).toContain(`- Decision-makers: ${design.startedBy} (decided, settled a difference)\n`);
  });
});

describe('the brief of a design in which a difference of weight was not argued', () => {
  it('J5: the brief names who holds what on a difference of weight that was not argued', () => {
    const design = completed({ difference: 'unresolved' }).design;
    const divergences = design.divergences.map((each) => ({ ...each, arguments: [], settlement: null }));
    const brief = briefMarkdown({ ...design, divergences }) ?? '';
    const told = brief.split('## Who holds what')[1]?.split('\n## ')[0] ?? '';
    expect(told).toContain(
      '**1a** Archaeologist, Failure analyst · **1b** Migrationist, Subtractor (not argued)',
    );
  });
});

describe('decision.md', () => {
  it('J9: decision.md has the bytes that are signed', () => {
    const { design } = completed({ assumed: true, difference: 'unresolved' });
    const decided = decidedIn(design);
    if (decided === null) throw new Error('the story has a decision');
    expect(createHash('sha256').update(decisionMarkdown(design, decided)).digest('hex')).toBe(
      '1a6f647d8f5fb9868370cc0539e84fc9e14fcbdee57b278412b08c703be5a4f7',
    );
  });

  it('decision.md gives reasons the room of some sixty words together, and always has the first', () => {
    const long = 'It is so. '.repeat(30).trim();
    const reason = (text: string) => ({ ...BARE, kind: 'reason' as const, text });
    const claims = [reason(`${long} First.`), reason(`${long} Second.`), reason('It is short.')];
    const text = brief({ proposals: { claims } });
    const why = text.split('### Why\n')[1]?.split('\n#')[0] ?? '';
    expect(why.match(/^- /gm)).toHaveLength(1);
  });
});
