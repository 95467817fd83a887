import { resolve } from 'node:path';
import type * as z from 'zod';
import { splitHosts } from '../adapters/store/postgres/urls.ts';
import type { Settings } from '../core/vocabulary/event-parts.ts';
import type { Policy } from '../engine/access/permission.ts';
import { cutText } from '../foundation/cut-text.ts';
import { Fault } from '../foundation/fault.ts';
import { createRedactor } from '../foundation/redaction.ts';
import {
  isEncoded,
  NONE,
  readValue,
  type Values,
  type VariableTable,
} from '../foundation/variable.ts';
import { TURN_BOUNDS } from '../turns/prompt/bounds.ts';
import { GATEWAYS } from './gateways.ts';
import { goThroughProxies, type Outgoing } from './outgoing.ts';
import { assertOwnFolder, chooseDataFolder, OWN_FOLDER } from './own-folder.ts';
import { listProxyProblems } from './proxy-settings.ts';
import { ALL_VARIABLES, BAD_SECRET, findPlatformOf, VARIABLES } from './variables.ts';

/**
 * All settings from the environment, read once and validated; `models.ts` adds what the file of
 * models says.
 */
export type Variables = Readonly<ReturnType<typeof readVariables>>;
type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Longest synthesis, and the reserve kept for it: a draft, its audit and a revision by slow models.
 */
const SYNTHESIS_MS = 30 * 60_000;
/** Longest design, without the time it waits for people: several times what one needs. */
const DESIGN_MS = 2 * 3_600_000;
/** Most designs that have processes in one daemon: at eight sessions of 40 MB each, some 6.5 GB. */
const CAPACITY = 20;
/** Half, so that others always find a place. */
const CAPACITY_PER_PERSON = CAPACITY / 2;
/** How long a design waits for people before it releases its processes: quick answers keep them. */
const PARK_MS = 60_000;
/**
 * Longest time for a session to become ready, unless it is still at work: some hundred times what
 * it takes on an idle machine.
 */
const READY_MS = 15_000;
/**
 * Time between two heartbeats. A session that misses two is lost: within six seconds a stuck one is
 * replaced.
 */
const HEARTBEAT_MS = 3_000;
/**
 * US dollars above which a person is asked before their agent starts a design: a small loss if it
 * was a mistake.
 */
const AGENT_BUDGET_USD = 1;

/** The command that runs Charrette here, for texts that say what to type. */
export function nameOfProgram(environment: Environment = process.env): string {
  // npm sets it for every command that it starts: this clone's scripts, other packages' scripts,
  // `npx`.
  if (environment.npm_lifecycle_event === 'npx') return 'npx charrette';
  return isOwnScript(environment) ? 'npm run charrette --' : 'charrette';
}

/** The caller's folder, if they ran a script of this clone: npm runs it in the clone's folder. */
export function findCallersFolder(environment: Environment = process.env): string | null {
  return isOwnScript(environment) ? (environment.INIT_CWD ?? null) : null;
}

function isOwnScript({ npm_lifecycle_event: event, npm_package_json: file }: Environment): boolean {
  return event !== undefined && (file === undefined || resolve(file, '..') === OWN_FOLDER);
}

/** Throws `Fault('bad_configuration')` with every bad variable, its value and the allowed ones. */
export function readVariables(environment: Environment = process.env) {
  const problems: string[] = [];
  const parsed = valuesOf(VARIABLES, environment, problems);
  const platforms = GATEWAYS.map((kind) => {
    return { kind, values: valuesOf(kind.variables, environment, problems) };
  });
  // Values are compared with each other only if each is allowed.
  if (problems.length === 0) {
    problems.push(...listProxyProblems(parsed), ...listOperatorProblems(parsed));
    problems.push(...listDatabaseProblems(parsed));
    problems.push(...platforms.flatMap(({ kind, values }) => kind.problem(values) ?? []));
  }
  if (problems.length > 0) throw new Fault('bad_configuration', problems.join('\n'));
  return {
    forModels: forModelsOf(parsed),
    rehearsalLatencyMs: parsed.CHARRETTE_REHEARSAL_LATENCY_MS,
    databaseUrl: parsed.DATABASE_URL,
    databaseDirectUrl: parsed.CHARRETTE_DATABASE_DIRECT_URL,
    dataDir: chooseDataFolder(parsed.CHARRETTE_DATA_DIR, environment),
    httpHost: parsed.CHARRETTE_HTTP_HOST,
    httpPort: parsed.CHARRETTE_HTTP_PORT,
    publicUrl: parsed.CHARRETTE_PUBLIC_URL,
    outgoing: outgoingOf(parsed),
    proxies: proxiesOf(parsed),
    adminToken: parsed.CHARRETTE_ADMIN_TOKEN,
    /** `null`: only the admin token is accepted. */
    metricsToken: parsed.CHARRETTE_METRICS_TOKEN,
    personasDir: parsed.CHARRETTE_PERSONAS_DIR ?? resolve(import.meta.dirname, '../../personas'),
    repositories: parsed.CHARRETTE_REPOS ?? [],
    logLevel: parsed.CHARRETTE_LOG_LEVEL,
    people: peopleOf(parsed),
    settings: settingsOf(parsed),
    bounds: { ...TURN_BOUNDS, turnTotalMs: millisecondsIn(parsed.CHARRETTE_TURN_TOTAL_SECONDS) },
    readyMs: READY_MS as number,
    heartbeatMs: HEARTBEAT_MS as number,
    standby: parsed.CHARRETTE_STANDBY,
    capacity: CAPACITY as number,
    capacityPerPerson: CAPACITY_PER_PERSON as number,
    parkMs: PARK_MS as number | null,
    ...limitsOf(parsed),
    agentBudgetUsd: AGENT_BUDGET_USD,
    forge: forgeOf(parsed),
    /** A default limit does not apply to models of unknown price. */
    isDefaultDayBudget: (environment.CHARRETTE_BUDGET_USD_PER_DAY ?? '') === '',
    /** Includes platforms that are not set up. */
    gateways: platforms.map(({ kind, values }) => ({
      kind,
      settings: kind.settings(values, policyOf(kind.name, parsed)),
    })),
    /** Values that must never appear in a log, a file or an answer. */
    secrets: [...new Set(listConfiguredSecrets(environment))],
    /** Children inherit from it through an allow-list. */
    environment,
  };
}

