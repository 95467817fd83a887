import { isIPv6 } from 'node:net';
import { resolve } from 'node:path';
import * as z from 'zod';
import { NO_REPOSITORY } from '../acts/starting/fields.ts';
import { findParameterProblem } from '../adapters/store/postgres/parameters.ts';
import { findTlsProblem, SSL_MODES } from '../adapters/store/postgres/tls.ts';
import { splitHosts } from '../adapters/store/postgres/urls.ts';
import { listWords } from '../core/vocabulary/text.ts';
import { cutText } from '../foundation/cut-text.ts';
import {
  decimal,
  idList,
  isEncoded,
  optional,
  orNone,
  PASSWORD_SIGNS,
  seconds,
  secret,
  text,
  url,
  type Variable,
  type VariableTable,
  whole,
  withDefault,
} from '../foundation/variable.ts';
import { TURN_BOUNDS } from '../turns/prompt/bounds.ts';
import { GATEWAYS } from './gateways.ts';
import { OUTGOING_VARIABLES } from './outgoing.ts';
import { OWN_FOLDER } from './own-folder.ts';
import { PROXY_VARIABLES } from './proxy-settings.ts';

/**
 * Characters that an HTTP header can carry unchanged. No key begins or ends with half of a pair of
 * quotation marks.
 */
