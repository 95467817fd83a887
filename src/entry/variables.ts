import { isIPv6 } from 'node:net';
import { resolve } from 'node:path';
import * as z from 'zod';
import { SSL_MODES, tlsProblem } from '../adapters/store/postgres/tls.ts';
import { urlsOfHosts } from '../adapters/store/postgres/urls.ts';
import { DEFAULT_POLICY } from '../core/policy/decision-policy.ts';
import { BOUNDS } from '../core/vocabulary/bounds.ts';
import { CALLED, WrittenQuietHours } from '../runtime/call-policy.ts';
import { READ_WITHOUT_THREAD } from '../runtime/may-read.ts';
import {
  decimal,
  NONE,
  optional,
  orNone,
  seconds,
  secret,
  share,
  text,
  url,
  type Variable,
  type VariableTable,
  whole,
  withDefault,
} from '../runtime/variable.ts';
import { GATEWAYS } from './gateways.ts';
import { OWN_FOLDER } from './own-folder.ts';
import { SIGN_IN_VARIABLES } from './sign-in-variables.ts';

/** Characters that an HTTP header can carry unchanged. */
export const SENDABLE = /^[\x21-\x7e]+$/;
export const KEY_ALLOWED = 'the whole key: letters, digits and signs of ASCII, without spaces';
export const ADMIN_TOKEN = /^[\x21-\x7e]{16,200}$/;

/** Keys may be there for other programs: one that no model in the file names is not looked at. */
function modelKey(maker: string) {
  return secret(
    `Key of the models of ${maker}, once models.yaml names one. Each other model has the key that its line \`key\` names.`,
    KEY_ALLOWED,
    text,
  );
}

