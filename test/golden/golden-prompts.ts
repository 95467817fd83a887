import { join } from 'node:path';
import { loadParticipants } from '../../src/adapters/personas/load.ts';
import type { Pinned } from '../../src/core/events.ts';
import { replay } from '../../src/core/evolve.ts';
import { ROUND_KINDS } from '../../src/core/round/round.ts';
import type { Submission } from '../../src/core/submission.ts';
import type { Persona } from '../../src/runtime/persona.ts';
import type { Assignment } from '../../src/runtime/session/protocol.mjs';
import { askFor } from '../../src/runtime/turn/ask.ts';
import { assignmentFor, type Voice } from '../../src/runtime/turn/assignment.ts';
import { TOOL_SPECS } from '../../src/runtime/turn/tools.ts';
import { World } from '../support/given.ts';
import { DEFAULT_SCRIPT, type Script, startDesign } from '../support/given-start.ts';
import * as speech from '../support/given-submission.ts';

export const FOLDER = join(import.meta.dirname, 'prompts');
const PERSONAS = join(import.meta.dirname, '../../personas');

const REPOSITORY: Pinned = {
  name: 'shop',
  commit: '3f1c9d2e'.repeat(5),
  digest: [
    'Repository shop at commit 3f1c9d2e3f1c9d2e3f1c9d2e3f1c9d2e3f1c9d2e: 214 files.',
    'Cite what you read in it as path:12 or path:12-14, with a few words of these lines.',
    '',
    'Top level:',
    'docs/ (9 files): decisions 4',
    'src/ (180 files): queue 31, web 90',
    '',
    'Decisions on record:',
    'docs/decisions/0001-redis.md: Jobs live in Redis',
  ].join('\n'),
};
const CONTEXT = { name: 'notes.md', text: 'The queue has 900 jobs a minute at peak, most of them mails.' };

/** What each persona claims. The rest of what is said is that of the core's tests. */
const CLAIMS: Readonly<Record<string, readonly [headline: string, claim: string]>> = {
  archaeologist: [
    'Keep what was decided, until its reason is gone',
    'Redis was chosen for its speed in 2021, and nobody has measured it since.',
  ],
  'contract-keeper': [
    'Keep the order of jobs that the mailer relies on',
    'The mailer relies on jobs of one customer coming in order.',
  ],
  'failure-analyst': [
    'Bound what a slow replica holds up',
    'A replica that lags by a minute stops every worker.',
  ],
  migrationist: [
    'Move in four steps, each of which can be taken back',
    'Both queues are written for a week before one is read.',
  ],
  outsider: [
    'Lose no mail, by the sale in November',
    'A lost mail costs some 40 euros, and the sale is on 27 November.',
  ],
  subtractor: ['Drop the second store, or do nothing', 'One store is easier to run than two.'],
};

const script: Script = {
  proposals: (_, speaker) => {
    const [headline = '', claim = ''] = CLAIMS[speaker] ?? [];
    return speech.proposal({ headline, summary: `${headline}. The claims say why.` }, claim);
  },
  signing: (_, speaker) =>
    speaker === 'outsider' ? speech.dissent('The sale is nowhere in the steps.') : speech.signature(),
};

/** Everybody takes notes of what it found. */
const noting: Script = Object.fromEntries(
  ROUND_KINDS.map((kind): [string, Script[typeof kind]] => [
    kind,
    (design, speaker): Submission => ({
      ...(script[kind] ?? DEFAULT_SCRIPT[kind])(design, speaker),
      notes: `src/queue/worker.ts:12 retries five times (found while at: ${kind})`,
    }),
  ]),
);

/**
 * Every prompt of one whole design with a repository, as files by name: `tools.txt`, and for each stage what it adds to
 * the prefix that all share, and what each participant alone gets. The same bytes every time.
 */
export async function goldenPrompts(): Promise<ReadonlyMap<string, string>> {
  const personas = await loadParticipants(PERSONAS);
  const { history } = wholeDesign(personas);
  const files = new Map([['tools.txt', tools()]]);
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
  return files;
}

function wholeDesign(personas: readonly Persona[]): World {
  const named = (role: string) => personas.filter(({ profile }) => profile.role === role);
  const start = startDesign({ personas: named('persona').map(({ profile }) => profile.id) });
  const world = new World(noting);
  world.when({
    ...start,
    participants: start.participants.map((each) => {
      const profile = personas.find((persona) => persona.profile.id === each.id)?.profile;
      return profile === undefined ? each : { ...each, title: profile.title, emoji: profile.emoji };
    }),
    repository: REPOSITORY,
    context: [CONTEXT],
  });
  world.reach('answering').replies('About 15 a second, and only the web app puts jobs in.', 'Ana');
  return world.reachEnd();
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
