import type { GatewayVerb } from '../../runtime/ports/gateway.ts';
import type { Verb } from '../cli/verb.ts';
import { GATEWAYS } from '../gateways.ts';

const PLATFORMS = new Intl.ListFormat('en').format(GATEWAYS.map(({ title }) => title));

/** Every verb, in the order of `--help`. Another one is a file here and an entry in this list. */
export const VERBS: readonly Verb[] = [
  {
    synopsis: 'design <topic>',
    summary: 'run one design to its end in this terminal',
    examples: [
      'design "Should the job queue move from Redis to Postgres?"',
      'design "Where do the logs go?" --repo . --depth quick',
      'design "Where do the logs go?" --answers answers.md --plain',
      'design @topic.md --model claude-sonnet-5-5',
    ],
    load: () => import('./design.ts'),
  },
  {
    synopsis: 'serve',
    summary: `run the daemon: the HTTP API, ${PLATFORMS} where they are set up, and every design that has not ended`,
    examples: ['serve'],
    load: () => import('./serve.ts'),
  },
  {
    synopsis: 'status [id]',
    summary: 'list what is under way, and first what waits for a person; with an id the same as show',
    examples: ['status', 'status 45781c68'],
    load: () => import('./status.ts'),
  },
  {
    synopsis: 'list',
    summary: 'list designs, newest first',
    examples: ['list', 'list --status awaiting_input'],
    load: () => import('./list.ts'),
  },
  {
    synopsis: 'show <id>',
    summary: 'show how far a design is, and what it came to',
    examples: ['show 45781c68', 'show 45781c68 --why "move to a table"', 'show 45781c68 --turn 12'],
    load: () => import('./show.ts'),
  },
  {
    synopsis: 'events <id>',
    summary: "print a design's events, one JSON object each",
    examples: ['events 45781c68 --follow'],
    load: () => import('./events.ts'),
  },
  {
    synopsis: 'watch <id>',
    summary: 'show a design live until it has ended, wherever it runs; Ctrl-C stops watching alone',
    examples: ['watch 45781c68', 'watch 45781c68 --plain'],
    load: () => import('./watch.ts'),
  },
  {
    synopsis: 'open <id>',
    summary: "open a design's page in the browser where a daemon shows one; else say where its brief is",
    examples: ['open 45781c68'],
    load: () => import('./open.ts'),
  },
  {
    synopsis: 'cancel <id>',
    summary: 'cancel a design; what was contributed is kept',
    examples: ['cancel 45781c68 --reason "asked twice"'],
    load: () => import('./cancel.ts'),
  },
  {
    synopsis: 'answer <id> <text>',
    summary:
      'answer open questions; "Q2: …" at the start of a line says which question the words below it answer',
    examples: ['answer 45781c68 "Q1: 900 a minute"', 'answer 45781c68 "" --done'],
    load: () => import('./answer.ts'),
  },
  {
    synopsis: 'ask <id> <question>',
    summary: 'ask about a decision after the end; the answer comes from its record, with its sources',
    examples: ['ask 45781c68 "Why not SQLite?"'],
    load: () => import('./ask.ts'),
  },
  {
    synopsis: 'decide <id> <gate> <choice>',
    summary: 'decide at a gate',
    examples: [
      'decide 45781c68 gate-1 accept',
      'decide 45781c68 gate-1 send_back --note "Say how to undo it"',
    ],
    load: () => import('./decide.ts'),
  },
  {
    synopsis: 'settle <id> <difference> <position>',
    summary: 'settle a point that the personas differ on; after the end beside the decision',
    examples: ['settle 45781c68 D1 1a --note "We run Postgres already"'],
    load: () => import('./settle.ts'),
  },
  {
    synopsis: 'accept <id> [note]',
    summary: 'accept a decision after its end, in your name',
    examples: ['accept 45781c68', 'accept 45781c68 "Go ahead after the freeze"'],
    load: () => import('./accept.ts'),
  },
  {
    synopsis: 'decline <id> <reason>',
    summary: 'decline a decision after its end, in your name',
    examples: ['decline 45781c68 "Not before March"'],
    load: () => import('./decline.ts'),
  },
  {
    synopsis: 'assign <id> <step> <person>',
    summary: 'say who does a step of a decision after its end, and by when',
    examples: ['assign 45781c68 1 Ben --by 2026-12-01', 'assign 45781c68 1 ""'],
    load: () => import('./assign.ts'),
  },
  {
    synopsis: 'publish <id>',
    summary: 'propose a decision to a repository: its record as a pull request, its steps as issues',
    examples: ['publish 45781c68 --preview', 'publish 45781c68 --repository acme/shop'],
    load: () => import('./publish.ts'),
  },
  {
    synopsis: 'recheck <id>',
    summary: 'look if what a decision rests on still stands: cited lines, dates, later decisions',
    examples: ['recheck 45781c68', 'recheck 45781c68 --at 08aa129'],
    load: () => import('./recheck.ts'),
  },
  {
    synopsis: 'hand-over <id> <person>',
    summary: "have another person decide on a design, in its starter's place",
    examples: ['hand-over 45781c68 Cem', 'hand-over 45781c68 Cem --person-id U0CEM'],
    load: () => import('./hand-over.ts'),
  },
  {
    synopsis: 'retry <id>',
    summary: 'run an ended design again from its answers and proposals: in the daemon, else in this terminal',
    examples: ['retry 45781c68 --preview', 'retry 45781c68'],
    load: () => import('./retry.ts'),
  },
  {
    synopsis: 'mcp',
    summary: 'serve a coding agent by MCP on standard input and output: it starts, follows and reads designs',
    examples: ['mcp'],
    load: () => import('./mcp.ts'),
  },
  {
    synopsis: 'lessons [words...]',
    summary: 'list what earlier designs taught, the best match first; dismiss a lesson',
    examples: ['lessons', 'lessons job queue', 'lessons --dismiss 45781c68'],
    load: () => import('./lessons.ts'),
  },
  {
    synopsis: 'verify <path>',
    summary:
      "check a design's files: hashes, seals, the chain of events, and its end with the store's, where one is here",
    examples: ['verify data/designs/dsn_01a1ffef-f615-73c1-a48a-6be45781c68e'],
    load: () => import('./verify.ts'),
  },
  {
    synopsis: 'heads',
    summary:
      'print the log of heads over all designs, signed, to be kept where the operator cannot change it',
    examples: ['heads', 'heads --since 120'],
    load: () => import('./heads.ts'),
  },
  {
    synopsis: 'gc',
    summary: 'remove designs that ended long ago (CHARRETTE_KEEP_DAYS); the daemon does so every day',
    examples: ['gc --preview'],
    load: () => import('./gc.ts'),
  },
  {
    synopsis: 'scrub [id]',
    summary: 'check every stored design, or one: chains, texts, rows and files; the daemon does so every day',
    examples: ['scrub', 'scrub 45781c68'],
    load: () => import('./scrub.ts'),
  },
  {
    synopsis: 'redact <id> <reply>',
    summary: "remove a reply's words, and what quotes them, from store, files and turns",
    examples: [
      'redact 45781c68 slack:C01:1751.2 --preview',
      'redact 45781c68 slack:C01:1751.2 --words "hunter2"',
    ],
    load: () => import('./redact.ts'),
  },
  {
    synopsis: 'forget <id>',
    summary: 'remove all of a design that has ended; who did it, when and the end of its chain stay',
    examples: ['forget 45781c68 --preview', 'forget 45781c68'],
    load: () => import('./forget.ts'),
  },
  {
    synopsis: 'backup <file>',
    summary: 'write a copy of the embedded store to a file, while the daemon runs or not',
    examples: ['backup /var/backups/charrette.sqlite', 'backup /var/backups/charrette.sqlite --replace'],
    load: () => import('./backup.ts'),
  },
  {
    synopsis: 'restore <file>',
    summary: 'check a backup, and make it the store of a data folder that has none',
    examples: ['restore /var/backups/charrette.sqlite'],
    load: () => import('./restore.ts'),
  },
  {
    synopsis: 'migrate',
    summary:
      'bring the store up to date for this version, with a copy kept before; --preview only says what changes',
    examples: ['migrate --preview', 'migrate', 'migrate --dump charrette.dump'],
    load: () => import('./migrate.ts'),
  },
  {
    synopsis: 'export <file>',
    summary: 'write every design, with its files, to one file, while no daemon runs',
    examples: ['export designs.jsonl'],
    load: () => import('./export.ts'),
  },
  {
    synopsis: 'import <file>',
    summary: 'bring every design of such a file into this store: SQLite or Postgres',
    examples: ['import designs.jsonl'],
    load: () => import('./import.ts'),
  },
  {
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
    synopsis: 'sign-in',
    summary: 'print a link that signs in to the console once, within ten minutes',
    examples: ['sign-in'],
    load: () => import('./sign-in.ts'),
  },
  {
    synopsis: 'link <action> <id> [link]',
    summary: 'make, list or revoke links that read one design without signing in',
    examples: ['link add 45781c68 --days 3', 'link list 45781c68', 'link revoke 45781c68 0a1b2c3d4e5f6071'],
    load: () => import('./link.ts'),
  },
  {
    synopsis: 'audit',
    summary: 'list who did what, by which way in, and what was refused, newest first',
    examples: ['audit', 'audit --design 45781c68 --limit 200'],
    load: () => import('./audit.ts'),
  },
  {
    synopsis: 'personas',
    summary: 'check the persona files and list them',
    examples: ['personas'],
    load: () => import('./personas.ts'),
  },
  {
    synopsis: 'setup',
    summary: 'ask for keys and tokens, try them, and write them into .env',
    examples: ['setup'],
    load: () => import('./setup.ts'),
  },
  {
    synopsis: 'doctor',
    summary: 'say what is configured, reachable and missing; shows no secret',
    examples: ['doctor'],
    load: () => import('./doctor.ts'),
  },
  {
    synopsis: 'completion <shell>',
    summary: 'print what makes bash, zsh or fish complete verbs, options and ids',
    examples: ['completion bash'],
    load: async () => (await import('./completion.ts')).completionOf(VERBS),
  },
  ...GATEWAYS.flatMap(({ name, verbs }) => verbs.map((verb) => gatewayVerb(name, verb))),
];

/** A verb that a chat platform brings along. */
function gatewayVerb(platform: string, verb: GatewayVerb<unknown>): Verb {
  return {
    synopsis: verb.name,
    summary: verb.description,
    examples: [verb.name],
    load: async () => (await import('../cli/gateway-verb.ts')).gatewayVerbFile(platform, verb),
  };
}
