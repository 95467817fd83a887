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
    examples: ['show 45781c68'],
    load: () => import('./show.ts'),
  },
  {
    synopsis: 'events <id>',
    summary: "print a design's events, one JSON object each",
    examples: ['events 45781c68 --follow'],
    load: () => import('./events.ts'),
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
    summary: 'settle a point that the personas differ on',
    examples: ['settle 45781c68 D1 1a --note "We run Postgres already"'],
    load: () => import('./settle.ts'),
  },
  {
    synopsis: 'retry <id>',
    summary: 'run an ended design again from its answers and proposals: in the daemon, else in this terminal',
    examples: ['retry 45781c68 --preview', 'retry 45781c68'],
    load: () => import('./retry.ts'),
  },
  {
    synopsis: 'verify <path>',
    summary: "check a design's files, offline: hashes, seals, and the chain of events",
    examples: ['verify data/designs/dsn_01a1ffef-f615-73c1-a48a-6be45781c68e'],
    load: () => import('./verify.ts'),
  },
  {
    synopsis: 'gc',
    summary: 'remove designs that ended long ago (CHARRETTE_KEEP_DAYS); the daemon does so every day',
    examples: ['gc --preview'],
    load: () => import('./gc.ts'),
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
    synopsis: 'personas',
    summary: 'check the persona files and list them',
    examples: ['personas'],
    load: () => import('./personas.ts'),
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
