import { resolve } from 'node:path';
import type * as z from 'zod';
import { urlsOfHosts } from '../adapters/store/postgres/urls.ts';
import type { Settings } from '../core/vocabulary/events.ts';
import type { Policy } from '../engine/access/permission.ts';
import { Fault } from '../foundation/fault.ts';
import { createRedactor } from '../foundation/redaction.ts';
import { NONE, type Values, type VariableTable } from '../foundation/variable.ts';
import { TurnBounds } from '../turns/prompt/bounds.ts';
import { GATEWAYS } from './gateways.ts';
import { readModels } from './models.ts';
import { assertOwnFolder, dataFolder, OWN_FOLDER } from './own-folder.ts';
import { proxyProblems } from './proxy-settings.ts';
import { unknownAmong } from './unknown-settings.ts';
import { isEncoded, platformOfPerson, VARIABLES } from './variables.ts';

/** Everything that the environment decides, read once and checked. */
export type Configuration = Readonly<ReturnType<typeof readConfiguration>>;
type Environment = Readonly<Record<string, string | undefined>>;

/** The longest that synthesis may take, and what is kept in reserve for it: a draft, its audit and a revision of slow models. */
const SYNTHESIS_MS = 30 * 60_000;
/** The longest that a design may take without the time it waits for people: several times what a deep one needs. */
const DESIGN_MS = 2 * 3_600_000;
/** Designs that may have processes in one daemon at the same time: 7 GB, with eight sessions of 40 MB each. */
const CAPACITY = 20;
/** The most of them that one person may have: half, so that others always find a place. */
const CAPACITY_PER_PERSON = CAPACITY / 2;
/** How long a design waits for people before it gives its processes back: who answers at once is answered at once. */
const PARK_MS = 60_000;
/** Days that a design is kept after its end (P9): a quarter of a year, in which decisions are asked about. */
const KEEP_DAYS = 90;
/** Dollars above which a person is asked before their agent starts a design: what nobody minds who did not mean it. */
const AGENT_BUDGET_USD = 1;
/** Address of the API that decisions are published to. */
const GITHUB_API = 'https://api.github.com';

/** Returns the command that calls Charrette here, for texts that say what to type. */
export function calledAs(environment: Environment = process.env): string {
  // npm sets it for every command that it starts: a script of the clone, one of somebody else's package, `npx`.
  if (environment.npm_lifecycle_event === 'npx') return 'npx charrette';
  return isOwnScript(environment) ? 'npm run charrette --' : 'charrette';
}

/** Returns the folder in which the person stands who called a script of this clone: npm runs it in the clone's own. */
export function callersFolder(environment: Environment = process.env): string | null {
  return isOwnScript(environment) ? (environment.INIT_CWD ?? null) : null;
}

function isOwnScript({ npm_lifecycle_event: event, npm_package_json: file }: Environment): boolean {
  return event !== undefined && (file === undefined || resolve(file, '..') === OWN_FOLDER);
}

/**
 * Reads the configuration. Throws `Fault('bad_configuration')` that names every bad variable, its value and the allowed ones.
 */
export function readConfiguration(environment: Environment = process.env) {
  const problems: string[] = [];
  const found = valuesOf(VARIABLES, environment, problems);
  const platforms = GATEWAYS.map((kind) => {
    return { kind, values: valuesOf(kind.variables, environment, problems) };
  });
  // Check values against each other only where each is allowed.
  if (problems.length === 0) {
    problems.push(...proxyProblems(found), ...operatorProblems(found));
    problems.push(...databaseProblems(found));
    problems.push(...platforms.flatMap(({ kind, values }) => kind.problem(values) ?? []));
  }
  const models = problems.length === 0 ? readModels(found, environment, problems) : null;
  if (models === null || problems.length > 0) throw new Fault('bad_configuration', problems.join('\n'));
  const { modelKeys, ...chosen } = models;
  return {
    /** The models, which of them speak, and whether any is called. */
    ...chosen,
    rehearsalLatencyMs: found.CHARRETTE_REHEARSAL_LATENCY_MS,
    databaseUrl: found.DATABASE_URL,
    databaseDirectUrl: found.CHARRETTE_DATABASE_DIRECT_URL,
    dataDir: dataFolder(found.CHARRETTE_DATA_DIR, environment),
    httpHost: found.CHARRETTE_HTTP_HOST,
    httpPort: found.CHARRETTE_HTTP_PORT,
    publicUrl: found.CHARRETTE_PUBLIC_URL,
    proxies: proxiesOf(found),
    adminToken: found.CHARRETTE_ADMIN_TOKEN,
    /** `null`: the metrics take the admin's token alone. */
    metricsToken: found.CHARRETTE_METRICS_TOKEN,
    personasDir: found.CHARRETTE_PERSONAS_DIR ?? resolve(import.meta.dirname, '../../personas'),
    repositories: found.CHARRETTE_REPOS ?? [],
    logLevel: found.CHARRETTE_LOG_LEVEL,
    /** Who is named for what, on all platforms. */
    people: peopleOf(found),
    settings: settingsOf(found),
    bounds: TurnBounds.parse({ turnTotalMs: milliseconds(found.CHARRETTE_TURN_TOTAL_SECONDS) }),
    readyMs: milliseconds(found.CHARRETTE_SESSION_READY_SECONDS),
    heartbeatMs: milliseconds(found.CHARRETTE_HEARTBEAT_SECONDS),
    sandbox: found.CHARRETTE_SANDBOX,
    standby: found.CHARRETTE_STANDBY,
    capacity: CAPACITY as number,
    capacityPerPerson: CAPACITY_PER_PERSON as number,
    parkMs: PARK_MS as number | null,
    keepDays: KEEP_DAYS,
    ...limitsOf(found),
    agentBudgetUsd: AGENT_BUDGET_USD,
    forge: forgeOf(found),
    /** Nobody has set it: models without a price are not stopped by it (T7). */
    isDefaultDayBudget: (environment.CHARRETTE_BUDGET_USD_PER_DAY ?? '') === '',
    /** Every chat platform, also those that are not set up. */
    gateways: platforms.map(({ kind, values }) => ({
      kind,
      settings: kind.settings(values, policyOn(kind.name, found)),
    })),
    /** Values that must never appear in a log, a file or an answer (D6). */
    secrets: [...new Set([...configuredSecrets(environment), ...modelKeys])],
    /** The environment from which children inherit through an allow-list (D5). */
    environment,
  };
}

