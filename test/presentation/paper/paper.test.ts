import { fromMarkdown } from 'mdast-util-from-markdown';
import { describe, expect, it } from 'vitest';
import { decidedOf } from '#core/decision/decided.ts';
import type { Design } from '#core/vocabulary/design.ts';
import type { Decision } from '#core/vocabulary/submission.ts';
import { writeBrief } from '#presentation/decision/brief.ts';
import { writeDecision } from '#presentation/decision/decision-document.ts';
import { writeTranscript } from '#presentation/history/transcript.ts';
import { writeRecordMarkdown } from '#presentation/record/record.ts';
import { BARE } from '../../support/designs/claims.ts';
import { given, World } from '../../support/designs/given.ts';
import { DESIGN_ID, FIVE } from '../../support/designs/given-start.ts';
import { finding } from '../../support/designs/given-submission.ts';
import {
  endAs,
  type Happenings,
  playToEnd,
  playToReveal,
  tellToTheEnd,
} from '../../support/designs/sample-design.ts';

const briefOf = (story: World) => writeBrief(story.design) ?? '';
const brief = (options: Happenings = {}) => briefOf(playToEnd(options));
const transcript = (story: World) => writeTranscript(story.design, story.history);

const FINDINGS: NonNullable<Happenings['findings']> = [
  finding({ kind: 'blind_spot', severity: 'major', text: 'Nobody asked operations.' }),
  finding({ kind: 'edge_case', severity: 'blocking', text: 'Delayed jobs are lost.' }),
];

/** With other words in its decision, whether or not they would be taken. */
function redecided({ history }: World, changes: Partial<Decision>): World {
  return World.after(
    history.map((event) => {
      if (event.type !== 'composite_submitted') return event;
      const { composite } = event;
      return {
        ...event,
        composite: { ...composite, decision: { ...composite.decision, ...changes } },
      };
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
    const story = playToEnd();
    const following = { followUpOf: DESIGN_ID, followUpDecision: 'Move it in four steps.' };
    const design: Design = { ...story.design, ...following };
    const said = `Follows up on \`${DESIGN_ID}\`: Move it in four steps.`;
    expect(writeRecordMarkdown(design)).toContain(said);
    expect(writeBrief(design)).toContain('Follows up on: Move it in four steps.');
    expect(writeTranscript(design, story.history)).toContain(said);
    expect(briefOf(story)).not.toContain('Follows up');
  });
});

