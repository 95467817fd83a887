import { join } from 'node:path';
import { TERMINAL_TOOLS } from '../../src/core/vocabulary/submission.ts';
import { replay } from '../../src/core/workflow/evolve.ts';
import type { ReducedSchema, ToolSpec } from '../../src/ports/model.ts';
import type { Assignment } from '../../src/sessions/child/protocol.mjs';
import { askFor } from '../../src/turns/prompt/ask.ts';
import { makeAssignment, type Voice } from '../../src/turns/prompt/assignment.ts';
import type { Persona } from '../../src/turns/prompt/persona.ts';
import { listToolSpecs } from '../../src/turns/tools.ts';
import type { World } from '../support/designs/given.ts';
import { bytesOf, leavesOf } from '../support/designs/schema-size.ts';
import { shipped } from '../support/designs/shipped-personas.ts';
import { designInDispute, wholeDesign } from './designs.ts';

export const FOLDER = join(import.meta.dirname, 'prompts');
/**
 * Where the second design asks otherwise than the first; of its shared texts all are kept, which
 * tell what happens.
 */
const OF_DISPUTE = [
  '03-argument/archaeologist.txt',
  '03-argument/subtractor.txt',
  '04-composite/synthesizer.txt',
  '06-reading/synthesizer.txt',
  '08-revision/synthesizer.txt',
  '10-revision/synthesizer.txt',
  '12-signing/subtractor.txt',
  '13-revision/synthesizer.txt',
  '15-signing/subtractor.txt',
];

/**
 * The prompts of two designs with a repository, as files by name: `sizes.txt` with the bytes of
 * each request, `tools.txt`, and for each stage what it adds to the prefix that all share, and what
 * each participant alone gets; of the second, `in-dispute`, only what is of another kind. What
 * stands word for word in the file of a persona, or in the prompt of the first who is asked, is not
 * written again. The same bytes every time.
 */
export function goldenPrompts(): ReadonlyMap<string, string> {
  const whole = requestsOf(wholeDesign(shipped), shipped);
  const inDispute = requestsOf(designInDispute(shipped), shipped);
  const dispute = promptsOf(inDispute, (name) => OF_DISPUTE.includes(name));
  return new Map([
    ['sizes.txt', `${sizes('The first design', whole)}\n${sizes('In dispute', inDispute)}`],
    ['tools.txt', tools()],
    ...promptsOf(whole),
    ...dispute.map(([name, text]) => [`in-dispute/${name}`, text] as const),
  ]);
}

/** The first request of a turn. */
interface FirstRequest {
  /** Its round: `01-questions`. */
  readonly stage: string;
  readonly persona: Persona;
  readonly assignment: Assignment;
  readonly tools: readonly ToolSpec[];
}

function requestsOf({ history }: World, personas: readonly Persona[]): FirstRequest[] {
  return history.flatMap((event, index) => {
    if (event.type !== 'turn_started') return [];
    const design = replay(history.slice(0, index + 1));
    const turn = design?.turns.at(-1);
    if (design === null || turn === undefined)
      throw new Error('broken invariant: a turn without a design');
    const ask = askFor(design, turn);
    const persona = personaOf(personas, turn.participant);
    const assignment = makeAssignment(design, ask, (id) => voiceOf(personaOf(personas, id)), {
      reasks: 3,
    });
    const stage = `${event.roundId.slice(1).padStart(2, '0')}-${ask.kind}`;
    return [{ stage, persona, assignment, tools: listToolSpecs(ask) }];
  });
}

function promptsOf(
  requests: readonly FirstRequest[],
  isKept: (name: string) => boolean = () => true,
): (readonly [string, string])[] {
  const files = new Map<string, string>();
  let first = { name: '', parts: new Set<string>() };
  let before: { readonly stage: string; readonly shared: Assignment['shared'] } = {
    stage: '',
    shared: [],
  };
  for (const { stage, persona, assignment } of requests) {
    if (stage !== before.stage) {
      files.set(`${stage}/shared.txt`, shared(assignment.shared, before));
      before = { stage, shared: assignment.shared };
      first = { name: '', parts: new Set() };
    }
    const { id } = persona.profile;
    const name = `${stage}/${id}.txt`;
    if (!isKept(name)) continue;
    const parts = partsOf(`${withoutOwnFile(assignment.persona, persona)}\n\n${assignment.ask}\n`);
    files.set(
      name,
      joined(parts.map((part) => (first.parts.has(part) ? as(part, first.name) : part)).join('')),
    );
    if (first.name === '') first = { name: `${id}.txt`, parts: new Set(parts) };
  }
  return [...files];
}

/** A line for each request, with the bytes of each part in the order in which they are sent. */
function sizes(title: string, requests: readonly FirstRequest[]): string {
  const lines = requests.map(({ stage, persona, assignment, tools: specs }) => {
    const [rules, ...material] = assignment.shared.map(({ text }) => Buffer.byteLength(text));
    const parts = [
      bytesOf(specs),
      rules ?? 0,
      sum(material),
      Buffer.byteLength(assignment.persona),
      Buffer.byteLength(assignment.ask),
    ];
    const names = specs.map(({ name }) => name).join(' ');
    return `| ${stage}/${persona.profile.id} | ${[...parts, sum(parts)].join(' | ')} | ${names} |`;
  });
  return [
    `# ${title}: bytes of the first request of each turn\n`,
    '| request | tools | rules | shared material | own part | ask | together | its tools |',
    '|---|---:|---:|---:|---:|---:|---:|---|',
    ...lines,
    '',
  ].join('\n');
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, each) => total + each, 0);
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
  const once = text.replace(two, (_, file, before, after) =>
    reference(file, `${before}; ${after}`),
  );
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
    same === 0
      ? ''
      : `<!-- begins with the ${same} blocks that ${before.stage} begins with -->\n\n`;
  const added = blocks
    .slice(same)
    .map(({ text, cache }) => `${text}\n${cache ? '\n<!-- cached up to here -->\n' : ''}`);
  return `${head}${added.join('\n')}`.trimEnd().concat('\n');
}

function tools(): string {
  const reading = listToolSpecs({ terminalTools: [], readings: 1, hasRepository: true });
  const ending = listToolSpecs({ terminalTools: TERMINAL_TOOLS, readings: 0, hasRepository: true });
  const shown = [...reading, ...ending].map(({ name, description, inputSchema }) => {
    const size = `${leavesOf(inputSchema)} fields, ${bytesOf(inputSchema)} bytes`;
    return `## \`${name}\` (${size})\n\n${description}\n\n${fieldsOf(inputSchema, 'input').join('\n')}\n`;
  });
  const head =
    'Fields in their order; each is required, and an object has no others. A request has those of its turn.';
  return `# The tools\n\n${head}\n\n${shown.join('\n')}`;
}

/** A line for each field: its type, its values and what it is. */
function fieldsOf(schema: ReducedSchema, path: string): string[] {
  const { properties, items, required: _, additionalProperties: __, ...own } = schema;
  const said = JSON.stringify(own, null, 1).replaceAll(/\n */g, ' ');
  return [
    ...(said === '{ "type": "object" }' ? [] : [`- ${path} ${said}`]),
    ...Object.entries(properties ?? {}).flatMap(([name, field]) =>
      fieldsOf(field, `${path}.${name}`),
    ),
    ...(items === undefined ? [] : fieldsOf(items, `${path}[]`)),
  ];
}
