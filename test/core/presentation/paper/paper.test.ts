import { createHash } from 'node:crypto';
import { fromMarkdown } from 'mdast-util-from-markdown';
import { describe, expect, it } from 'vitest';
import { decidedIn, decisionsOf } from '../../../../src/core/decision/decided.ts';
import { adrMarkdown } from '../../../../src/core/presentation/decision/adr.ts';
import { briefMarkdown } from '../../../../src/core/presentation/decision/brief.ts';
import { decisionMarkdown } from '../../../../src/core/presentation/decision/decision-document.ts';
import { recordMarkdown } from '../../../../src/core/presentation/record/record.ts';
import { transcriptMarkdown } from '../../../../src/core/presentation/record/transcript.ts';
import type { Design } from '../../../../src/core/vocabulary/design.ts';
import type { Decision } from '../../../../src/core/vocabulary/submission.ts';
import { BARE } from '../../../support/claims.ts';
import { given, World } from '../../../support/given.ts';
import { DESIGN_ID, FIVE } from '../../../support/given-start.ts';
import { finding } from '../../../support/given-submission.ts';
import {
  completed,
  type Happenings,
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
  finding({ kind: 'blind_spot', severity: 'minor', text: 'Nobody asked operations.' }),
  finding({ kind: 'edge_case', severity: 'blocking', text: 'Delayed jobs are lost.' }),
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
      'Because',
      'What becomes harder',
      'Steps',
      'What could be wrong',
      'Assumptions',
      'For you to decide',
      'Dissent',
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

  it('brief.md gives reasons with their source and whether it stands there, and steps with how to undo them', () => {
    const text = brief();
    expect(text).toContain(
      '- One store is easier to run than two (`src/queue.ts:41@0a1b2c3`, not looked up)\n',
    );
    expect(text).toContain('1. **Write to both.** Behind a flag. *Undo:* Turn the flag off.\n');
  });

  it('J9: contains the signed text byte for byte, and leaves what the audit found to the record', () => {
    const story = completed({ findings: FINDINGS });
    const decided = decidedIn(story.design);
    if (decided === null) throw new Error('the story has a decision');
    const text = decisionMarkdown(story.design, decided);
    expect(text).toContain('Move the queue in four steps, each measured.');
    expect(briefOf(story)).toContain(text);
    expect(adrMarkdown(story.design)).toContain(text);
    const found =
      '- **Finding 2, blocking**, edge case: Delayed jobs are lost. *Left open:* Each step is measured.\n';
    expect(briefOf(story)).not.toContain(found);
    expect(recordMarkdown(story.design)).toContain(found);
  });

  it('what a step rests on is in the record alone, every claim of it', () => {
    const step = { title: 'Write', detail: 'To both.', undo: 'Stop.' };
    const design = completed({
      decision: { steps: [{ ...step, rests: ['A-1', 'A-2', 'A-3', 'B-1'] }] },
    }).design;
    expect(briefMarkdown(design)).toContain('1. **Write.** To both. *Undo:* Stop.\n');
    expect(recordMarkdown(design)).toContain(
      '- Step 1, Write ([A-1](record.md#a-1), [A-2](record.md#a-2), [A-3](record.md#a-3), [B-1](record.md#b-1))',
    );
  });

  it('brief.md has no id of the record, and no hash', () => {
    const text = brief({ assumed: true, dissent: 'No.', difference: 'unresolved', findings: FINDINGS });
    expect(text).toMatch(/record\.md/);
    expect(text).not.toMatch(/\b(?:[A-Z]-\d+|[DPQF]\d+|[0-9a-f]{16,})\b/);
  });

  it('J9: the decision record says who has signed it, and who dissents', () => {
    const story = completed({ dissent: 'No.' });
    const who = 'Archaeologist, Contract keeper, Failure analyst, Subtractor; dissent by Migrationist';
    expect(adrMarkdown(story.design)).toContain(`\n- Signed by: ${who}\n`);
  });

  it('J5: brief.md keeps a dissent verbatim, and says what became of it', () => {
    expect(
      brief({ dissent: '# The figure\n\nIt predates *row-level* triggers.\n\nI stay at no.' }),
    ).toContain(
      '**Migrationist dissents: It rests on a guess.**\n\n> \\# The figure\n>\n> It predates *row-level* triggers.\n>\n> I stay at no.\n\n*No person has decided on it.*',
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
      '*Missing:* The proposals were not combined into a decision. The proposals were not compared.',
    );
    expect(text).toContain(
      '| **Subtractor** | Subtractor says: move in four steps | 0.7 | [in full](proposals/subtractor.md) |',
    );
    expect(adrMarkdown(story.design)).toBeNull();
  });

  it('C21: brief.md of a composite alone says that nobody has signed it', () => {
    const text = briefOf(settledAs(revealed().reach('auditing'), { stoppedBecause: 'nothing_contributed' }));
    expect(text).toMatch(/^> \*\*Needs review: nobody has signed it/);
    expect(headings(text)).toContain('The decision as drafted, unsigned');
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
      'The question',
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
    expect(text).toContain(
      '### What its parts rest on\n\n- The decision ([A-2](record.md#a-2))\n- Step 1, Write to both ([A-1](record.md#a-1))\n',
    );
    expect(text).toContain(
      '### The options\n\n| Option | For | Against |\n|---|---|---|\n| **Move in steps** *(chosen)* | Each can be taken back. | It takes longer. |\n',
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
      '**Migrationist** on [D1](record.md#d1): still holds “It cannot” (confidence 0.8)\n\nTo [A-1](record.md#a-1):\n\n> The March incident ran at 1,150 a second.\n\n`ops/2026-03.md:41`:',
    );
    for (const words of argued.split('\n\n')) expect(transcript(story)).toContain(words);
  });

  it('J5: record.md shows both tallies, and calls nothing decided by a majority', () => {
    const text = record({ difference: 'conceded' });
    expect(text).toContain(
      'Before arguing: **1a** 2 (Archaeologist, Failure analyst) · **1b** 2 (Migrationist, Subtractor)',
    );
    expect(text).toContain(
      'After arguing: **1a** 4 (Archaeologist 0.8, Failure analyst 0.8, Migrationist 0.3, Subtractor 0.3) · **1b** 0',
    );
    expect(text).toContain('no majority decided anything');
  });

  it('J5: tallies and who holds what stand in the record, and nowhere in the brief', () => {
    const story = completed({ difference: 'unresolved' });
    expect(recordMarkdown(story.design)).toContain(
      'Before arguing: **1a** 2 (Archaeologist, Failure analyst) · **1b** 2 (Migrationist, Subtractor)',
    );
    const page = briefOf(story);
    expect(page).toContain('Can the outbox table carry 900 jobs a second?');
    for (const name of ['Archaeologist', 'Failure analyst', 'Migrationist', 'Subtractor']) {
      expect(page).not.toContain(name);
    }
    expect(page).not.toMatch(/before arguing/i);
  });
});

