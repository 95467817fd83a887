import { join } from 'node:path';
import { replay } from '../../src/core/evolve.ts';
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
 * The same bytes every time.
 */
export function goldenPrompts(): ReadonlyMap<string, string> {
  const dispute = promptsOf(designInDispute(shipped), shipped).filter(
    ([name]) => name.endsWith('/shared.txt') || OF_DISPUTE.includes(name),
  );
  return new Map([
    ['tools.txt', tools()],
    ...promptsOf(wholeDesign(shipped), shipped),
    ...dispute.map(([name, text]) => [`in-dispute/${name}`, text] as const),
  ]);
}

function promptsOf({ history }: World, personas: readonly Persona[]): (readonly [string, string])[] {
  const files = new Map<string, string>();
  let before: { readonly stage: string; readonly shared: Assignment['shared'] } = { stage: '', shared: [] };
  let stage = '';
  let roundId = '';
  for (const [index, event] of history.entries()) {
    if (event.type !== 'turn_started') continue;
    const design = replay(history.slice(0, index + 1));
    const turn = design?.turns.at(-1);
    if (design === null || turn === undefined) throw new Error('broken invariant: a turn without a design');
    const ask = askFor(design, turn);
    const assignment = assignmentFor(design, ask, (id) => voiceOf(personas, id), { reasks: 3 });
    if (roundId !== event.roundId) {
      before = { stage, shared: before.shared };
      roundId = event.roundId;
      stage = `${String(Number(roundId.slice(1))).padStart(2, '0')}-${ask.kind}`;
      files.set(`${stage}/shared.txt`, shared(assignment.shared, before));
      before = { stage: before.stage, shared: assignment.shared };
    }
    files.set(`${stage}/${turn.participant}.txt`, `${assignment.persona}\n\n${assignment.ask}\n`);
  }
  return [...files];
}

function voiceOf(personas: readonly Persona[], id: string): Voice {
  const persona = personas.find(({ profile }) => profile.id === id);
  if (persona === undefined) throw new Error(`no file for ${id}`);
  const { profile, reads, sections } = persona;
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
      `## \`${name}\`\n\n${description}\n\n\`\`\`json\n${JSON.stringify(inputSchema, null, 2)}\n\`\`\`\n`,
  );
  return `# The tools, as every request has them\n\n${shown.join('\n')}`;
}
