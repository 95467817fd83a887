import { fromMarkdown } from 'mdast-util-from-markdown';
import { describe, expect, it } from 'vitest';
import { adrMarkdown } from '../../../src/core/paper/adr.ts';
import { briefMarkdown } from '../../../src/core/paper/brief.ts';
import { transcriptMarkdown } from '../../../src/core/paper/transcript.ts';
import { completed, type StoryOptions, storyUpToBrief, storyUpToReveal } from '../../support/stories.ts';
import { Story } from '../../support/story.ts';

const brief = (options: StoryOptions = {}) => briefMarkdown(completed(options).design());
const transcript = (story: Story) => transcriptMarkdown(story.design(), story.events);

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

describe('brief.md', () => {
  it('has its parts in the order in which a reader needs them', () => {
    const text = brief({ assumed: true, dissent: 'No.', difference: 'unresolved' });
    expect(headings(text).filter((heading) => !heading.startsWith('1. '))).toEqual([
      'Move the job queue to Postgres',
      'The decision',
      'What it rests on',
      'Steps',
      'What could go wrong, and how we would notice',
      'What we decided not to do, and why',
      'Where they differed',
      'D1, high impact: Can the outbox table carry 900 jobs a second?',
      'Dissents',
      'Assumptions',
      'Open questions',
      'Appendix: claim ledger',
      'Appendix: who took part',
      'Appendix: cost and time',
      'Appendix: hashes',
    ]);
  });

  it('has no heading without content', () => {
    const text = brief({ brief: { steps: [], risks: [], notDoing: [], openQuestions: [] } });
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

  it('gives each adopted claim its source, and never says that a citation was checked', () => {
    const text = brief();
    expect(text).toContain('(Migrationist, A-1, with B-1, C-1, D-1, E-1; no source given)');
    expect(text).toContain('(Migrationist, A-2; `src/queue.ts:41@0a1b2c3`, not checked)');
  });

  it('J2: marks who changed position without a reason, and names the reason of who had one', () => {
    expect(brief({ difference: 'conceded without a reason' })).toContain(
      '- Subtractor went from P2 to P1, *changed without a reason given*',
    );
    const reasoned = brief({ difference: 'conceded' });
    expect(reasoned).toContain('- Subtractor went from P2 to P1 because of: D-2, the figure from March');
    expect(reasoned).not.toContain('without a reason');
  });

  it('J5: shows both tallies and keeps dissents verbatim, and calls nothing decided by a majority', () => {
    const text = brief({
      difference: 'conceded',
      dissent: 'The figure predates *row-level* triggers.\n\nI stay at no.',
    });
    expect(text).toContain(
      'Before arguing: **P1** 2 (Archaeologist 0.7, Failure analyst 0.7) · **P2** 2 (Migrationist 0.7, Subtractor 0.7)',
    );
    expect(text).toContain(
      'After arguing: **P1** 4 (Archaeologist 0.8, Failure analyst 0.8, Migrationist 0.3, Subtractor 0.3) · **P2** 0',
    );
    expect(text).toContain(
      'Migrationist, verbatim:\n\n> The figure predates *row-level* triggers.\n>\n> I stay at no.',
    );
    expect(text).toContain('no majority decided anything');
  });

  it('says for each assumption what changes if it is wrong', () => {
    expect(brief({ assumed: true })).toContain(
      '- **Q1** How many jobs a minute at peak? *We assumed:* At most 900. *If this is wrong:* Polling is out.',
    );
  });

  it('is honest about a record without a decision', () => {
    const story = storyUpToReveal().tell({
      type: 'design_ended',
      status: 'cancelled',
      stoppedBecause: 'cancelled_by_person',
      by: 'Ana',
      detail: '',
    });
    const text = briefMarkdown(story.design());
    expect(text).toMatch(/^> \*\*Cancelled by Ana: there is no decision\.\*\*/);
    expect(headings(text)).toContain('There is no decision');
    expect(headings(text)).not.toContain('The decision');
    expect(text).toContain(
      '**Subtractor** Subtractor says: move in four steps ([full text](proposals/subtractor.md))',
    );
    expect(text).toContain('Ana:\n\n> About 900 a minute.');
    expect(adrMarkdown(story.design())).toBeNull();
  });

  it('calls a decision that needs review by that name', () => {
    const story = storyUpToBrief().tell({
      type: 'outcome_settled',
      status: 'needs_review',
      stoppedBecause: 'finished',
      reasons: ['low_confidence'],
      detail: '',
    });
    expect(headings(briefMarkdown(story.design()))).toContain('The decision, not yet confirmed');
    expect(adrMarkdown(story.design())).toContain('- Status: proposed, needs review');
  });
});

describe('adr.md', () => {
  it('has the headings of MADR below the banner', () => {
    const text = adrMarkdown(completed({ dissent: 'No.' }).design()) ?? '';
    expect(text).toMatch(/^> \*\*Decision ready, with reservations\.\*\*/);
    const second = fromMarkdown(text).children.flatMap((node) =>
      node.type === 'heading' && node.depth === 2 ? [plainText(node)] : [],
    );
    expect(second).toEqual([
      'Context and Problem Statement',
      'Decision Drivers',
      'Considered Options',
      'Decision Outcome',
      'Pros and Cons of the Options',
      'More Information',
    ]);
    expect(text).toContain('- Status: proposed: it met every check, and no person has accepted it yet');
    expect(text).toContain('- Date: 2026-11-20');
    expect(text).toContain('How many jobs a minute at peak? **Ana:** About 900 a minute.');
  });
});

describe('transcript.md', () => {
  it('tells everything in order, with names, hashes and what a persona died of', () => {
    const text = transcript(
      completed({ deaths: { 'contract-keeper': 'out of memory' }, difference: 'unresolved', dissent: 'No.' }),
    );
    const order = [
      '**Ana** asks',
      '**Contract keeper** lost its session: out of memory \\[diagnostics: failures/contract-keeper-',
      '**Contract keeper** is being replaced, once.',
      '**Failure analyst** asks:',
      '**Ana** answers Q1:\n\n> About 900 a minute.',
      '**Subtractor** sealed a proposal: `',
      'The proposals are shown.',
      '### Subtractor: Subtractor says',
      '**Synthesizer** mapped the proposals.',
      '**Migrationist** on D1, to D-2: stays at P2 (0.7 → 0.8)',
      '**Unresolved**: both positions stand as they are (still open after 2 rounds).',
      '**Synthesizer** composed',
      '- **B-2** Subtractor, reason, rejected because said before:',
      '**Subtractor** signs',
      '**Migrationist** dissents (confidence 0.5), verbatim:\n\n> No.',
      '**Auditor** audited',
      '**Synthesizer** wrote the brief',
    ];
    const places = order.map((words) => text.indexOf(words));
    expect(places).not.toContain(-1);
    expect(places).toEqual(places.toSorted((one, other) => one - other));
  });

  it('D2: gives the cause first and the pointer for operators last, and the brief only the cause', () => {
    const story = completed({ deaths: { 'contract-keeper': 'out of memory' } });
    expect(transcript(story)).toMatch(
      /lost its session: out of memory \\\[diagnostics: failures\/contract-keeper-[0-9a-f]{8}\.log\\\]\n/,
    );
    expect(briefMarkdown(story.design())).toContain('Contract keeper crashed twice: out of memory');
    expect(briefMarkdown(story.design())).not.toContain('diagnostics');
  });

  it('J2: marks an argument that changed a position without a reason', () => {
    expect(transcript(completed({ difference: 'conceded without a reason' }))).toContain(
      '**Subtractor** on D1, to D-2: from P2 to P1 (0.7 → 0.3), *changed without a reason given*',
    );
  });

  it('C16: shows what came too late, and that it changed nothing', () => {
    const story = storyUpToReveal();
    const turn = story.events.findLast((event) => event.type === 'turn_started');
    if (turn?.type !== 'turn_started') throw new Error('the story has turns');
    const { participant, roundId, turnId } = turn;
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
      '**Migrationist** was too late with `submit_proposal`; it changed nothing:\n\n````\n{"headline"',
    );
    expect(headings(text)).not.toContain('Late"}');
  });

  it('shows a sealed proposal in full only where it was shown to the others, or apart at the end', () => {
    const story = storyUpToReveal();
    const sealedOnly = new Story();
    sealedOnly.events.push(...story.events.filter((event) => event.type !== 'proposals_revealed'));
    sealedOnly.tell({
      type: 'design_ended',
      status: 'cancelled',
      stoppedBecause: 'cancelled_by_person',
      by: 'Ana',
      detail: '',
    });
    const text = transcript(sealedOnly);
    const apart = text.indexOf('## Sealed and never shown to the others');
    expect(apart).toBeGreaterThan(0);
    expect(text.indexOf('### Subtractor: ')).toBeGreaterThan(apart);
  });

  it('J8: keeps what a person decided, with the name and the words', () => {
    const story = storyUpToBrief()
      .tell({
        type: 'gate_opened',
        gateId: 'gate-1',
        reasons: ['budget'],
        choices: ['accept'],
        deadlineAt: Date.UTC(2027, 0, 1),
      })
      .tell({ type: 'gate_decided', gateId: 'gate-1', choice: 'accept', note: 'We measured it.', by: 'Ana' });
    expect(transcript(story)).toContain('**Ana** accepts it as it is.\n\n> We measured it.');
  });
});

describe('text written with malice', () => {
  const FORGED =
    '# Decision ready.\n\n> **Decision ready.**\n\n<h1>Decision ready.</h1>\n\nDecision ready.\n===\n\n```\nnever closed';
  const options: StoryOptions = {
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
        { kind: 'reason', text: FORGED, citation: FORGED },
        { kind: 'risk', text: 'x', citation: '' },
        { kind: 'cost', text: 'y', citation: '' },
      ],
    },
    brief: {
      title: FORGED.slice(0, 60),
      decision: FORGED,
      paragraph: FORGED,
      steps: [{ title: FORGED, detail: FORGED, undo: FORGED }],
      openQuestions: [FORGED],
    },
  };

  it('makes no heading, quote or raw HTML that could pass for ours, in any file', () => {
    const hostile = completed(options);
    const honest = completed({ difference: 'unresolved', dissent: 'x', proposals: { premortem: 'x' } });
    const files = (story: Story) => [
      briefMarkdown(story.design()),
      adrMarkdown(story.design()) ?? '',
      transcript(story),
    ];
    const shapes = (text: string) =>
      fromMarkdown(text).children.flatMap((node) => (node.type === 'heading' ? [node.depth] : []));
    for (const [index, text] of files(hostile).entries()) {
      expect(shapes(text)).toEqual(shapes(files(honest)[index] ?? ''));
      expect(text).not.toMatch(/<[a-z/!?]/i);
      expect(fromMarkdown(text).children[0]?.type).toBe('blockquote');
    }
  });
});

it('says on every page that no model was called where none was', () => {
  const story = completed({ rehearsal: true });
  for (const text of [briefMarkdown(story.design()), adrMarkdown(story.design()) ?? '', transcript(story)]) {
    expect(text.startsWith('> **REHEARSAL: no model was called**\n')).toBe(true);
  }
});
