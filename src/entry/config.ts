import { resolve } from 'node:path';
import type * as z from 'zod';
import { urlsOfHosts } from '../adapters/store/postgres/urls.ts';
import { KEPT_DAYS } from '../core/vocabulary/bounds.ts';
import type { Settings } from '../core/vocabulary/event-parts.ts';
import type { Policy } from '../engine/access/permission.ts';
import { Fault } from '../foundation/fault.ts';
import { createRedactor } from '../foundation/redaction.ts';
import { isEncoded, NONE, type Values, type VariableTable, valueIn } from '../foundation/variable.ts';
import { TurnBounds } from '../turns/prompt/bounds.ts';
import { GATEWAYS } from './gateways.ts';
import { goThroughProxies, type Outgoing } from './outgoing.ts';
import { assertOwnFolder, dataFolder, OWN_FOLDER } from './own-folder.ts';
import { proxyProblems } from './proxy-settings.ts';
import { unknownAmong } from './unknown-settings.ts';
import { platformOfPerson, VARIABLES } from './variables.ts';

/** All settings from the environment, read once and validated; `models.ts` adds what the file of models says. */
export type Variables = Readonly<ReturnType<typeof readVariables>>;
type Environment = Readonly<Record<string, string | undefined>>;

/** Longest synthesis, and the reserve kept for it: a draft, its audit and a revision by slow models. */
const SYNTHESIS_MS = 30 * 60_000;
/** Longest design, without the time it waits for people: several times what one needs. */
const DESIGN_MS = 2 * 3_600_000;
/** Most designs that have processes in one daemon: at eight sessions of 40 MB each, some 6.5 GB. */
const CAPACITY = 20;
/** Half, so that others always find a place. */
const CAPACITY_PER_PERSON = CAPACITY / 2;
/** How long a design waits for people before it releases its processes: quick answers keep them. */
const PARK_MS = 60_000;
/** US dollars above which a person is asked before their agent starts a design: a small loss if it was a mistake. */
const AGENT_BUDGET_USD = 1;

/** The command that runs Charrette here, for texts that say what to type. */
export function nameOfProgram(environment: Environment = process.env): string {
  // npm sets it for every command that it starts: this clone's scripts, other packages' scripts, `npx`.
  if (environment.npm_lifecycle_event === 'npx') return 'npx charrette';
  return isOwnScript(environment) ? 'npm run charrette --' : 'charrette';
}

/** The caller's folder, if they ran a script of this clone: npm runs it in the clone's folder. */
export function callersFolder(environment: Environment = process.env): string | null {
  return isOwnScript(environment) ? (environment.INIT_CWD ?? null) : null;
}

function isOwnScript({ npm_lifecycle_event: event, npm_package_json: file }: Environment): boolean {
  return event !== undefined && (file === undefined || resolve(file, '..') === OWN_FOLDER);
}

/** Throws `Fault('bad_configuration')` with every bad variable, its value and the allowed ones. */
export function readVariables(environment: Environment = process.env) {
  const problems: string[] = [];
  const found = valuesOf(VARIABLES, environment, problems);
  const platforms = GATEWAYS.map((kind) => {
    return { kind, values: valuesOf(kind.variables, environment, problems) };
  });
  // Values are compared with each other only if each is allowed.
  if (problems.length === 0) {
    problems.push(...proxyProblems(found), ...operatorProblems(found));
    problems.push(...databaseProblems(found));
    problems.push(...platforms.flatMap(({ kind, values }) => kind.problem(values) ?? []));
  }
  if (problems.length > 0) throw new Fault('bad_configuration', problems.join('\n'));
  return {
    forModels: forModelsOf(found),
    rehearsalLatencyMs: found.CHARRETTE_REHEARSAL_LATENCY_MS,
    databaseUrl: found.DATABASE_URL,
    databaseDirectUrl: found.CHARRETTE_DATABASE_DIRECT_URL,
    dataDir: dataFolder(found.CHARRETTE_DATA_DIR, environment),
    httpHost: found.CHARRETTE_HTTP_HOST,
    httpPort: found.CHARRETTE_HTTP_PORT,
    publicUrl: found.CHARRETTE_PUBLIC_URL,
    outgoing: outgoingOf(found),
    proxies: proxiesOf(found),
    adminToken: found.CHARRETTE_ADMIN_TOKEN,
    /** `null`: only the admin token is accepted. */
    metricsToken: found.CHARRETTE_METRICS_TOKEN,
    personasDir: found.CHARRETTE_PERSONAS_DIR ?? resolve(import.meta.dirname, '../../personas'),
    repositories: found.CHARRETTE_REPOS ?? [],
    logLevel: found.CHARRETTE_LOG_LEVEL,
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
    keepDays: KEPT_DAYS,
    review: found.CHARRETTE_REVIEW === '1',
    ...limitsOf(found),
    agentBudgetUsd: AGENT_BUDGET_USD,
    forge: forgeOf(found),
    /** A default limit does not apply to models of unknown price (T7). */
    isDefaultDayBudget: (environment.CHARRETTE_BUDGET_USD_PER_DAY ?? '') === '',
    /** Includes platforms that are not set up. */
    gateways: platforms.map(({ kind, values }) => ({
      kind,
      settings: kind.settings(values, policyOn(kind.name, found)),
    })),
    /** Values that must never appear in a log, a file or an answer (D6). */
    secrets: [...new Set(listConfiguredSecrets(environment))],
    /** Children inherit from it through an allow-list (D5). */
    environment,
  };
}

