import { draw } from '../../src/adapters/slack/drawing/draw.ts';
import { changeLines } from '../../src/adapters/terminal/change-lines.ts';
import { replay } from '../../src/core/course/evolve.ts';
import { documentOf } from '../../src/core/telling/message/post.ts';
import { briefMarkdown } from '../../src/core/telling/paper/brief.ts';
import { recordMarkdown } from '../../src/core/telling/paper/record.ts';
import { transcriptMarkdown } from '../../src/core/telling/paper/transcript.ts';
import type { Design } from '../../src/core/vocabulary/design.ts';
import { cutWords } from '../../src/core/vocabulary/text.ts';
import { askFor } from '../../src/runtime/turn/ask.ts';
import { assignmentFor } from '../../src/runtime/turn/assignment.ts';
import { sourceFiles } from '../house/source.ts';
import { ONE_PLACE } from '../house/telling.ts';
import type { World } from '../support/given.ts';
import { completed, POSTS } from '../support/sample-design.ts';
import { shipped } from '../support/shipped-personas.ts';

/**
 * `node test/gallery/six-facts.ts` prints, for each of six facts, the one place of its words, and how one design shows it in a Slack
 * thread, in a terminal, in its papers and to a model.
 */
const SURFACES = [
  'Slack thread',
  'terminal, plain lines',
  'brief.md',
  'record.md',
  'transcript.md',
  'prompts',
] as const;
/** Lines of one surface that are shown for one fact, and characters of each. */
const [MAX_LINES, MAX_CHARACTERS] = [4, 220];

/** Words by which a line is found that tells the fact. */
const FACTS: readonly { readonly what: keyof typeof ONE_PLACE; readonly found: RegExp }[] = [
  { what: 'a dissent', found: /dissents?\b/i },
  { what: 'a move without a reason', found: /without a reason|without giving/i },
  { what: 'a lost persona', found: /was lost|crashed|out of memory|is being replaced/i },
  { what: 'an assumption', found: /assum|guess|nobody said anything/i },
  { what: 'money spent', found: /\$\d|cost unknown/i },
  { what: 'a gate', found: /decided|decides? by|decision is needed|needs? a person|gate|accept/i },
];

/** One design in which all six happen, as it ended. */
function play(): World {
  const world = completed({
    deaths: { 'contract-keeper': 'out of memory' },
    assumed: true,
    dissent: 'The load was never measured with triggers.',
    difference: 'moved without a reason',
  });
  const madeOf = { version: world.design.version, at: world.now, head: '9f2c'.repeat(16) };
  const files = [{ name: 'brief.md', bytes: 10, sha256: 'a'.repeat(64) }];
  world.when({ type: 'report_files_written', files, madeOf });
  return world;
}

function linesOf(text: string): string[] {
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
}

/** Each message of the thread as it stood after every event, as Slack is sent it. */
function slackLines(designs: readonly Design[]): string[] {
  return designs.flatMap((design) =>
    POSTS.flatMap((post) => {
      const isThere =
        (post.kind !== 'gate' || design.gates.length > 0) &&
        (post.kind !== 'divergence' || design.divergences.length > 0) &&
        (post.kind !== 'outcome' || design.end !== null) &&
        (post.kind !== 'questions' || design.questions.length > 0);
      return isThere ? linesOf(blockText(draw(documentOf(post, design)).blocks)) : [];
    }),
  );
}

/** The letters of Block Kit; what belongs into one line stays in it. */
function blockText(node: unknown): string {
  if (Array.isArray(node)) return node.map(blockText).join('\n');
  if (typeof node !== 'object' || node === null) return '';
  if ('type' in node && node.type === 'rich_text_section' && 'elements' in node)
    return (node.elements as readonly { text?: string; fallback?: string }[])
      .map(({ text, fallback = '' }) => text ?? fallback)
      .join('');
  return Object.entries(node)
    .map(([key, value]) => (typeof value === 'string' ? (key === 'text' ? value : '') : blockText(value)))
    .join('\n');
}

function promptLines({ history }: World): string[] {
  return history.flatMap((event, index) => {
    if (event.type !== 'turn_started') return [];
    const design = replay(history.slice(0, index + 1));
    const turn = design?.turns.at(-1);
    if (design === null || turn === undefined) return [];
    const voiceOf = (id: string) => {
      const persona = shipped.find(({ profile }) => profile.id === id);
      if (persona === undefined) throw new Error(`no file for ${id}`);
      const { profile, reads, sections } = persona;
      return { summary: profile.summary, reads, sections, effort: 'high' as const };
    };
    const { shared, ask } = assignmentFor(design, askFor(design, turn), voiceOf, { reasks: 3 });
    return linesOf([...shared.map(({ text }) => text), ask].join('\n'));
  });
}

function surfaces(world: World): Readonly<Record<(typeof SURFACES)[number], readonly string[]>> {
  const { design, history } = world;
  const designs = history.flatMap((_, index) => replay(history.slice(0, index + 1)) ?? []);
  return {
    'Slack thread': slackLines(designs),
    'terminal, plain lines': history.flatMap((event, index) => changeLines(event, designs[index] ?? design)),
    'brief.md': linesOf(briefMarkdown(design) ?? ''),
    'record.md': linesOf(recordMarkdown(design)),
    'transcript.md': linesOf(transcriptMarkdown(design, history)),
    prompts: promptLines(world),
  };
}

/** `file:line` of the words, as the house test knows them. */
function placeOf(what: string): string {
  const [words, path] = ONE_PLACE[what] ?? [/$^/, ''];
  const text = sourceFiles('src').find((file) => file.path === path)?.text ?? '';
  const line = text.split('\n').findIndex((each) => words.test(each) && !each.trimStart().startsWith('*'));
  return `${path}:${line + 1}`;
}

function print(): string {
  const shown = surfaces(play());
  return FACTS.flatMap(({ what, found }) => [
    `## ${what}`,
    '',
    `Worded in \`${placeOf(what)}\`.`,
    '',
    ...SURFACES.flatMap((surface) => {
      const lines = [...new Set(shown[surface])].filter((line) => found.test(line));
      const told = lines.slice(0, MAX_LINES).map((line) => `    ${cutWords(line, MAX_CHARACTERS)}`);
      const more = lines.length > MAX_LINES ? [`    … and ${lines.length - MAX_LINES} more`] : [];
      return [`- ${surface}`, '', ...(told.length === 0 ? ['    (nothing)'] : told), ...more, ''];
    }),
  ]).join('\n');
}

if (import.meta.main) process.stdout.write(print());
