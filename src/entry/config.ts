import { resolve } from 'node:path';
import type * as z from 'zod';
import { ANTHROPIC_URL, isKnownModel } from '../adapters/anthropic/known-models.ts';
import { urlsOfHosts } from '../adapters/store/postgres/urls.ts';
import type { Settings } from '../core/vocabulary/events.ts';
import { Fault } from '../runtime/fault.ts';
import type { GatewayLimits } from '../runtime/ports/gateway.ts';
import { createRedactor } from '../runtime/redaction.ts';
import { TurnBounds } from '../runtime/turn/bounds.ts';
import type { Values, VariableTable } from '../runtime/variable.ts';
import { GATEWAYS } from './gateways.ts';
import { assertOwnFolder, dataFolder } from './own-folder.ts';
import { unknownAmong } from './unknown-settings.ts';
import { isEncoded, VARIABLES } from './variables.ts';

/** Everything that the environment decides, read once and checked. */
export type Configuration = Readonly<ReturnType<typeof readConfiguration>>;
type Environment = Readonly<Record<string, string | undefined>>;

/** How Charrette is called here, for texts that say what to type. */
export function calledAs(environment: Environment = process.env): string {
  return environment.npm_lifecycle_event === undefined ? 'charrette' : 'npm run charrette --';
}

/** Throws `Fault('bad_configuration')` that names every bad variable, what was found and what is allowed. */
export function readConfiguration(environment: Environment = process.env) {
  const problems: string[] = [];
  const found = valuesOf(VARIABLES, environment, problems);
  const platforms = GATEWAYS.map((kind) => {
    return { kind, values: valuesOf(kind.variables, environment, problems) };
  });
  // Whether values go together is looked at where each of them is allowed.
  if (problems.length === 0) {
    problems.push(...modelProblems(found), ...readerProblems(found));
    problems.push(...platforms.flatMap(({ kind, values }) => kind.problem(values) ?? []));
  }
  if (problems.length > 0) throw new Fault('bad_configuration', problems.join('\n'));
  const { ANTHROPIC_API_KEY: anthropicApiKey, DATABASE_URL: databaseUrl } = found;
  const { CHARRETTE_ADMIN_TOKEN: adminToken } = found;
  return {
    anthropicApiKey,
    anthropicBaseUrl: found.ANTHROPIC_BASE_URL,
    defaultModel: found.CHARRETTE_MODEL,
    auditorModel: found.CHARRETTE_AUDITOR_MODEL,
    rehearsal: found.CHARRETTE_REHEARSAL === '1' || anthropicApiKey === null,
    rehearsalLatencyMs: found.CHARRETTE_REHEARSAL_LATENCY_MS,
    databaseUrl,
    dataDir: dataFolder(found.CHARRETTE_DATA_DIR, environment),
    httpHost: found.CHARRETTE_HTTP_HOST,
    httpPort: found.CHARRETTE_HTTP_PORT,
    adminToken,
    personasDir: found.CHARRETTE_PERSONAS_DIR ?? resolve(import.meta.dirname, '../../personas'),
    repositories: found.CHARRETTE_REPOS ?? [],
    logLevel: found.CHARRETTE_LOG_LEVEL,
    settings: settingsOf(found),
    bounds: TurnBounds.parse({
      connectMs: milliseconds(found.CHARRETTE_CONNECT_SECONDS),
      firstTokenMs: milliseconds(found.CHARRETTE_FIRST_TOKEN_SECONDS),
      turnStallMs: milliseconds(found.CHARRETTE_TURN_STALL_SECONDS),
      turnTotalMs: milliseconds(found.CHARRETTE_TURN_TOTAL_SECONDS),
    }),
    readyMs: milliseconds(found.CHARRETTE_SESSION_READY_SECONDS),
    heartbeatMs: milliseconds(found.CHARRETTE_HEARTBEAT_SECONDS),
    sandbox: found.CHARRETTE_SANDBOX,
    standby: found.CHARRETTE_STANDBY,
    /** Designs that may have processes here at the same time. */
    capacity: found.CHARRETTE_CAPACITY,
    /** Milliseconds that a design waits for people before it gives its processes back; `null` for never. */
    parkMs: milliseconds(found.CHARRETTE_PARK_SECONDS) as number | null,
    /** Days that a design is kept after its end (P9). */
    keepDays: found.CHARRETTE_KEEP_DAYS,
    budgetUsdPerDay: found.CHARRETTE_BUDGET_USD_PER_DAY,
    /** Every chat platform, also those that are not set up. */
    gateways: platforms.map(({ kind, values }) => ({
      kind,
      settings: kind.settings(values, limitsOf(found)),
    })),
    /** What must never appear in a log, a file or an answer (D6). */
    secrets: configuredSecrets(environment),
    /** What children may inherit from, through an allow-list (D5). */
    environment,
  };
}

/** The same for what is about to use the data folder. Throws `Fault('bad_configuration')` also where that is not one's own. */
export function ownConfiguration(): Configuration {
  const configuration = readConfiguration();
  assertOwnFolder(configuration.dataDir);
  return configuration;
}

/** Adds what a file of settings says to the environment, which stays as it is where it says something itself. */
export function addSettings(settings: Environment): void {
  for (const [name, value] of Object.entries(settings)) process.env[name] ??= value;
}

/** Where the data folder is, as far as the environment says so before its other settings are read. */
export function dataFolderOf(environment: Environment = process.env): string {
  return dataFolder(environment.CHARRETTE_DATA_DIR || null, environment);
}