/** Charrette's settings in the environment, besides those of each chat platform. */
export const VARIABLES = {
  ANTHROPIC_API_KEY: secret(
    'Key of the models of Anthropic. Without this one, and without the key of another model in models.yaml: rehearsal, no model is called.',
    KEY_ALLOWED,
    text.regex(SENDABLE),
  ),
  OPENAI_API_KEY: modelKey('OpenAI'),
  GEMINI_API_KEY: modelKey('Google'),
  ANTHROPIC_BASE_URL: optional('Any Anthropic-compatible endpoint.', 'an http or https URL', url),
  CHARRETTE_MODELS: optional(
    'File of the models that may speak, with their endpoints, limits and prices. Unset: models.yaml that ships.',
    'a file; a relative one is beside package.json',
    text.transform((path) => resolve(OWN_FOLDER, path)),
  ),
  CHARRETTE_MODEL: optional(
    'Model of every participant whose file names none. Unset: the first one in models.yaml that can be used; where models of several families can be used, personas are spread over them.',
    'a model of models.yaml',
    text,
  ),
  CHARRETTE_AUDITOR_MODEL: optional(
    'Model of the auditor in designs of depth deep, best another than that of the personas. Unset: as in all others.',
    'a model of models.yaml',
    text,
  ),
  CHARRETTE_REHEARSAL: withDefault('1 forces rehearsal even with a key.', '0 or 1', '0', z.enum(['0', '1'])),
  CHARRETTE_REHEARSAL_LATENCY_MS: optional(
    'How long the rehearsal model takes for each call. Unset: a pace that people can follow.',
    'whole milliseconds from 0 to 600000',
    whole(0, 600_000),
  ),
  DATABASE_URL: secret(
    'Postgres. Unset: SQLite in the data folder.',
    `a postgres:// URL, in its password %25 for each %; several hosts, tried in turn, as in postgres://user@first:5432,second:5432/name; for TLS ?sslmode=${SSL_MODES.join(', ')}, and &sslrootcert=/path/of/authorities, &sslcert=/path&sslkey=/path`,
    text.superRefine((found, context) => {
      const message = databaseProblem(found);
      if (message !== null) context.addIssue({ code: 'custom', message });
    }),
  ),
  CHARRETTE_DATA_DIR: optional(
    'Where designs, files and the embedded database are kept. Unset: data beside package.json in a clone, else charrette in XDG_STATE_HOME.',
    'a folder that nobody else owns or can write; a relative one is beside package.json',
    text,
  ),
  CHARRETTE_SIGNING_KEY: optional(
    'File of the key that the heads of designs are signed with, the same for all daemons on one database. Unset: made in the data folder with SQLite; with Postgres nothing is signed.',
    'the path of an Ed25519 key in PEM (PKCS#8) that nobody else can read',
    text,
  ),
  CHARRETTE_HTTP_HOST: withDefault(
    'Address that the daemon listens on.',
    'a host name or address',
    '127.0.0.1',
    text.refine((host) => isIPv6(host) || !/[\s/:]/.test(host)),
  ),
  CHARRETTE_HTTP_PORT: withDefault(
    'Port; 0 picks one and prints it.',
    'a whole number from 0 to 65535',
    '8787',
    whole(0, 65_535),
  ),
  CHARRETTE_PUBLIC_URL: optional(
    'Address at which others reach the daemon, by a proxy that puts TLS before it.',
    'an http or https URL',
    url.transform((found) => new URL(found)),
  ),
  ...SIGN_IN_VARIABLES,
  CHARRETTE_ADMIN_TOKEN: secret(
    'Token of the HTTP API. Unset: made at first start and kept in the data folder.',
    '16 to 200 letters, digits and signs of ASCII, without spaces',
    z.string().regex(ADMIN_TOKEN),
  ),
  CHARRETTE_METRICS_TOKEN: secret(
    'Token that is taken at /metrics and nowhere else, beside the one above. Unset: only that one is.',
    '16 to 200 letters, digits and signs of ASCII, without spaces',
    z.string().regex(ADMIN_TOKEN),
  ),
  CHARRETTE_PERSONAS_DIR: optional(
    'Folder of persona files. Unset: those that ship.',
    'a folder; a relative one is beside package.json',
    text.transform((path) => resolve(OWN_FOLDER, path)),
  ),
  CHARRETTE_REPOS: optional(
    'Repositories that designs may read: name=path, separated by commas.',
    'name=path,name=path with names of lower-case letters, digits, dots and hyphens; a relative path is beside package.json',
    z.string().transform(repositories),
  ),
  CHARRETTE_REPO_READERS: optional(
    'Who may have them read by a design that is started in a chat, beside operators: name=ids, ids of channels, people and groups with blanks between, or * for all who may start. Unset: operators alone.',
    'name=id id,name=*, the names being those of CHARRETTE_REPOS',
    z.string().transform(readers),
  ),
  CHARRETTE_LOG_LEVEL: withDefault(
    'How much the operator log says.',
    'debug, info, warn, error or silent',
    'info',
    z.enum(['debug', 'info', 'warn', 'error', 'silent']),
  ),
  CHARRETTE_ANSWER_SECONDS: seconds('How long people are given to answer questions.', 1_800, 7 * 86_400, 0),
  CHARRETTE_ROUND_SECONDS: seconds('The longest that one round of a design may take.', 900, 86_400),
  CHARRETTE_SYNTHESIS_SECONDS: seconds(
    'The longest that synthesis may take; kept in reserve for it.',
    1_800,
    86_400,
  ),
  CHARRETTE_DESIGN_SECONDS: seconds(
    'The longest that a design may take, without the time it waits for people.',
    7_200,
    7 * 86_400,
  ),
  CHARRETTE_GATE_SECONDS: seconds('How long a gate waits for a person to decide.', 86_400, 30 * 86_400),
  CHARRETTE_LEAST_CONFIDENCE: withDefault(
    'The least confidence that a result may rest on; below it a person is asked first.',
    'a share from 0 to 1, such as 0.5',
    String(DEFAULT_POLICY.leastConfidence),
    share(),
  ),
  CHARRETTE_LEAST_PARTICIPATION: withDefault(
    'The least share of the personas that must take part to the end; below it a person is asked first.',
    'a share from 0 to 1, such as 0.5 or 2/3',
    '2/3',
    share(),
  ),
  CHARRETTE_NAMED_PERSON: withDefault(
    'Whether each decision waits for a person who accepts it in their name, even where nothing speaks against it.',
    'yes or no',
    'no',
    z.enum(['yes', 'no']),
  ),
  CHARRETTE_ACCEPTANCES: withDefault(
    'How many people have to accept a decision after the end until it counts as accepted.',
    `a whole number from 1 to ${BOUNDS.acceptances}`,
    String(DEFAULT_POLICY.acceptances),
    whole(1, BOUNDS.acceptances),
  ),
  CHARRETTE_RUNS_AGAIN: withDefault(
    'How often a design may be run again, all its successors counted.',
    `a whole number from 0 to ${BOUNDS.runsAgain}`,
    String(DEFAULT_POLICY.runsAgain),
    whole(0, BOUNDS.runsAgain),
  ),
  CHARRETTE_REMINDERS: withDefault(
    'Whether people in a chat are reminded once, when half the time that they have is over; nobody is where CHARRETTE_CALLS is nobody.',
    'half_time or none',
    'half_time',
    z.enum(['half_time', NONE]),
  ),
  CHARRETTE_THREAD_GONE: withDefault(
    'What a design does once nobody can write to its thread any more: go on, or wait at a gate until a person decides.',
    'continue or pause',
    'continue',
    z.enum(['continue', 'pause']),
  ),
  CHARRETTE_SESSION_READY_SECONDS: seconds('How long a session may take to become ready.', 15, 600),
  CHARRETTE_HEARTBEAT_SECONDS: seconds(
    'Time between two heartbeats; a session that misses two is lost.',
    3,
    300,
  ),
  CHARRETTE_CONNECT_SECONDS: seconds(
    'From sending a request to a model to the first sign that it was taken.',
    30,
    300,
  ),
  CHARRETTE_FIRST_TOKEN_SECONDS: seconds(
    'From sending a request to a model to the first piece of its answer.',
    120,
    600,
  ),
  CHARRETTE_TURN_STALL_SECONDS: seconds('Silence within a turn after which it is given up.', 60, 600),
  CHARRETTE_TURN_TOTAL_SECONDS: seconds('The longest that one turn may take.', 600, 3_600),
  CHARRETTE_BUDGET_USD_PER_DESIGN: optional(
    'What one design may cost; in a chat operators alone can start one with more. Unset: 5 where the price of every model in it is known, else no ceiling.',
    'US dollars above 0',
    dollars(),
  ),
  CHARRETTE_BUDGET_USD_PER_DAY: withDefault(
    'What all designs that are started on one day (UTC) may cost; a start needs its estimate free in it. Unset, it is not for models whose price is not known.',
    'US dollars above 0, or none',
    '50',
    orNone(dollars()),
  ),
  CHARRETTE_AGENT_BUDGET_USD: withDefault(
    'What a design may cost about that a coding agent starts by MCP without asking its person first.',
    'US dollars from 0',
    '1',
    decimal().pipe(z.number().nonnegative()),
  ),
  CHARRETTE_CAPACITY: withDefault(
    'Designs that may have processes in one daemon at the same time; others wait, or go to another daemon.',
    'a whole number from 1 to 1000',
    '20',
    whole(1, 1_000),
  ),
  CHARRETTE_CAPACITY_PER_PERSON: optional(
    'How many of these may be of designs that one person has started; their others wait behind those of other people. Unset: half, and one at least.',
    'a whole number from 1 to 1000, or none',
    orNone(whole(1, 1_000)),
  ),
  CHARRETTE_PARK_SECONDS: seconds(
    'How long a design waits for people before it gives its processes back until they answer.',
    60,
    86_400,
  ),
  CHARRETTE_KEEP_DAYS: withDefault(
    'How long a design is kept after its end; then its files and its record are removed.',
    'whole days from 1 to 36500',
    '90',
    whole(1, 36_500),
  ),
  CHARRETTE_READ_WITHOUT_THREAD: withDefault(
    'Who may read a design without a thread, such as one of the API: its starter and operators alone, or everybody who is signed in.',
    'starter or signed-in',
    'starter',
    z.enum(READ_WITHOUT_THREAD),
  ),
  CHARRETTE_RECHECK_DAYS: withDefault(
    'Days after its end, and after each look, until a decision is looked at again by itself: do its cited lines still stand?',
    'whole days from 1 to 3650, or none',
    '30',
    orNone(whole(1, 3_650)),
  ),
  CHARRETTE_FORGE_TOKEN: secret(
    'Token by which decisions are published to GitHub: contents, issues and pull requests, read and write. Unset: nothing is published.',
    'the whole token: letters, digits and signs of ASCII, without spaces',
    text.regex(SENDABLE),
  ),
  CHARRETTE_FORGE_REPOSITORIES: optional(
    'Repositories that may be published to; the first is meant where none is named.',
    'owner/name,owner/name',
    z.string().transform(forgeRepositories),
  ),
  CHARRETTE_FORGE_URL: withDefault(
    'Address of the API of GitHub, or of a server that speaks it.',
    'an http or https URL',
    'https://api.github.com',
    url,
  ),
  CHARRETTE_FORGE_FOLDER: withDefault(
    'Folder of the decision records in these repositories.',
    'a path below the top of the repository',
    'docs/decisions',
    text.refine((path) => /^[\w.-]+(?:\/[\w.-]+)*$/.test(path) && !path.split('/').includes('..')),
  ),
  CHARRETTE_AUDIT_DAYS: withDefault(
    'How long an entry of the audit log is kept: who did what, and what was refused.',
    'whole days from 1 to 36500',
    '365',
    whole(1, 36_500),
  ),
  CHARRETTE_SANDBOX: withDefault(
    "What holds a session: Node's permission model, or with bwrap also namespaces of its own, which takes bubblewrap; auto: bwrap where it can be had.",
    'auto, bwrap or node',
    'auto',
    z.enum(['auto', 'bwrap', 'node']),
  ),
  CHARRETTE_STANDBY: withDefault(
    'Processes kept ready for sessions to come: as many as a design of the personas that ship needs.',
    'a whole number from 0 to 20',
    '8',
    whole(0, 20),
  ),
  CHARRETTE_CALLS: withDefault(
    'Whom messages in a chat call by name: all that are concerned, the person who started the design, or nobody; then nobody is reminded either.',
    'all, starter or nobody',
    'all',
    z.enum(CALLED),
  ),
  CHARRETTE_DEPUTIES: withDefault(
    'Who may decide at a gate besides, once half its time is over: those who answered questions in that design, or nobody.',
    'answerers or off',
    'answerers',
    z.enum(['answerers', 'off']),
  ),
  CHARRETTE_QUIET_HOURS: optional(
    'When nobody in a chat is called by name, whatever is posted. No time to answer or decide ends then, but right after it.',
    'two times of the day and a time zone, such as 22:00-07:00 Europe/Berlin; UTC where none is given',
    WrittenQuietHours,
  ),
  CHARRETTE_DESIGNS_PER_PERSON_PER_DAY: withDefault(
    'How many designs one person may start each day (UTC), in a chat or by the API; not the command line on the data folder.',
    'a whole number from 1 to 1000, or none',
    '10',
    orNone(whole(1, 1_000)),
  ),
};