/**
 * Reads the same for a command that is about to use the data folder. Throws `Fault('bad_configuration')` also if the folder is
 * not the user's own. `typed`: settings in the place of the environment's.
 */
export function ownConfiguration(typed: Environment = {}): Configuration {
  const configuration = readConfiguration(environmentNow({ ...process.env, ...typed }));
  assertOwnFolder(configuration.dataDir);
  return configuration;
}

/** Returns a copy of the environment. */
export function environmentNow(environment: Environment = process.env): Environment {
  return { ...environment };
}

/** Adds a file's settings to the environment, which keeps its own. */
export function addSettings(settings: Environment): void {
  for (const [name, value] of Object.entries(settings)) process.env[name] ??= value;
}

/** Returns the data folder, as far as the environment names it before its other settings are read. */
export function dataFolderOf(environment: Environment = process.env): string {
  return dataFolder(environment.CHARRETTE_DATA_DIR || null, environment);
}

/** Returns the values of a table's variables. Adds a line for each bad one to the problems. */
function valuesOf<Table extends VariableTable>(
  table: Table,
  environment: Environment,
  problems: string[],
): Values<Table> {
  const values = Object.entries(table).map(([name, { schema, allowed, secret }]) => {
    const found = environment[name] === '' ? undefined : environment[name];
    const parsed = schema.safeParse(found);
    if (!parsed.success) {
      const shown = secret
        ? '(not shown: it is a secret)'
        : `"${clip(withoutTokens(withoutLogin(found ?? '')))}"`;
      const why = parsed.error.issues.flatMap(ownWords);
      problems.push([`${name} is ${shown}; allowed is ${allowed}.`, ...why].join(' '));
    }
    return [name, parsed.data];
  });
  return Object.fromEntries(values);
}

/** Removes login parts from an address: the name alone can be a token. Text that is no address can hold one all the same. */
function withoutLogin(found: string): string {
  return found.replace(/^([a-z]{1,20}:[\\/]*).*@/is, '$1[redacted]@');
}

/** All settings, including those of chat platforms that are not set up. */
const SETTINGS = [VARIABLES, ...GATEWAYS.map(({ variables }) => variables)].flatMap(Object.keys);

/**
 * Describes variables that are named like Charrette's settings and are none, in words for people. They are not refused: an
 * environment may be that of an older or newer version, which knows more.
 */
export function unknownSettings(environment: Environment = process.env): string[] {
  return unknownAmong(SETTINGS, environment).map(({ name, nearest }) => {
    const meant = nearest === null ? 'All that there are: .env.example.' : `Did you mean ${nearest}?`;
    return `${name} is no setting of this version, and changes nothing. ${meant}`;
  });
}

/**
 * Returns our own schema's words, which name the wrong part unless it is a secret's. The library's words are for programmers.
 */
function ownWords({ code, message }: z.core.$ZodIssue): string[] {
  return code === 'custom' && message !== 'Invalid input' ? [message] : [];
}

function databaseProblems(found: Values<typeof VARIABLES>): string[] {
  if (found.DATABASE_URL !== null || found.CHARRETTE_DATABASE_DIRECT_URL === null) return [];
  return ['CHARRETTE_DATABASE_DIRECT_URL is set without DATABASE_URL, which leads through the pooler.'];
}