/**
 * For a command that is about to use the data folder: also throws `Fault('bad_configuration')` if others can write to the
 * folder. `typed`: settings that replace the environment's. Everything outside is then reached through the proxies of the settings.
 */
export function ownVariables(typed: Environment = {}): Variables {
  const variables = readVariables(environmentNow({ ...process.env, ...typed }));
  assertOwnFolder(variables.dataDir);
  goThroughProxies(variables.outgoing);
  return variables;
}

export function environmentNow(environment: Environment = process.env): Environment {
  return { ...environment };
}

/** The environment's own values win. */
export function addSettings(settings: Environment): void {
  for (const [name, value] of Object.entries(settings)) process.env[name] ??= value;
}

/** Usable before the other settings are read. */
export function dataFolderOf(environment: Environment = process.env): string {
  return dataFolder(valueIn(environment, 'CHARRETTE_DATA_DIR') || null, environment);
}

/** Adds a line to `problems` for each bad value. */
function valuesOf<Table extends VariableTable>(
  table: Table,
  environment: Environment,
  problems: string[],
): Values<Table> {
  const values = Object.entries(table).map(([name, { schema, allowed, secret, isEmptyRefused }]) => {
    const value = valueIn(environment, name);
    const found = value === '' && !isEmptyRefused ? undefined : value;
    const parsed = schema.safeParse(found);
    if (!parsed.success) {
      const shown = secret
        ? '(not shown: it is a secret)'
        : `"${clip(withoutTokens(withoutLogin(found ?? '')))}"`;
      const why = parsed.error.issues.flatMap(ownWords);
      problems.push([`${name} is ${shown}; expected ${allowed}.`, ...why].join(' '));
    }
    return [name, parsed.data];
  });
  return Object.fromEntries(values);
}

/** Removes user name and password from an address, or a text that looks like one: even a user name can be a token. */
function withoutLogin(found: string): string {
  return found.replace(/^([a-z]{1,20}:[\\/]*).*@/is, '$1[redacted]@');
}

/** Includes platforms that are not set up. */
const SETTINGS = [VARIABLES, ...GATEWAYS.map(({ variables }) => variables)].flatMap(Object.keys);

/**
 * Warnings about unknown variables with names like Charrette's settings. They are allowed, since the environment may be
 * meant for another version.
 */
export function unknownSettings(environment: Environment = process.env): string[] {
  return unknownAmong(SETTINGS, environment).map(({ name, nearest }) => {
    const meant = nearest === null ? '.env.example lists all.' : `Did you mean ${nearest}?`;
    return `${name} is not a setting of this version and has no effect. ${meant}`;
  });
}

/** Messages of our own schemas, which name the wrong part unless it is secret. zod's messages are for programmers. */
function ownWords({ code, message }: z.core.$ZodIssue): string[] {
  return code === 'custom' && message !== 'Invalid input' ? [message] : [];
}

