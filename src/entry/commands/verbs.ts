import type { GatewayVerb } from '../../runtime/ports/gateway.ts';
import type { Verb } from '../cli/verb.ts';
import { GATEWAYS } from '../gateways.ts';

const PLATFORMS = new Intl.ListFormat('en').format(GATEWAYS.map(({ title }) => title));

/** Every verb, in the order of `--help`. Another one is a file here and an entry in this list. */
export const VERBS: readonly Verb[] = [
  {
    synopsis: 'design [options] <topic>',
    summary: 'run one design to its end in this terminal',
    load: () => import('./design.ts'),
  },
  {
    synopsis: 'serve',
    summary: `run the daemon: the HTTP API, ${PLATFORMS} where they are set up, and every design that has not ended`,
    load: () => import('./serve.ts'),
  },
  { synopsis: 'list [options]', summary: 'list designs, newest first', load: () => import('./list.ts') },
  {
    synopsis: 'show [options] <id>',
    summary: 'show how far a design is, and what it came to',
    load: () => import('./show.ts'),
  },
  {
    synopsis: 'events [options] <id>',
    summary: "print a design's events, one JSON object each",
    load: () => import('./events.ts'),
  },
  {
    synopsis: 'cancel [options] <id>',
    summary: 'cancel a design; what was contributed is kept',
    load: () => import('./cancel.ts'),
  },
  {
    synopsis: 'answer [options] <id> <text>',
    summary: 'answer open questions; "Q2: …" at the start of a line pins an answer to a question',
    load: () => import('./answer.ts'),
  },
  {
    synopsis: 'decide [options] <id> <gate> <choice>',
    summary: 'decide at a gate',
    load: () => import('./decide.ts'),
  },
  {
    synopsis: 'settle [options] <id> <difference> <position>',
    summary: 'settle a point that the personas differ on',
    load: () => import('./settle.ts'),
  },
  {
    synopsis: 'retry [options] <id>',
    summary: 'run an ended design again from its answers and proposals: in the daemon, else in this terminal',
    load: () => import('./retry.ts'),
  },
  {
    synopsis: 'verify [options] <path>',
    summary: "check a design's files, offline: hashes, seals, and the chain of events",
    load: () => import('./verify.ts'),
  },
  {
    synopsis: 'gc [options]',
    summary: 'remove designs that ended long ago (CHARRETTE_KEEP_DAYS); the daemon does so every day',
    load: () => import('./gc.ts'),
  },
  {
    synopsis: 'export <file>',
    summary: 'write every design, with its files, to one file, while no daemon runs',
    load: () => import('./export.ts'),
  },
  {
    synopsis: 'import <file>',
    summary: 'bring every design of such a file into this store: SQLite or Postgres',
    load: () => import('./import.ts'),
  },
  {
    synopsis: 'personas',
    summary: 'check the persona files and list them',
    load: () => import('./personas.ts'),
  },
  {
    synopsis: 'doctor',
    summary: 'say what is configured, reachable and missing; shows no secret',
    load: () => import('./doctor.ts'),
  },
  ...GATEWAYS.flatMap(({ name, verbs }) => verbs.map((verb) => gatewayVerb(name, verb))),
];

/** A verb that a chat platform brings along. */
function gatewayVerb(platform: string, verb: GatewayVerb<unknown>): Verb {
  return {
    synopsis: verb.options.length === 0 ? verb.name : `${verb.name} [options]`,
    summary: verb.description,
    load: async () => (await import('../cli/gateway-verb.ts')).gatewayVerbFile(platform, verb),
  };
}