/** Explains a name among the operators that no platform knows, and no proxy can send. */
function operatorProblems(found: Values<typeof VARIABLES>): string[] {
  const [name] = ofPlatform(found.CHARRETTE_OPERATORS, undefined);
  if (name === undefined || found.CHARRETTE_PROXY_USER_HEADER !== null) return [];
  return [
    `CHARRETTE_OPERATORS has "${clip(name)}"; allowed is ${VARIABLES.CHARRETTE_OPERATORS.allowed}. CHARRETTE_PROXY_USER_HEADER is not set.`,
  ];
}

const DATABASE_URLS = ['DATABASE_URL', 'CHARRETTE_DATABASE_DIRECT_URL'];

/** Returns the values of secrets, including unused and unusable ones. */
export function configuredSecrets(environment: Environment = process.env): string[] {
  const tables: VariableTable[] = [VARIABLES, ...GATEWAYS.map(({ variables }) => variables)];
  const names = tables.flatMap((table) => Object.keys(table).filter((name) => table[name]?.secret));
  return names.flatMap((name) => {
    const value = environment[name]?.trim() ?? '';
    const kept = DATABASE_URLS.includes(name) ? passwordIn(value) : value;
    return kept === '' ? [] : kept;
  });
}

/** Returns the forge that is set up; `null` without a token, or without a repository that may be published to. */
function forgeOf({
  CHARRETTE_FORGE_TOKEN: token,
  CHARRETTE_FORGE_REPOS: repositories,
}: Values<typeof VARIABLES>) {
  return token === null || repositories === null ? null : { token, repositories, url: GITHUB_API };
}

/** Returns limits by person and by day; `null` for one that is switched off. */
function limitsOf(found: Values<typeof VARIABLES>) {
  return {
    designsPerPersonPerDay: unlessNone(found.CHARRETTE_DESIGNS_PER_PERSON_PER_DAY),
    budgetUsdPerDay: unlessNone(found.CHARRETTE_BUDGET_USD_PER_DAY),
  };
}

function proxiesOf(found: Values<typeof VARIABLES>) {
  return {
    addresses: found.CHARRETTE_TRUSTED_PROXIES,
    userHeader: found.CHARRETTE_PROXY_USER_HEADER,
    operators: ofPlatform(found.CHARRETTE_OPERATORS, undefined),
  };
}

function peopleOf(found: Values<typeof VARIABLES>) {
  return {
    starters: found.CHARRETTE_STARTERS,
    deciders: found.CHARRETTE_DECIDERS,
    operators: found.CHARRETTE_OPERATORS,
  };
}

/** Returns who may do what on this platform. */
function policyOn(platform: string, found: Values<typeof VARIABLES>): Policy {
  return {
    starters: ofPlatform(found.CHARRETTE_STARTERS, platform),
    deciders: ofPlatform(found.CHARRETTE_DECIDERS, platform),
    operators: ofPlatform(found.CHARRETTE_OPERATORS, platform),
  };
}

/** Returns those in a list whose ids have the form of this platform's; `undefined`: names that a proxy sends. */
function ofPlatform(list: readonly string[], platform: string | undefined): string[] {
  return list.filter((id) => platformOfPerson(id) === platform);
}

/** Returns the settings of every design, unless the person who starts it says otherwise. */
function settingsOf(found: Values<typeof VARIABLES>): Settings {
  return {
    questions: 'ask',
    gates: 'ask',
    replacement: 'once',
    answerMs: milliseconds(found.CHARRETTE_ANSWER_SECONDS),
    roundMs: milliseconds(found.CHARRETTE_ROUND_SECONDS),
    synthesisMs: SYNTHESIS_MS,
    gateMs: milliseconds(found.CHARRETTE_GATE_SECONDS),
    designMs: DESIGN_MS,
    budgetUsd: found.CHARRETTE_BUDGET_USD_PER_DESIGN,
    remind: 'half_time',
  };
}

function unlessNone(limit: number | typeof NONE): number | null {
  return limit === NONE ? null : limit;
}

function milliseconds(seconds: number): number {
  return seconds * 1_000;
}

/**
 * Returns the password in an address, or all of a text that is none. A password that repeats the user's name protects nothing,
 * and is often an ordinary word.
 */
function passwordIn(url: string): string {
  const first = URL.parse(urlsOfHosts(url)[0] ?? url);
  if (first === null || !isEncoded(url)) return url;
  return first.password === first.username ? '' : decodeURIComponent(first.password);
}

/** Applied before the clip: a password in a URL that is cut no longer shows that it is one. */
const withoutTokens = createRedactor([]);

function clip(text: string): string {
  return text.length > 80 ? `${text.slice(0, 80)}…` : text;
}