/** Returns the content of `.env.example`: every setting there is. */
export function environmentExample(): string {
  const tables: VariableTable[] = [VARIABLES, ...GATEWAYS.map(({ variables }) => variables)];
  const entries = tables
    .flatMap(Object.entries<Variable>)
    .map(
      ([name, { about, allowed, byDefault }]) =>
        `# ${about}\n# Allowed: ${allowed}.\n#${name}=${byDefault}\n`,
    );
  return `# Copy to .env and change what you need. Every line shows the default.\n\n${entries.join('\n')}`;
}

/** Describes the fault in a database URL without any part that may be secret; `null` for none. */
function databaseProblem(found: string): string | null {
  if (!/^postgres(?:ql)?:\/\//i.test(found)) return 'It does not begin with postgres://.';
  for (const each of urlsOfHosts(found)) {
    if (!URL.canParse(each)) return 'It is no URL.';
    const problem = isEncoded(each) ? tlsProblem(each) : 'A % in it begins no character.';
    if (problem !== null) return problem;
  }
  return null;
}

/** Returns true if each `%` in it begins an encoded character of three. */
export function isEncoded(url: string): boolean {
  try {
    return decodeURIComponent(url) !== '';
  } catch (error) {
    if (error instanceof URIError) return false;
    throw error;
  }
}

function dollars() {
  return decimal().pipe(z.number().positive());
}

function repositories(list: string, context: z.RefinementCtx): { name: string; path: string }[] {
  return byRepository(list, context).map(([name, path]) => ({ name, path: resolve(OWN_FOLDER, path) }));
}

function forgeRepositories(list: string, context: z.RefinementCtx): string[] {
  const names = list.split(',').map((name) => name.trim());
  const wrong = names.find((name) => !/^[\w.-]{1,100}\/[\w.-]{1,100}$/.test(name));
  if (wrong !== undefined)
    context.addIssue({ code: 'custom', message: `"${wrong.slice(0, 80)}" is not owner/name.` });
  return names;
}

function readers(list: string, context: z.RefinementCtx): Record<string, readonly string[]> {
  const found = byRepository(list, context).map(([name, ids]) => [name, ids.split(/\s+/)] as const);
  const wrong = found.flatMap(([, ids]) => ids).find((id) => !/^(?:[A-Z0-9]{2,40}|\*)$/.test(id));
  if (wrong !== undefined) context.addIssue({ code: 'custom', message: `"${wrong.slice(0, 80)}" is no id.` });
  return Object.fromEntries(found);
}

/** Parses a setting for each of several repositories: `name=value,name=value`. */
function byRepository(list: string, context: z.RefinementCtx): [name: string, value: string][] {
  const refuse = (message: string) => context.addIssue({ code: 'custom', message });
  const entries = list.split(',').map((entry): [name: string, value: string] => {
    const at = entry.indexOf('=');
    const [name, value] = [entry.slice(0, Math.max(at, 0)).trim(), entry.slice(at + 1).trim()];
    if (at === -1 || value === '' || !/^[a-z0-9][a-z0-9.-]{0,60}$/.test(name))
      refuse(`"${entry.trim().slice(0, 80)}" is not of this form.`);
    return [name, value];
  });
  const twice = entries.find(([name], index) => entries.findIndex(([other]) => other === name) < index);
  if (twice !== undefined) refuse(`${twice[0]} is named twice.`);
  return entries;
}
