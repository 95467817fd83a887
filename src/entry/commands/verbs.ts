import type { GatewayVerb } from '../../runtime/ports/gateway.ts';
import type { Verb } from '../cli/verb.ts';
import { GATEWAYS } from '../gateways.ts';

const PLATFORMS = new Intl.ListFormat('en').format(GATEWAYS.map(({ title }) => title));

/** Every verb, in the order of `--help`. Another one is a file here and an entry in this list. */
export const VERBS: readonly Verb[] = [
  {
    group: 'Run',
    synopsis: 'design <topic>',
    summary: 'run one design to its end in this terminal',
    examples: [
      'design "Should the job queue move from Redis to Postgres?"',
      'design "Where do the logs go?" --repo . --depth quick',
      'design "Where do the logs go?" --answers answers.md',
      'design @topic.md --model claude-sonnet-5-5',
    ],
    load: () => import('./design.ts'),
  },
  {
    group: 'Run',
    synopsis: 'serve',
    summary: `run the daemon: the HTTP API, ${PLATFORMS} where they are set up, and every design that has not ended`,
    examples: ['serve'],
    load: () => import('./serve.ts'),
  },
  {
    group: 'Read',
    synopsis: 'list',
    summary: 'list designs: what waits for a person first, then the newest',
    examples: ['list', 'list --status awaiting_input'],
    load: () => import('./list.ts'),
  },
  {
    group: 'Read',
    synopsis: 'show <id>',
    summary: 'show how far a design is, and what it came to',
    examples: ['show 45781c68', 'show 45781c68 --why "move to a table"', 'show 45781c68 --turn 12'],
    load: () => import('./show.ts'),
  },
  {
    group: 'Read',
    synopsis: 'watch <id>',
    summary: 'show a design live until it has ended, wherever it runs; Ctrl-C stops watching alone',
    examples: ['watch 45781c68', 'watch 45781c68 --json'],
    load: () => import('./watch.ts'),
  },
  {
    group: 'Read',
    synopsis: 'open <id>',
    summary: "open a design's page in the browser where a daemon shows one; else say where its brief is",
    examples: ['open 45781c68'],
    load: () => import('./open.ts'),
  },
  {
    group: 'Act',
    synopsis: 'cancel <id>',
    summary: 'cancel a design; what was contributed is kept',
    examples: ['cancel 45781c68 --reason "asked twice"'],
    load: () => import('./cancel.ts'),
  },
  {
    group: 'Act',
    synopsis: 'answer <id> <text>',
    summary:
      'answer open questions; "Q2: …" at the start of a line says which question the words below it answer',
    examples: ['answer 45781c68 "Q1: 900 a minute"', 'answer 45781c68 "" --done'],
    load: () => import('./answer.ts'),
  },
  {
    group: 'Read',
    synopsis: 'ask <id> <question>',
    summary: 'ask about a decision after the end; the answer comes from its record, with its sources',
    examples: ['ask 45781c68 "Why not SQLite?"'],
    load: () => import('./ask.ts'),
  },
  {
    group: 'Act',
    synopsis: 'decide <id> <choice>',
    summary: 'decide at the open gate',
    examples: ['decide 45781c68 accept', 'decide 45781c68 send_back --note "Say how to undo it"'],
    load: () => import('./decide.ts'),
  },
  {
    group: 'Act',
    synopsis: 'settle <id> <difference> <position>',
    summary: 'settle a point that the personas differ on',
    examples: ['settle 45781c68 D1 1a --note "We run Postgres already"'],
    load: () => import('./settle.ts'),
  },
  {
    group: 'Act',
    synopsis: 'accept <id>',
    summary: 'accept a decision after its end, in your name',
    examples: ['accept 45781c68'],
    load: () => import('./accept.ts'),
  },
  {
    group: 'Act',
    synopsis: 'decline <id>',
    summary: 'decline a decision after its end, in your name',
    examples: ['decline 45781c68 --why "Not before March"'],
    load: () => import('./decline.ts'),
  },
  {
    group: 'Check and publish',
    synopsis: 'publish <id>',
    summary: 'propose a decision to a repository: its record as a pull request, its steps as issues',
    examples: ['publish 45781c68 --preview', 'publish 45781c68 --repository acme/shop'],
    load: () => import('./publish.ts'),
  },
  {
    group: 'Check and publish',
    synopsis: 'recheck <record or id>',
    summary: 'look if what a decision rests on still stands: cited lines, dates, later decisions',
    examples: ['recheck 45781c68 --at 08aa129', 'recheck docs/decisions/0007-keep-redis.md'],
    load: () => import('./recheck.ts'),
  },
  {
    group: 'Act',
    synopsis: 'retry <id>',
    summary: 'run an ended design again from its answers and proposals: in the daemon, else in this terminal',
    examples: ['retry 45781c68 --preview', 'retry 45781c68'],
    load: () => import('./retry.ts'),
  },
  {
    group: 'Set up',
    synopsis: 'mcp',
    summary: 'serve a coding agent by MCP on standard input and output: it starts, follows and reads designs',
    examples: ['mcp'],
    load: () => import('./mcp.ts'),
  },
  {
    group: 'Read',
    synopsis: 'lessons [words...]',
    summary: 'list what earlier designs taught, the best match first; dismiss a lesson',
    examples: ['lessons', 'lessons job queue', 'lessons --dismiss 45781c68'],
    load: () => import('./lessons.ts'),
  },
  {
    group: 'Check and publish',
    synopsis: 'verify <path>',
    summary:
      "check a design's files: hashes, seals, the chain of events, and its end with the store's, where one is here",
    examples: ['verify data/designs/dsn_01a1ffef-f615-73c1-a48a-6be45781c68e'],
    load: () => import('./verify.ts'),
  },
  {
    group: 'Keep',
    synopsis: 'gc',
    summary: 'remove designs that ended more than 90 days ago; the daemon does so every day',
    examples: ['gc --preview'],
    load: () => import('./gc.ts'),
  },
  {
    group: 'Keep',
    synopsis: 'forget <id>',
    summary: 'remove all of a design that has ended; who did it, when and the end of its chain stay',
    examples: ['forget 45781c68 --preview', 'forget 45781c68'],
    load: () => import('./forget.ts'),
  },
  {
    group: 'Keep',
    synopsis: 'backup <file>',
    summary: 'write a copy of the embedded store to a file, while the daemon runs or not',
    examples: ['backup /var/backups/charrette.sqlite', 'backup /var/backups/charrette.sqlite --replace'],
    load: () => import('./backup.ts'),
  },
  {
    group: 'Keep',
    synopsis: 'restore <file>',
    summary: 'check a backup, and make it the store of a data folder that has none',
    examples: ['restore /var/backups/charrette.sqlite'],
    load: () => import('./restore.ts'),
  },
  {
    group: 'Keep',
    synopsis: 'migrate',
    summary:
      'make the store of this version where there is none, or bring it up to date; or move it to Postgres',
    examples: ['migrate', 'migrate --to "$NEW_URL"'],
    load: () => import('./migrate.ts'),
  },
  {
    group: 'Keep',
    synopsis: 'token <action> [name]',
    summary: 'add, list or revoke named tokens of the HTTP API',
    examples: [
      'token add ci --role read --days 90',
      'token add "on-call board" --role take-part --channels slack/C0AB12,discord/456',
      'token list',
      'token revoke ci',
    ],
    load: () => import('./token.ts'),
  },
  {
    group: 'Keep',
    synopsis: 'sign-in',
    summary: 'print a link that signs in to the console once, within ten minutes',
    examples: ['sign-in'],
    load: () => import('./sign-in.ts'),
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
    load: () => import('./setup.ts'),
  },
  {
    group: 'Set up',
    synopsis: 'doctor',
    summary: 'say what is configured, reachable and missing; shows no secret',
    examples: ['doctor'],
    load: () => import('./doctor.ts'),
  },
  ...GATEWAYS.flatMap(({ name, verbs }) => verbs.map((verb) => gatewayVerb(name, verb))),
];

/** A verb that a chat platform brings along. */
function gatewayVerb(platform: string, verb: GatewayVerb<unknown>): Verb {
  return {
    group: 'Set up',
    synopsis: verb.name,
    summary: verb.description,
    examples: [verb.name],
    load: async () => (await import('../cli/gateway-verb.ts')).gatewayVerbFile(platform, verb),
  };
}