describe('adr.md', () => {
  it('adr.md has the headings of MADR below the banner', () => {
    const text = adrMarkdown(completed({ dissent: 'No.' }).design) ?? '';
    expect(text).toContain('### Move in steps\n\n- Good: Each can be taken back.\n- Bad: It takes longer.');
    expect(text).toMatch(/^> \*\*One caveat: Migrationist dissents: It rests on a guess\.\*\*/);
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

describe('what adr.md says of what follows', () => {
  it('adr.md has among the consequences what becomes harder and the costs that hold, and no others', () => {
    const claims = [
      { ...BARE, kind: 'decision', text: 'Move it' } as const,
      { ...BARE, kind: 'cost', text: 'Two stores for a month' } as const,
      { ...BARE, kind: 'cost', text: 'Doing nothing cost nine hours' } as const,
    ];
    const text = adrMarkdown(completed({ proposals: { claims } }).design) ?? '';
    const under = text.split('\n### Consequences\n')[1]?.split('\n#')[0] ?? '';
    expect(under).toContain('- The replica has to be watched.');
    expect(under).toContain('- Two stores for a month');
    expect(under).not.toContain('nine hours');
  });

  it('adr.md says each reason once, in the decision', () => {
    const whole = adrMarkdown(completed({ findings: FINDINGS }).design) ?? '';
    expect(whole.split('\n- One store is easier to run than two (')).toHaveLength(2);
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
      'The proposals are revealed.',
      '### Subtractor: keep Redis',
      '**Synthesizer** compared the proposals: 1 difference.',
      '**Migrationist** on [D1](record.md#d1): still holds “It cannot” (confidence 0.7)',
      '**Unresolved** (still open after they argued it).',
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
      '**Subtractor** on [D1](record.md#d1): switches from “It cannot” to “It can”, *without a reason* (confidence 0.3)',
    );
  });

  it('C16: transcript.md shows what came too late, and that it changed nothing', () => {
    const story = revealed();
    const { participant, sessionId, id: turnId } = story.turn();
    story.tell({
      type: 'late_report_recorded',
      participant,
      sessionId,
      report: 'submit_proposal',
      turnId,
      detail: '{"headline":"```\\n# Late"}',
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
      changesMind: FORGED,
      rationale: FORGED,
      steps: [FORGED],
      claims: [
        {
          kind: 'decision',
          text: FORGED,
          citation: { place: FORGED, quote: FORGED },
        },
        { ...BARE, kind: 'reason', text: FORGED },
        { ...BARE, kind: 'cost', text: 'y' },
      ],
    },
  };
  const HOSTILE_DECISION: Partial<Decision> = {
    context: FORGED,
    sentence: FORGED,
    paragraph: FORGED,
    harder: FORGED,
    options: [{ name: FORGED, for: FORGED, against: '|', verdict: 'open' }],
    steps: [
      {
        title: FORGED,
        detail: FORGED,
        undo: FORGED,
        rests: [],
      },
    ],
    open: [{ difference: '', text: FORGED }],
  };

  it('malicious text makes no heading, quote or raw HTML that could pass for ours, in any file', () => {
    const hostile = redecided(completed(options), HOSTILE_DECISION);
    const honest = redecided(
      completed({
        difference: 'unresolved',
        dissent: 'x',
        reply: 'x\n\n> x',
        proposals: { changesMind: 'x' },
      }),
      {
        ...HOSTILE_DECISION,
        context: 'x',
        sentence: 'x',
        paragraph: 'x',
        harder: 'x',
        options: [{ name: 'x', for: 'x', against: 'x', verdict: 'open' }],
        open: [{ difference: '', text: 'x' }],
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

describe('decision.md', () => {
  it('J9: decision.md has the bytes that are signed', () => {
    const { design } = completed({ assumed: true, difference: 'unresolved' });
    const decided = decidedIn(design);
    if (decided === null) throw new Error('the story has a decision');
    expect(createHash('sha256').update(decisionMarkdown(design, decided)).digest('hex')).toBe(
      '4fc611a1b6fd7b6eb016991eed818179d39892a713044596e6b5e22bd17c1790',
    );
  });

  it('decision.md gives reasons the room of some sixty words together, and always has the first', () => {
    const long = 'It is so. '.repeat(30).trim();
    const reason = (text: string) => ({ ...BARE, kind: 'reason' as const, text });
    const claims = [reason(`${long} First.`), reason(`${long} Second.`), reason('It is short.')];
    const text = brief({ proposals: { claims } });
    const why = text.split('### Because\n')[1]?.split('\n#')[0] ?? '';
    expect(why.match(/^- /gm)).toHaveLength(1);
  });
});