/**
 * For a command that is about to use the data folder: also throws `Fault('bad_configuration')` if
 * others can write to the folder. `settings` replace the environment's. Everything outside is then
 * reached through the proxies of the settings.
 */
export function ownVariables(settings: Environment = {}): Variables {
  const variables = readVariables(copyEnvironment({ ...process.env, ...settings }));
  assertOwnFolder(variables.dataDir);
  goThroughProxies(variables.outgoing);
  return variables;
}

export function copyEnvironment(environment: Environment = process.env): Environment {
  return { ...environment };
}

/** The environment's own values win. */
export function addSettings(settings: Environment): void {
  for (const [name, value] of Object.entries(settings)) process.env[name] ??= value;
}

/** Usable before the other settings are read. */
export function dataFolderOf(environment: Environment = process.env): string {
  return chooseDataFolder(readValue(environment, 'CHARRETTE_DATA_DIR') || null, environment);
}

/** Adds a line to `problems` for each bad value. */
function valuesOf<Table extends VariableTable>(
  table: Table,
  environment: Environment,
  problems: string[],
): Values<Table> {
  const values = Object.entries(table).map(
    ([name, { schema, allowed, secret, isEmptyRefused }]) => {
      const value = readValue(environment, name);
      const text = value === '' && !isEmptyRefused ? undefined : value;
      const result = schema.safeParse(text);
      if (!result.success) {
        const quotation = `"${clip(redactTokens(removeLogin(text ?? '')))}"`;
        const is = secret ? BAD_SECRET : `is ${quotation}`;
        const why = result.error.issues.flatMap(ownWordsOf);
        problems.push([`${name} ${is}; expected ${allowed}.`, ...why].join(' '));
      }
      return [name, result.data];
    },
  );
  return Object.fromEntries(values);
}

/**
 * Removes user name and password from an address, or a text that looks like one: even a user name
 * can be a token.
 */
function removeLogin(address: string): string {
  return address.replace(/^([a-z]{1,20}:[\\/]*).*@/is, '$1[redacted]@');
}

/**
 * Messages of our own schemas, which name the wrong part unless it is secret. zod's messages are
 * for programmers.
 */
function ownWordsOf({ code, message }: z.core.$ZodIssue): string[] {
  return code === 'custom' && message !== 'Invalid input' ? [message] : [];
}

function listDatabaseProblems(values: Values<typeof VARIABLES>): string[] {
  if (values.DATABASE_URL !== null || values.CHARRETTE_DATABASE_DIRECT_URL === null) return [];
  return [
    'CHARRETTE_DATABASE_DIRECT_URL is set, but DATABASE_URL, the address of the pooler, is not.',
  ];
}

/** Reports an operator's name that no platform knows and no proxy can send. */
function listOperatorProblems(values: Values<typeof VARIABLES>): string[] {
  const [name] = filterByPlatform(values.CHARRETTE_OPERATORS, undefined);
  if (name === undefined || values.CHARRETTE_PROXY_USER_HEADER !== null) return [];
  return [
    `CHARRETTE_OPERATORS has "${clip(name)}"; expected ${VARIABLES.CHARRETTE_OPERATORS.allowed}. CHARRETTE_PROXY_USER_HEADER is not set.`,
  ];
}