/** What the variables of a table say. What is wrong with one of them is added to the problems. */
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

/** Of an address: the name alone can be a token. What cannot be read as an address can hold one all the same. */
function withoutLogin(found: string): string {
  return found.replace(/^([a-z]{1,20}:[\\/]*).*@/is, '$1[redacted]@');
}

/** Settings that there are, also those of chat platforms that are not set up. */
const SETTINGS = [VARIABLES, ...GATEWAYS.map(({ variables }) => variables)].flatMap(Object.keys);

/**
 * What is set under a name like those of Charrette's settings and is none of them, in words for people. Not refused: an
 * environment may be that of an older or newer version, which knows more.
 */
export function unknownSettings(environment: Environment = process.env): string[] {
  return unknownAmong(SETTINGS, environment).map(({ name, nearest }) => {
    const meant = nearest === null ? 'All that there are: .env.example.' : `Did you mean ${nearest}?`;
    return `${name} is no setting of this version, and changes nothing. ${meant}`;
  });
}

/** What a schema of ours says beyond what is allowed: which part is wrong, unless it is a secret's. The library's own words are for programmers. */
function ownWords({ code, message }: z.core.$ZodIssue): string[] {
  return code === 'custom' && message !== 'Invalid input' ? [message] : [];
}

/** A typing error is found at the start and not in the middle of a design (A9). Only another endpoint knows its models. */
function modelProblems(found: Values<typeof VARIABLES>): string[] {
  if (found.ANTHROPIC_BASE_URL !== null) return [];
  const { CHARRETTE_MODEL, CHARRETTE_AUDITOR_MODEL } = found;
  return Object.entries({ CHARRETTE_MODEL, CHARRETTE_AUDITOR_MODEL }).flatMap(([name, model]) => {
    if (model === null || isKnownModel(model)) return [];
    const allowed = `a model of ${ANTHROPIC_URL}, such as ${VARIABLES.CHARRETTE_MODEL.byDefault}`;
    return `${name} is "${clip(model)}"; allowed is ${allowed}, or any where ANTHROPIC_BASE_URL names another endpoint.`;
  });
}

function readerProblems({ CHARRETTE_REPOS, CHARRETTE_REPO_READERS }: Values<typeof VARIABLES>): string[] {
  const known = (CHARRETTE_REPOS ?? []).map(({ name }) => name);
  const unknown = Object.keys(CHARRETTE_REPO_READERS ?? {}).filter((name) => !known.includes(name));
  const there = known.length === 0 ? 'none' : known.join(', ');
  return unknown.map(
    (name) =>
      `CHARRETTE_REPO_READERS names ${clip(name)}; allowed are the names in CHARRETTE_REPOS: ${there}.`,
  );
}

/** The values of secrets, also of those that are not used, or that cannot be. */
export function configuredSecrets(environment: Environment = process.env): string[] {
  const tables: VariableTable[] = [VARIABLES, ...GATEWAYS.map(({ variables }) => variables)];
  const names = tables.flatMap((table) => Object.keys(table).filter((name) => table[name]?.secret));
  return names.flatMap((name) => {
    const value = environment[name]?.trim() ?? '';
    const kept = name === 'DATABASE_URL' ? passwordIn(value) : value;
    return kept === '' ? [] : kept;
  });
}

/** What is set for all chat platforms alike. */
function limitsOf(found: Values<typeof VARIABLES>): GatewayLimits {
  return {
    designsPerPersonPerDay: found.CHARRETTE_DESIGNS_PER_PERSON_PER_DAY,
    repositories: found.CHARRETTE_REPO_READERS ?? {},
    calls: { called: found.CHARRETTE_CALLS, quietHours: found.CHARRETTE_QUIET_HOURS },
  };
}

/** What every design starts with, unless the person who starts it says otherwise. */
function settingsOf(found: Values<typeof VARIABLES>): Settings {
  return {
    questions: 'ask',
    gates: 'ask',
    replacement: 'once',
    answerMs: milliseconds(found.CHARRETTE_ANSWER_SECONDS),
    roundMs: milliseconds(found.CHARRETTE_ROUND_SECONDS),
    synthesisMs: milliseconds(found.CHARRETTE_SYNTHESIS_SECONDS),
    gateMs: milliseconds(found.CHARRETTE_GATE_SECONDS),
    designMs: milliseconds(found.CHARRETTE_DESIGN_SECONDS),
    budgetUsd: found.CHARRETTE_BUDGET_USD_PER_DESIGN,
    ...(found.CHARRETTE_CALLS !== 'nobody' && { remind: 'half_time' as const }),
    ...(found.CHARRETTE_THREAD_GONE === 'pause' && { threadGone: 'pause' as const }),
  };
}

function milliseconds(seconds: number): number {
  return seconds * 1_000;
}

/** A password that repeats the user's name keeps nothing from anybody, and is often an ordinary word. All of what is no address. */
function passwordIn(url: string): string {
  const first = URL.parse(urlsOfHosts(url)[0] ?? url);
  if (first === null || !isEncoded(url)) return url;
  return first.password === first.username ? '' : decodeURIComponent(first.password);
}

/** Before it is clipped: of a password in a URL that is cut nobody sees that it is one. */
const withoutTokens = createRedactor([]);

function clip(text: string): string {
  return text.length > 80 ? `${text.slice(0, 80)}…` : text;
}