describe('brief.md', () => {
  it('brief.md is one page: some six hundred words and a table, the rest is in the record', () => {
    const text = brief({
      assumed: true,
      dissent: 'No.',
      difference: 'unresolved',
      findings: FINDINGS,
    });
    expect(text.split(/\s+/).length).toBeLessThan(600);
    expect(text).toContain('[record.md](record.md)');
  });

  it('brief.md has no heading without content', () => {
    const text = briefOf(redecided(playToEnd(), { rejected: [], steps: [], risks: [], open: [] }));
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

  it('J9: contains the signed text byte for byte, and leaves what the audit found to the record', () => {
    const story = playToEnd({ findings: FINDINGS });
    const decided = decidedOf(story.design);
    if (decided === null) throw new Error('the story has a decision');
    const text = writeDecision(story.design, decided);
    expect(text).toContain('Move the queue in four steps, each measured.');
    expect(briefOf(story)).toContain(text);
    const found =
      '- **Finding 2, blocking**, edge case: Delayed jobs are lost. *Left open:* Each step is measured.\n';
    expect(briefOf(story)).not.toContain(found);
    expect(writeRecordMarkdown(story.design)).toContain(found);
  });

  it('brief.md has no id of the record, and no hash', () => {
    const text = brief({
      assumed: true,
      dissent: 'No.',
      difference: 'unresolved',
      findings: FINDINGS,
    });
    expect(text).toMatch(/record\.md/);
    expect(text).not.toMatch(/\b(?:[A-Z]-\d+|[DPQF]\d+|[0-9a-f]{16,})\b/);
  });

  it('C21: brief.md without a decision has the proposals side by side, and says what is missing', () => {
    const story = endAs(playToReveal(), { stoppedBecause: 'time_used_up' });
    const text = briefOf(story);
    expect(text).toContain('There is no decision. The proposals were not compared.');
    expect(text).toContain('- Subtractor says: move in four steps *(Subtractor)*');
  });

  it('C21: brief.md of a composite alone says that nobody has signed it', () => {
    const text = briefOf(
      endAs(playToReveal().reach('auditing'), { stoppedBecause: 'nothing_contributed' }),
    );
    expect(text).toMatch(/^> \*\*Needs a look: .*\n[\s\S]*\n- Nobody has signed it\.\n/m);
  });

  it('C21: a person who cancels gets none', () => {
    const story = playToReveal();
    story.cancels();
    expect(writeBrief(story.design)).toBeNull();
    expect(writeRecordMarkdown(story.design)).toMatch(
      /^> \*\*Ana cancelled it: there is no decision\.\*\*/,
    );
  });
});

describe('the front-matter of brief.md', () => {
  const matterOf = (design: Design) =>
    /^---\n([\s\S]*?)\n---\n/.exec(writeBrief(design) ?? '')?.[1];

  it('P11: brief.md begins with status, date and deciders, and never with a head', () => {
    const { design } = playToEnd({ difference: 'unresolved' });
    const expected = 'status: "accepted"\ndate: "2026-11-20"\ndecision-makers: "Ana"';
    expect(matterOf(design)).toBe(expected);
    expect(matterOf({ ...design, head: 'a'.repeat(64) })).toBe(expected);
  });

  it('J14: its status follows what people do after the end, and in a rehearsal nobody decides', () => {
    const world = playToEnd().reachEnd();
    world.when({
      type: 'judge_decision',
      verdict: 'declined',
      note: 'Not before March.',
      by: 'Cem',
    });
    const { design } = world;
    expect(matterOf(design)).toMatch(/^status: "rejected"$/m);
    expect(matterOf({ ...design, rehearsal: true })).toMatch(/^status: "proposed"$/m);
    expect(writeBrief(design)).toMatch(
      /^Cem declined it on 20 November 2026: “Not before March\.”$/m,
    );
  });

  it('C21: where no decision is in force it says how the design ended, and a text below is called a draft', () => {
    const drafted = playToReveal().reach('auditing');
    for (const { id } of drafted.design.participants) {
      if (drafted.design.end === null) drafted.loses(id);
      if (drafted.design.end === null) drafted.loses(id);
    }
    expect(matterOf(drafted.design)).toMatch(/^status: "cancelled"$/m);
    expect(briefOf(drafted)).toContain(
      '## Decision Outcome\n\n*A draft, which never came into force:*\n',
    );
  });
});

describe('record.md', () => {
  it('J5: who holds which side of an open difference stands in the record, and nowhere in the brief', () => {
    const story = playToEnd({ difference: 'unresolved' });
    const record = writeRecordMarkdown(story.design);
    expect(record).toMatch(/- `1a` .*\n {2}- Held by Archaeologist and Failure analyst\./);
    expect(record).toMatch(/- `1b` .*\n {2}- Held by Subtractor and Migrationist\./);
    const page = briefOf(story);
    expect(page).toContain('Can the outbox table carry 900 jobs a second?');
    expect(page).not.toMatch(/Archaeologist, Failure analyst|Subtractor, Migrationist/);
  });
});

describe('transcript.md', () => {
  it('D2: transcript.md gives the cause first and the pointer for operators last, and the brief only the cause', () => {
    const story = tellToTheEnd();
    expect(transcript(story)).toMatch(
      /\*\*Contract keeper\*\* crashed: out of memory \\\[diagnostics: failures\/contract-keeper-[0-9a-f]{8}\.log\\\]\.?\n/,
    );
    expect(briefOf(story)).toContain(
      'Contract keeper is missing: it crashed twice (out of memory)',
    );
    expect(briefOf(story)).not.toContain('diagnostics');
  });

  it('C16: transcript.md shows what came too late, and that it changed nothing', () => {
    const story = playToReveal();
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

  it('transcript.md names a sealed proposal that was never shown, and has none in full', () => {
    const sealedOnly = given({ personas: FIVE }).reach('proposing');
    sealedOnly.contributes('subtractor');
    sealedOnly.cancels();
    const text = transcript(sealedOnly);
    expect(text).toContain('- The subtractor: [in full](proposals/subtractor.md)');
    expect(text).not.toContain('### The subtractor: ');
  });
});

describe('where no model was called', () => {
  const story = playToEnd({ start: { rehearsal: true }, findings: FINDINGS });
  const design = story.design;
  const decided = decidedOf(design);
  if (decided === null) throw new Error('the story has a decision');
  const text = writeDecision(design, decided);
  const files = {
    'decision.md': text,
    'brief.md': briefOf(story),
    'record.md': writeRecordMarkdown(design),
    'transcript.md': transcript(story),
  };

  it.each(Object.entries(files))('%s says so once, by its mark', (_, file) => {
    expect(file.split('REHEARSAL: no model was called')).toHaveLength(2);
  });

  it.each(['decision.md', 'record.md', 'transcript.md'] as const)('%s says so first', (name) => {
    expect(files[name].startsWith('> **REHEARSAL: no model was called**\n')).toBe(true);
  });
});

describe('what the decision record says of people', () => {
  const { replies, ...design } = playToEnd({
    difference: 'unresolved',
    start: { rehearsal: true },
  }).design;
  const [reply] = replies;
  const [answer] = reply?.answers ?? [];
  if (reply === undefined || answer === undefined) throw new Error('somebody has answered');

  it('J8: the front-matter names a person once who has decided and settled a difference', () => {
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
    const makers = (rehearsal: boolean) =>
      /^decision-makers: (.*)$/m.exec(
        writeBrief({ ...design, rehearsal, replies, divergences }) ?? '',
      )?.[1];
    expect(makers(false)).toBe(`"${design.startedBy}"`);
    expect(makers(true)).toBe(`"${design.startedBy}"`);
  });
});

describe('decision.md', () => {
  it('decision.md gives reasons the room of some sixty words together, and always has the first', () => {
    const long = 'It is so. '.repeat(30).trim();
    const reason = (text: string) => ({ ...BARE, kind: 'reason' as const, text });
    const claims = [
      reason(`${long} First.`),
      reason(`${long} Second.`),
      { ...reason('It is short.'), kind: 'risk' as const },
    ];
    const text = brief({ proposals: { claims } });
    const why = text.split('### Because\n')[1]?.split('\n#')[0] ?? '';
    expect(why.match(/^- /gm)).toHaveLength(1);
  });
});