function databaseProblems(found: Values<typeof VARIABLES>): string[] {
  if (found.DATABASE_URL !== null || found.CHARRETTE_DATABASE_DIRECT_URL === null) return [];
  return ['CHARRETTE_DATABASE_DIRECT_URL is set, but DATABASE_URL, the address of the pooler, is not.'];
}

/** Reports an operator's name that no platform knows and no proxy can send. */
function operatorProblems(found: Values<typeof VARIABLES>): string[] {
  const [name] = ofPlatform(found.CHARRETTE_OPERATORS, undefined);
  if (name === undefined || found.CHARRETTE_PROXY_USER_HEADER !== null) return [];
  return [
    `CHARRETTE_OPERATORS has "${clip(name)}"; expected ${VARIABLES.CHARRETTE_OPERATORS.allowed}. CHARRETTE_PROXY_USER_HEADER is not set.`,
  ];
}

/** Settings of which only the password is a secret. */
const ADDRESSES = ['DATABASE_URL', 'CHARRETTE_DATABASE_DIRECT_URL', 'HTTPS_PROXY', 'HTTP_PROXY'];

/** Includes unused and invalid secrets. */
export function listConfiguredSecrets(environment: Environment = process.env): string[] {
  const tables: VariableTable[] = [VARIABLES, ...GATEWAYS.map(({ variables }) => variables)];
  const names = tables.flatMap((table) => Object.keys(table).filter((name) => table[name]?.secret));
  return names.flatMap((name) => {
    const value = valueIn(environment, name)?.trim() ?? '';
    const url = name.endsWith('_PROXY') ? value.replace(/^(?!.*:\/\/)(?=.)/, 'http://') : value;
    const kept = ADDRESSES.includes(name) ? passwordIn(url) : value;
    return kept === '' ? [] : kept;
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
  return { ANTHROPIC_BASE_URL, CHARRETTE_MODELS, CHARRETTE_MODEL, CHARRETTE_REHEARSAL };
}

function limitsOf(found: Values<typeof VARIABLES>) {
  return {
    designsPerPersonPerDay: unlessNone(found.CHARRETTE_DESIGNS_PER_PERSON_PER_DAY),
    budgetUsdPerDay: unlessNone(found.CHARRETTE_BUDGET_USD_PER_DAY),
  };
}

function outgoingOf({ HTTPS_PROXY, HTTP_PROXY, NO_PROXY }: Values<typeof VARIABLES>): Outgoing {
  return { HTTPS_PROXY, HTTP_PROXY, NO_PROXY };
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

function policyOn(platform: string, found: Values<typeof VARIABLES>): Policy {
  return {
    starters: ofPlatform(found.CHARRETTE_STARTERS, platform),
    deciders: ofPlatform(found.CHARRETTE_DECIDERS, platform),
    operators: ofPlatform(found.CHARRETTE_OPERATORS, platform),
  };
}

/** Ids of this platform's form; with `undefined`, names that a proxy sends. */
function ofPlatform(list: readonly string[], platform: string | undefined): string[] {
  return list.filter((id) => platformOfPerson(id) === platform);
}

function settingsOf(found: Values<typeof VARIABLES>): Settings {
  return {
    questions: 'ask',
    gates: 'ask',
    replacement: 'once',
    answerMs: milliseconds(found.CHARRETTE_ANSWER_SECONDS),
    roundMs: milliseconds(found.CHARRETTE_ROUND_SECONDS),
    synthesisMs: SYNTHESIS_MS,
    gateMs: milliseconds(found.CHARRETTE_GATE_SECONDS),
    gateBelow: found.CHARRETTE_GATE_BELOW,
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
 * The password in an address, or the whole text if it is not an address. A password equal to the user name protects
 * nothing, and is often an ordinary word.
 */
function passwordIn(url: string): string {
  const whole = url.includes('@') && !url.includes('://') ? `http://${url}` : url;
  const first = URL.parse(urlsOfHosts(whole)[0] ?? whole);
  if (first === null || !isEncoded(url)) return url;
  return first.password === first.username ? '' : decodeURIComponent(first.password);
}

/** Before `clip`: a password in a cut URL could not be recognized. */
const withoutTokens = createRedactor([]);

function clip(text: string): string {
  return text.length > 80 ? `${text.slice(0, 80)}…` : text;
}
