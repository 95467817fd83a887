import { join } from 'node:path';
import { replay } from '../../src/core/course/evolve.ts';
import type { Persona } from '../../src/runtime/persona.ts';
import type { Assignment } from '../../src/runtime/session/protocol.mjs';
import { askFor } from '../../src/runtime/turn/ask.ts';
import { assignmentFor, type Voice } from '../../src/runtime/turn/assignment.ts';
import { TOOL_SPECS } from '../../src/runtime/turn/tools.ts';
import type { World } from '../support/given.ts';
import { shipped } from '../support/shipped-personas.ts';
import { designInDispute, wholeDesign } from './designs.ts';

export const FOLDER = join(import.meta.dirname, 'prompts');
/** Where the second design asks otherwise than the first; of its shared texts all are kept, which tell what happens. */
const OF_DISPUTE = [
  '04-argument/archaeologist.txt',
  '04-argument/subtractor.txt',
  '05-composite/synthesizer.txt',
  '09-revision/synthesizer.txt',
  '10-signing/subtractor.txt',
  '11-revision/synthesizer.txt',
  '12-signing/subtractor.txt',
];

/**
 * The prompts of two designs with a repository, as files by name: `tools.txt`, and for each stage what it adds to the
 * prefix that all share, and what each participant alone gets; of the second, `in-dispute`, only what is of another kind.
 * What stands word for word in the file of a persona, or in the prompt of the first who is asked, is not written again.
 * The same bytes every time.
 */
export function goldenPrompts(): ReadonlyMap<string, string> {
  const dispute = promptsOf(designInDispute(shipped), shipped, (name) => OF_DISPUTE.includes(name));
  return new Map([
    ['tools.txt', tools()],
    ...promptsOf(wholeDesign(shipped), shipped),
    ...dispute.map(([name, text]) => [`in-dispute/${name}`, text] as const),
  ]);
}

function promptsOf(
  { history }: World,
  personas: readonly Persona[],
  isKept: (name: string) => boolean = () => true,
): (readonly [string, string])[] {
  const files = new Map<string, string>();
  let first = { name: '', parts: new Set<string>() };
  let before: { readonly stage: string; readonly shared: Assignment['shared'] } = { stage: '', shared: [] };
  let stage = '';
  let roundId = '';
  for (const [index, event] of history.entries()) {
    if (event.type !== 'turn_started') continue;
    const design = replay(history.slice(0, index + 1));
    const turn = design?.turns.at(-1);
    if (design === null || turn === undefined) throw new Error('broken invariant: a turn without a design');
    const ask = askFor(design, turn);
    const persona = personaOf(personas, turn.participant);
    const assignment = assignmentFor(design, ask, (id) => voiceOf(personaOf(personas, id)), { reasks: 3 });
    if (roundId !== event.roundId) {
      before = { stage, shared: before.shared };
      roundId = event.roundId;
      stage = `${String(Number(roundId.slice(1))).padStart(2, '0')}-${ask.kind}`;
      files.set(`${stage}/shared.txt`, shared(assignment.shared, before));
      before = { stage: before.stage, shared: assignment.shared };
      first = { name: '', parts: new Set() };
    }
    const name = `${stage}/${turn.participant}.txt`;
    if (!isKept(name)) continue;
    const parts = partsOf(`${withoutOwnFile(assignment.persona, persona)}\n\n${assignment.ask}\n`);
    files.set(
      name,
      joined(parts.map((part) => (first.parts.has(part) ? as(part, first.name) : part)).join('')),
    );
    if (first.name === '') first = { name: `${turn.participant}.txt`, parts: new Set(parts) };
  }
  return [...files];
}

/** What begins with each heading. */
function partsOf(text: string): string[] {
  return text.split(/^(?=# )/m);
}

/** In place of what is the same in another file. */
function as(part: string, file: string): string {
  return `${reference(file, part.split('\n')[0]?.slice('# '.length) ?? '')}\n\n`;
}

function reference(file: string, headings: string): string {
  return `<!-- as in ${file}: ${headings} -->`;
}

/** What stands in one file one after the other is named in one line. */
function joined(text: string): string {
  const two = /^<!-- as in (\S+): (.*) -->\n\n<!-- as in \1: (.*) -->$/m;
  const once = text.replace(two, (_, file, before, after) => reference(file, `${before}; ${after}`));
  return once === text ? text : joined(once);
}

/** Without the words of sections of its file, which are only named. */
function withoutOwnFile(text: string, { profile, sections }: Persona): string {
  return sections.reduce(
    (left, { heading, markdown }) =>
      left.replace(markdown, () => reference(`personas/${profile.id}.md`, heading)),
    text,
  );
}

function personaOf(personas: readonly Persona[], id: string): Persona {
  const persona = personas.find(({ profile }) => profile.id === id);
  if (persona === undefined) throw new Error(`no file for ${id}`);
  return persona;
}

function voiceOf({ profile, reads, sections }: Persona): Voice {
  return { summary: profile.summary, reads, sections, effort: 'high' };
}

/** The blocks that a stage adds; where the endpoint is told to cache up to is marked. */
function shared(
  blocks: Assignment['shared'],
  before: { readonly stage: string; readonly shared: Assignment['shared'] },
): string {
  const differs = blocks.findIndex(({ text }, at) => text !== before.shared[at]?.text);
  const same = differs === -1 ? blocks.length : differs;
  const head =
    same === 0 ? '' : `<!-- begins with the ${same} blocks that ${before.stage} begins with -->\n\n`;
  const added = blocks
    .slice(same)
    .map(({ text, cache }) => `${text}\n${cache ? '\n<!-- cached up to here -->\n' : ''}`);
  return `${head}${added.join('\n')}`.trimEnd().concat('\n');
}

function tools(): string {
  const shown = TOOL_SPECS.map(
    ({ name, description, inputSchema }) =>
      `## \`${name}\`\n\n${description}\n\n${fieldsOf(inputSchema, 'input').join('\n')}\n`,
  );
  const head = 'Fields in their order; each is required, and an object has no others.';
  return `# The tools, as every request has them\n\n${head}\n\n${shown.join('\n')}`;
}

interface Schema {
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly items?: Schema;
  readonly required?: readonly string[];
  readonly additionalProperties?: boolean;
}

/** A line for each field, with all that is said of it: its type, its bounds and what it is. */
function fieldsOf(schema: Schema, path: string): string[] {
  const { properties, items, required = [], additionalProperties, ...own } = schema;
  const fields = Object.entries(properties ?? {});
  const isWhole = fields.map(([name]) => name).join() === required.join();
  if (!isWhole || (properties !== undefined && additionalProperties !== false)) {
    throw new Error(`${path} does not need all its fields, or takes others`);
  }
  const said = JSON.stringify(own, null, 1).replaceAll(/\n */g, ' ');
  return [
    ...(said === '{ "type": "object" }' ? [] : [`- ${path} ${said}`]),
    ...fields.flatMap(([name, field]) => fieldsOf(field, `${path}.${name}`)),
    ...(items === undefined ? [] : fieldsOf(items, `${path}[]`)),
  ];
}