export const SENDABLE = /^(?!["'])[\x21-\x7e]+(?<!["'])$/;
export const KEY_ALLOWED =
  'the whole key: printable ASCII characters, no spaces, no quotation marks';
/** Stands where another setting's value is quoted. */
export const BAD_SECRET = 'is not valid (a secret, so it is not shown)';
export const ADMIN_TOKEN = /^[\x21-\x7e]{16,200}$/;

/** Not validated: the key may be set for another program, and no model in the file may need it. */
function declareModelKey(maker: string) {
  return secret(
    `API key for the ${maker} models in models.yaml. Other models name their variable in the line \`key\`.`,
    KEY_ALLOWED,
    text,
  );
}

/** The platform with ids of this form, or `undefined`. */
export function findPlatformOf(id: string): string | undefined {
  return GATEWAYS.find(({ people: { form } }) => form.test(id))?.name;
}

const PEOPLE = `ids of people and groups of ${listWords(GATEWAYS.map(({ people: { words } }) => words))}`;

function declarePeople(about: string) {
  const forms = GATEWAYS.map(({ people: { form } }) => form.source);
  return idList(about, PEOPLE, new RegExp(forms.join('|')));
}

const databaseAddress = text.superRefine((address, context) => {
  const message = findDatabaseProblem(address);
  if (message !== null) context.addIssue({ code: 'custom', message });
});

/** Besides each chat platform's own. */
export const VARIABLES = {
  ANTHROPIC_API_KEY: secret(
    'API key for Anthropic models. Without any key for a model in models.yaml, Charrette runs a rehearsal and calls no model.',
    KEY_ALLOWED,
    text.regex(SENDABLE),
  ),
  OPENAI_API_KEY: declareModelKey('OpenAI'),
  GEMINI_API_KEY: declareModelKey('Google'),
  // Not validated: it may be set for another program.
  ANTHROPIC_AUTH_TOKEN: secret(
    'Bearer token for the endpoint in ANTHROPIC_BASE_URL, which is sent it instead of ANTHROPIC_API_KEY. Not used without that endpoint.',
    KEY_ALLOWED,
    text,
  ),
  ANTHROPIC_BASE_URL: optional('Any Anthropic-compatible endpoint.', 'an http or https URL', url),
  CHARRETTE_MODELS: optional(
    'File of models, with their endpoints, limits and prices. Unset: the models.yaml shipped with Charrette.',
    'a file; relative paths start from the folder of package.json',
    text.transform((path) => resolve(OWN_FOLDER, path)),
  ),
  CHARRETTE_MODEL: optional(
    'Model for every participant whose file names none. Unset: the models that models.yaml lists for personas, synthesizer and auditor.',
    'a model of models.yaml',
    text,
  ),
  CHARRETTE_REHEARSAL: withDefault(
    '1 forces rehearsal even with a key.',
    '0 or 1',
    '0',
    z.enum(['0', '1']),
  ),
  CHARRETTE_REHEARSAL_LATENCY_MS: optional(
    'How long the rehearsal model takes for each call. Unset: a pace that people can follow.',
    'whole milliseconds from 0 to 600000',
    whole(0, 600_000),
  ),
  DATABASE_URL: secret(
    'Postgres. Unset: SQLite in the data folder.',
    `a postgres:// URL, ${PASSWORD_SIGNS}; or with several hosts, tried in turn, as in postgres://user@first:5432,second:5432/name; for TLS add ?sslmode=${SSL_MODES.join(', ')}, and &sslrootcert=/path/of/authorities, &sslcert=/path&sslkey=/path`,
    databaseAddress,
  ),
  CHARRETTE_DATABASE_DIRECT_URL: secret(
    'Direct address of Postgres, needed if DATABASE_URL goes through a pooler in transaction mode. Unset: DATABASE_URL.',
    'a postgres:// URL, like DATABASE_URL',
    databaseAddress,
  ),
  CHARRETTE_DATA_DIR: optional(
    'Where designs, files and the embedded database are kept. Unset: data beside package.json in a clone, else charrette in XDG_STATE_HOME.',
    'a folder that no other user owns or can write to; relative paths start from the folder of package.json',
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
    'Public address of the daemon, usually of a proxy with TLS.',
    'an http or https URL without a path',
    url
      .transform((publicUrl) => new URL(publicUrl))
      .refine(({ pathname }) => pathname === '/', 'Its pages need a host name of their own.'),
  ),
  ...OUTGOING_VARIABLES,
  ...PROXY_VARIABLES,
  CHARRETTE_STARTERS: declarePeople('Who may start and retry designs in a chat. Unset: everyone.'),
  CHARRETTE_DECIDERS: declarePeople(
    'Who has the same rights on a design as the person who started it, and may publish. Unset: only that person and operators.',
  ),
  CHARRETTE_OPERATORS: idList(
    'Who may do everything, also in designs that others started. Unset: no one in a chat.',
    `${PEOPLE}, and names that a proxy sends in CHARRETTE_PROXY_USER_HEADER`,
    /^[\x21-\x7e]{1,200}$/,
  ),
  CHARRETTE_ADMIN_TOKEN: secret(
    'Token of the HTTP API. Unset: made at first start and kept in the data folder.',
    '16 to 200 printable ASCII characters, no spaces',
    z.string().regex(ADMIN_TOKEN),
  ),
  CHARRETTE_METRICS_TOKEN: secret(
    'Token for /metrics only. Unset: /metrics needs the admin token.',
    '16 to 200 printable ASCII characters, no spaces',
    z.string().regex(ADMIN_TOKEN),
  ),
  CHARRETTE_PERSONAS_DIR: optional(
    'Folder of persona files. Unset: the personas shipped with Charrette.',
    'a folder; relative paths start from the folder of package.json',
    text.transform((path) => resolve(OWN_FOLDER, path)),
  ),
  CHARRETTE_REPOS: optional(
    'Repositories that designs may read: name=path, separated by commas. In a chat, only people named in CHARRETTE_OPERATORS, CHARRETTE_STARTERS or CHARRETTE_DECIDERS may use them.',
    'name=path,name=path with names of lower-case letters, digits, dots and hyphens; relative paths start from the folder of package.json',
    z.string().transform(parseRepositories),
  ),
  CHARRETTE_LOG_LEVEL: withDefault(
    'How much is logged.',
    'debug, info, warn, error or silent',
    'info',
    z.enum(['debug', 'info', 'warn', 'error', 'silent']),
  ),
  CHARRETTE_ANSWER_SECONDS: seconds(
    'How long people have to answer questions.',
    1_800,
    7 * 86_400,
    0,
  ),
  CHARRETTE_ROUND_SECONDS: seconds('The longest that one round of a design may take.', 900, 86_400),
  CHARRETTE_GATE_SECONDS: seconds(
    'How long a gate waits for a person to decide.',
    86_400,
    30 * 86_400,
  ),
  CHARRETTE_GATE_BELOW: {
    ...withDefault(
      'Confidence below which a gate opens: that of the decision or of a signature. 0 opens none for it.',
      'a number from 0 to 1, not empty',
      '0.4',
      decimal().pipe(z.number().max(1)),
    ),
    isEmptyRefused: true,
  },
  CHARRETTE_TURN_TOTAL_SECONDS: seconds(
    'The longest that one turn may take.',
    TURN_BOUNDS.turnTotalMs / 1_000,
    3_600,
  ),
  CHARRETTE_BUDGET_USD_PER_DESIGN: optional(
    'What one design may cost. In a chat, only operators can set a higher budget. Unset: 5 if the prices of all its models are known, else no limit.',
    'US dollars above 0',
    dollars(),
  ),
  CHARRETTE_BUDGET_USD_PER_DAY: withDefault(
    'What all designs started on one day (UTC) may cost. A design starts only if its estimate still fits. The default does not apply to models of unknown price.',
    'US dollars above 0, or none',
    '50',
    orNone(dollars()),
  ),
  CHARRETTE_FORGE_TOKEN: secret(
    'GitHub token to publish decisions, with read and write access to contents and pull requests. Unset: nothing is published.',
    'the whole token: printable ASCII characters, no spaces',
    text.regex(SENDABLE),
  ),
  CHARRETTE_FORGE_REPOS: optional(
    'Repositories to publish to; the first is the default.',
    'owner/name,owner/name',
    z.string().transform(parseForgeRepositories),
  ),
  CHARRETTE_FORGE_URL: withDefault(
    'Address of the API to publish by; of GitHub Enterprise Server: https://host/api/v3. Nothing is derived from it.',
    'an http or https URL of an API',
    'https://api.github.com',
    url.refine(
      (found) => URL.parse(found)?.hostname !== 'github.com',
      'github.com is the site, not the API.',
    ),
  ),
  CHARRETTE_STANDBY: withDefault(
    'Processes kept ready for new sessions, from the first design or a connected chat until an hour without a design. The default suits one design with the shipped personas.',
    'a whole number from 0 to 20',
    '8',
    whole(0, 20),
  ),
  CHARRETTE_DESIGNS_PER_PERSON_PER_DAY: withDefault(
    'How many designs one person may start per day (UTC), in a chat or by the API. The command line on the data folder is not limited.',
    'a whole number from 1 to 1000, or none',
    '10',
    orNone(whole(1, 1_000)),
  ),
};

/** Includes platforms that are not set up. */
export const ALL_VARIABLES: VariableTable = Object.assign(
  {},
  VARIABLES,
  ...GATEWAYS.map(({ variables }) => variables),
);

/** Settings that most people change, in this order. The others are advanced. */
const FIRST = [
  'ANTHROPIC_API_KEY',
  'CHARRETTE_MODEL',
  'DATABASE_URL',
  'CHARRETTE_DATA_DIR',
  'CHARRETTE_PUBLIC_URL',
  'CHARRETTE_REPOS',
  'CHARRETTE_BUDGET_USD_PER_DESIGN',
  'CHARRETTE_BUDGET_USD_PER_DAY',
  'SLACK_BOT_TOKEN',
  'SLACK_APP_TOKEN',
  'DISCORD_TOKEN',
  'CHARRETTE_OPERATORS',
];

export function writeEnvironmentExample(): string {
  const all = Object.entries(ALL_VARIABLES);
  const writeEntry = ([name, { about, allowed, byDefault }]: [string, Variable]) =>
    `# ${about}\n# Allowed: ${allowed}.\n#${name}=${byDefault}\n`;
  const first = FIRST.flatMap((name) => all.filter(([each]) => each === name));
  const advanced = all.filter(([name]) => !FIRST.includes(name));
  const entries = [...first.map(writeEntry), '# Advanced\n', ...advanced.map(writeEntry)];
  return `# Copy to .env and change what you need. Every line shows the default.\n\n${entries.join('\n')}`;
}

/** The problem with a database URL, without any secret part; `null` for none. */
function findDatabaseProblem(found: string): string | null {
  if (!/^postgres(?:ql)?:\/\//i.test(found)) return 'It does not begin with postgres://.';
  for (const each of splitHosts(found)) {
    if (!URL.canParse(each) || !isEncoded(each)) return 'It is not a valid URL.';
    const problem = findParameterProblem(each) ?? findTlsProblem(each);
    if (problem !== null) return problem;
  }
  return null;
}

function dollars() {
  return decimal().pipe(z.number().positive());
}

function parseRepositories(
  list: string,
  context: z.RefinementCtx,
): { name: string; path: string }[] {
  const refuse = (message: string) => context.addIssue({ code: 'custom', message });
  const repositories = list.split(',').map((entry) => {
    const at = entry.indexOf('=');
    const name = entry.slice(0, Math.max(at, 0)).trim();
    const path = entry.slice(at + 1).trim();
    if (at === -1 || path === '' || !/^[a-z0-9][a-z0-9.-]{0,60}$/.test(name))
      refuse(`"${cutText(entry.trim(), 80)}" does not have this form.`);
    return { name, path: resolve(OWN_FOLDER, path) };
  });
  const names = repositories.map(({ name }) => name);
  const twice = names.find((name, index) => names.indexOf(name) < index);
  if (twice !== undefined) refuse(`${twice} is named twice.`);
  if (names.includes(NO_REPOSITORY))
    refuse(`${NO_REPOSITORY} stands for no repository: choose another name.`);
  return repositories;
}

function parseForgeRepositories(list: string, context: z.RefinementCtx): string[] {
  const names = list.split(',').map((name) => name.trim());
  const wrong = names.find((name) => !/^[\w.-]{1,100}\/[\w.-]{1,100}$/.test(name));
  if (wrong !== undefined)
    context.addIssue({ code: 'custom', message: `"${cutText(wrong, 80)}" is not owner/name.` });
  return names;
}