/** Settings of which only the password is a secret. */
const ADDRESSES = ['DATABASE_URL', 'CHARRETTE_DATABASE_DIRECT_URL', 'HTTPS_PROXY', 'HTTP_PROXY'];

/** Includes unused and invalid secrets. */
export function listConfiguredSecrets(environment: Environment = process.env): string[] {
  return Object.entries(ALL_VARIABLES).flatMap(([name, { secret }]) => {
    if (!secret) return [];
    const value = readValue(environment, name)?.trim() ?? '';
    const url = name.endsWith('_PROXY') ? value.replace(/^(?!.*:\/\/)(?=.)/, 'http://') : value;
    const hidden = ADDRESSES.includes(name) ? passwordIn(url) : value;
    return hidden === '' ? [] : hidden;
  });
}

/** `null` without a token, or without a repository to publish to. */
function forgeOf({
  CHARRETTE_FORGE_TOKEN: token,
  CHARRETTE_FORGE_REPOS: repositories,
  CHARRETTE_FORGE_URL: url,
}: Values<typeof VARIABLES>) {
  return token === null || repositories === null ? null : { token, repositories, url };
}

function forModelsOf({
  ANTHROPIC_BASE_URL,
  CHARRETTE_MODELS,
  CHARRETTE_MODEL,
  CHARRETTE_REHEARSAL,
}: Values<typeof VARIABLES>) {
  return {
    ANTHROPIC_BASE_URL,
    CHARRETTE_MODELS,
    CHARRETTE_MODEL,
    CHARRETTE_REHEARSAL,
    /** Where the model was named, for a message about it. */
    modelIn: 'CHARRETTE_MODEL',
  };
}

function limitsOf(values: Values<typeof VARIABLES>) {
  return {
    designsPerPersonPerDay: limitOf(values.CHARRETTE_DESIGNS_PER_PERSON_PER_DAY),
    budgetUsdPerDay: limitOf(values.CHARRETTE_BUDGET_USD_PER_DAY),
  };
}

function outgoingOf({ HTTPS_PROXY, HTTP_PROXY, NO_PROXY }: Values<typeof VARIABLES>): Outgoing {
  return { HTTPS_PROXY, HTTP_PROXY, NO_PROXY };
}

function proxiesOf(values: Values<typeof VARIABLES>) {
  return {
    addresses: values.CHARRETTE_TRUSTED_PROXIES,
    userHeader: values.CHARRETTE_PROXY_USER_HEADER,
    operators: filterByPlatform(values.CHARRETTE_OPERATORS, undefined),
  };
}

function peopleOf(values: Values<typeof VARIABLES>) {
  return {
    starters: values.CHARRETTE_STARTERS,
    deciders: values.CHARRETTE_DECIDERS,
    operators: values.CHARRETTE_OPERATORS,
  };
}

function policyOf(platform: string, values: Values<typeof VARIABLES>): Policy {
  return {
    starters: filterByPlatform(values.CHARRETTE_STARTERS, platform),
    deciders: filterByPlatform(values.CHARRETTE_DECIDERS, platform),
    operators: filterByPlatform(values.CHARRETTE_OPERATORS, platform),
  };
}

/** Ids of this platform's form; with `undefined`, names that a proxy sends. */
function filterByPlatform(list: readonly string[], platform: string | undefined): string[] {
  return list.filter((id) => findPlatformOf(id) === platform);
}

function settingsOf(values: Values<typeof VARIABLES>): Settings {
  return {
    questions: 'ask',
    gates: 'ask',
    answerMs: millisecondsIn(values.CHARRETTE_ANSWER_SECONDS),
    roundMs: millisecondsIn(values.CHARRETTE_ROUND_SECONDS),
    synthesisMs: SYNTHESIS_MS,
    gateMs: millisecondsIn(values.CHARRETTE_GATE_SECONDS),
    gateBelow: values.CHARRETTE_GATE_BELOW,
    designMs: DESIGN_MS,
    budgetUsd: values.CHARRETTE_BUDGET_USD_PER_DESIGN,
    remind: 'half_time',
  };
}

function limitOf(limit: number | typeof NONE): number | null {
  return limit === NONE ? null : limit;
}

function millisecondsIn(seconds: number): number {
  return seconds * 1_000;
}

/**
 * The password in an address, or the whole text if it is not an address. A password equal to the
 * user name protects nothing, and is often an ordinary word.
 */
function passwordIn(url: string): string {
  const whole = url.includes('@') && !url.includes('://') ? `http://${url}` : url;
  const first = URL.parse(splitHosts(whole)[0] ?? whole);
  if (first === null || !isEncoded(url)) return url;
  return first.password === first.username ? '' : decodeURIComponent(first.password);
}

/** Before `clip`: a password in a cut URL could not be recognized. */
const redactTokens = createRedactor([]);

function clip(text: string): string {
  return cutText(text, 81, '…');
}
