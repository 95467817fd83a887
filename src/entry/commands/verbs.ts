/** Verbs of the command line, each in a file of its own that is loaded when it is called. */

import { type Act, type CommandLineVerb, GROUPS } from '../../acts/act.ts';
import { ACTS } from '../../acts/table.ts';
import { listWords } from '../../core/vocabulary/text.ts';
import { commandNameOf, type Verb, type VerbFile } from '../cli/verb.ts';
import { GATEWAYS } from '../gateways.ts';

const PLATFORMS = listWords(GATEWAYS.map(({ title }) => title));

/** Files of verbs that are more than their rows. */
const FILES: Readonly<Record<string, () => Promise<Partial<VerbFile>>>> = {
  design: () => import('./design.ts'),
  retry: () => import('./retry.ts'),
  list: () => import('./list.ts'),
  show: () => import('./show.ts'),
  watch: () => import('./watch.ts'),
  answer: () => import('./answer.ts'),
  'sign-in': () => import('./sign-in.ts'),
  backup: () => import('./backup.ts'),
};

/** Verbs about this machine, without an act. */
const LOCAL: readonly Verb[] = [
  {
    group: 'Run',
    synopsis: 'serve',
    summary: `run the daemon: the HTTP API, ${PLATFORMS} where they are set up, and every design that has not ended`,
    examples: ['serve'],
    isFirst: true,
    load: () => import('./serve.ts'),
  },
  {
    group: 'Read',
    synopsis: 'open <id>',
    summary:
      "open a design's page in the browser if a daemon shows one; else print the path of its brief",
    examples: ['open 45781c68'],
    load: () => import('./open.ts'),
  },
  {
    group: 'Set up',
    synopsis: 'mcp',
    summary:
      'serve a coding agent over MCP on standard input and output, so that it can start, follow and read designs',
    examples: ['mcp'],
    load: () => import('./mcp.ts'),
  },
  {
    group: 'Check and publish',
    synopsis: 'verify <path>',
    summary:
      "check a design's files: hashes, seals and the chain of events, and compare its head with the store",
    examples: ['verify data/designs/dsn_01a1ffef-f615-73c1-a48a-6be45781c68e'],
    isFirst: true,
    load: () => import('./verify.ts'),
  },
  {
    group: 'Keep',
    synopsis: 'migrate',
    summary: 'create the store or bring it up to date; or move it to Postgres',
    examples: ['migrate', 'migrate --to "$NEW_URL"'],
    load: () => import('./migrate.ts'),
  },
  {
    group: 'Set up',
    synopsis: 'personas',
    summary: 'check the persona files and list them',
    examples: ['personas'],
    load: () => import('./personas.ts'),
  },
  {
    group: 'Set up',
    synopsis: 'setup',
    summary: 'ask for keys and tokens, try them, and write them into .env',
    examples: ['setup'],
    isFirst: true,
    load: () => import('./setup.ts'),
  },
  {
    group: 'Set up',
    synopsis: 'doctor',
    summary: 'say what is configured, reachable and missing; shows no secret',
    examples: ['doctor', 'doctor --try'],
    isFirst: true,
    load: () => import('./doctor.ts'),
  },
  {
    group: 'Set up',
    synopsis: 'slack-manifest',
    summary: 'print the manifest to make the app in Slack from',
    examples: ['slack-manifest'],
    load: () => import('./slack-manifest.ts'),
  },
];

interface TypedAct {
  readonly act: Act;
  readonly typed: CommandLineVerb;
}

const TYPED: readonly TypedAct[] = Object.values<Act>(ACTS).flatMap((act) =>
  (act.typed ?? []).map((typed) => ({ act, typed })),
);

export const VERBS: readonly Verb[] = [
  ...[...Map.groupBy(TYPED, ({ typed }) => commandNameOf(typed))].map(([name, rows]) =>
    verbOf(name, rows),
  ),
  ...LOCAL,
].toSorted((one, other) => GROUPS.indexOf(one.group) - GROUPS.indexOf(other.group));

function verbOf(name: string, rows: readonly TypedAct[]): Verb {
  const [first, ...others] = rows;
  if (first === undefined) throw new Error(`broken invariant: no row has the verb ${name}`);
  const { act, typed } = first;
  if (others.length === 0)
    return {
      group: act.group,
      summary: act.summary,
      ...typed,
      load: async () => ({ ...(await rowVerb(first)), ...(await FILES[name]?.()) }),
    };
  const secondWords = rows.map((row) => ({ row, second: row.typed.synopsis.split(' ')[1] ?? '' }));
  return {
    group: act.group,
    synopsis: `${name} ${secondWords.map(({ second }) => second).join('|')}`,
    summary: rows.map((row) => row.typed.summary ?? row.act.summary).join('; '),
    examples: rows.flatMap((row) => row.typed.examples),
    load: async () => ({
      under: Object.fromEntries(
        await Promise.all(
          secondWords.map(async ({ row, second }) => [second, await rowVerb(row)] as const),
        ),
      ),
    }),
  };
}

async function rowVerb({ act, typed }: TypedAct): Promise<VerbFile> {
  return (await import('../cli/act-verb.ts')).createActVerb(act, typed);
}
