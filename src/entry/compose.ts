import { isKnownModel } from '../adapters/anthropic/known-models.ts';
import { createAnthropicModel } from '../adapters/anthropic/model.ts';
import type { Discord } from '../adapters/discord/gateway.ts';
import { createBundles } from '../adapters/files/bundles.ts';
import { createRepositories } from '../adapters/git/repositories.ts';
import { createLog } from '../adapters/log/pino.ts';
import { loadParticipants } from '../adapters/personas/load.ts';
import { createProcessSessions } from '../adapters/process/sessions.ts';
import { createRehearsalModel } from '../adapters/rehearsal/model.ts';
import type { Slack } from '../adapters/slack/gateway.ts';
import { openPgliteStore } from '../adapters/store/pglite/open.ts';
import { openPostgresStore } from '../adapters/store/postgres/open.ts';
import { systemClock } from '../adapters/system/clock.ts';
import { foldName } from '../adapters/system/code.ts';
import { systemIdentifiers } from '../adapters/system/identifiers.ts';
import type { DesignId } from '../core/ids.ts';
import { readBundleFile } from '../runtime/bundle/remade.ts';
import { Engine } from '../runtime/engine/engine.ts';
import type { Parts } from '../runtime/engine/parts.ts';
import type { Persona } from '../runtime/persona.ts';
import type { Bundles } from '../runtime/ports/bundles.ts';
import type { Chat } from '../runtime/ports/chat.ts';
import type { Fleet } from '../runtime/ports/fleet.ts';
import type { Log } from '../runtime/ports/log.ts';
import type { Model } from '../runtime/ports/model.ts';
import type { PinnedRepository, Repositories } from '../runtime/ports/repository.ts';
import type { Store } from '../runtime/ports/store.ts';
import { createRedactor } from '../runtime/redaction.ts';
import { createModelBroker } from '../runtime/turn/model-broker.ts';
import type { Configuration } from './config.ts';

/** Resident bytes of one session beyond which it is ended: some ten times what an idle one needs. */
const SESSION_MEMORY_BYTES = 512 * 1024 * 1024;
/** How hard models think unless a persona's file says otherwise. */
const DEFAULT_EFFORT = 'high';
/** Milliseconds that a process gets to end politely; twice of it must fit into the ten seconds of a clean stop. */
const SESSION_STOP_MS = 1_000;

export interface Composition {
  readonly engine: Engine;
  readonly repositories: RepositoryShelf;
  readonly personas: readonly Persona[];
  readonly redact: (text: string) => string;
  readonly log: Log;
  /** `null` where Slack is not configured. */
  readonly slack: Slack | null;
  /** `null` where Discord is not configured. */
  readonly discord: Discord | null;
}

export function openLog(configuration: Configuration, redact: (text: string) => string): Log {
  return createLog({ level: configuration.logLevel, redact, write: (line) => process.stderr.write(line) });
}

/** What a process may bring from outside: its log, the ways to chat platforms, something around the parts. */
export interface Outside {
  readonly log?: Log;
  readonly chats?: readonly Chat[];
  readonly around?: (parts: Parts) => Parts;
}

/** The store, and the fleet of those who share it: a process joins that when it first owns a design or listens. */
export async function openStore(
  { databaseUrl, dataDir }: Configuration,
  log: Log,
): Promise<{ readonly store: Store; readonly fleet: Fleet }> {
  return databaseUrl === null
    ? openPgliteStore({ dataDir, log })
    : openPostgresStore({ url: databaseUrl, log });
}

/** A9: the persona files, checked. Throws `Fault('bad_persona')`. Models of another endpoint cannot be known here. */
export function loadPersonas({ personasDir, anthropicBaseUrl }: Configuration): Promise<Persona[]> {
  return loadParticipants(personasDir, {
    knownModels: anthropicBaseUrl === null ? isKnownModel : () => true,
  });
}

export function openRepositories(log: Log): Repositories {
  return createRepositories({ log });
}

/** Wires every adapter to its port. Throws `Fault` with what was wrong and what to do, and leaves nothing open. */
export async function compose(configuration: Configuration, outside: Outside = {}): Promise<Composition> {
  const redact = createRedactor(configuration.secrets);
  const { log = openLog(configuration, redact), chats = [], around = (parts) => parts } = outside;
  const personas = await loadPersonas(configuration);
  const { store, fleet } = await openStore(configuration, log);
  const { rehearsal, dataDir, environment, readyMs, heartbeatMs, standby } = configuration;
  const repositories = new RepositoryShelf(openRepositories(log), configuration.repositories);
  const clock = systemClock;
  const bundles = createBundles({ dataDir, log });
  const fold = foldName();
  const files = { store, bundles, fold };
  const slack = await openSlack(configuration, files, log);
  const discord = await openDiscord(configuration, files, log);
  const platforms = [slack, discord].flatMap((platform) => (platform === null ? [] : [platform.chat]));
  const parts: Parts = {
    store,
    fleet,
    chats: [...chats, ...platforms],
    clock,
    log,
    redact,
    personas,
    rehearsal,
    identifiers: systemIdentifiers,
    bundles,
    sessions: createProcessSessions({
      clock,
      log,
      environment,
      readyMs,
      heartbeatMs,
      standby,
      memoryBytes: SESSION_MEMORY_BYTES,
      stopMs: SESSION_STOP_MS,
    }),
    models: createModelBroker({ model: modelFor(configuration, personas, log), clock, log }),
    openRepository: (name, commit) => repositories.at(name, commit),
    settings: configuration.settings,
    bounds: configuration.bounds,
    defaultModel: configuration.defaultModel,
    defaultEffort: DEFAULT_EFFORT,
    capacity: configuration.capacity,
    parkMs: configuration.parkMs,
    fold,
    budgetUsdPerDay: configuration.budgetUsdPerDay,
  };
  const engine = new Engine(around(parts));
  return { engine, repositories, personas, redact, log, slack, discord };
}

interface Files {
  readonly store: Store;
  readonly bundles: Bundles;
  readonly fold: string;
}

/** Its libraries are loaded where they are needed, and nobody else waits for them. */
async function openSlack({ slack: settings }: Configuration, files: Files, log: Log): Promise<Slack | null> {
  if (settings === null) return null;
  const { createSlack } = await import('../adapters/slack/gateway.ts');
  const readFile = (id: DesignId, name: string) => readBundleFile(files, id, name);
  return createSlack({ settings, clock: systemClock, log, readFile });
}

async function openDiscord(
  { discord: settings }: Configuration,
  files: Files,
  log: Log,
): Promise<Discord | null> {
  if (settings === null) return null;
  const { createDiscord } = await import('../adapters/discord/gateway.ts');
  const readFile = (id: DesignId, name: string) => readBundleFile(files, id, name);
  return createDiscord({ settings, clock: systemClock, log, readFile });
}

function modelFor(configuration: Configuration, personas: readonly Persona[], log: Log): Model {
  const { rehearsal, rehearsalLatencyMs, anthropicApiKey, anthropicBaseUrl } = configuration;
  if (rehearsal || anthropicApiKey === null) {
    return createRehearsalModel({ latencyMs: rehearsalLatencyMs, clock: systemClock, personas });
  }
  return createAnthropicModel({ apiKey: anthropicApiKey, baseUrl: anthropicBaseUrl ?? '', log });
}

/** The repositories that designs may read, by name: the configured ones, and one that the terminal brings. */
export class RepositoryShelf {
  readonly #repositories: Repositories;
  readonly #paths: Map<string, string>;

  constructor(
    repositories: Repositories,
    configured: readonly { readonly name: string; readonly path: string }[],
  ) {
    this.#repositories = repositories;
    this.#paths = new Map(configured.map(({ name, path }) => [name, path]));
  }

  get names(): string[] {
    return [...this.#paths.keys()];
  }

  add(name: string, path: string): void {
    this.#paths.set(name, path);
  }

  /** Pins the repository's current commit; `null` for a name that is not known. */
  async pin(name: string): Promise<PinnedRepository | null> {
    const path = this.#paths.get(name);
    return path === undefined ? null : this.#repositories.pin(path, name);
  }

  async at(name: string, commit: string): Promise<PinnedRepository | null> {
    const path = this.#paths.get(name);
    return path === undefined ? null : this.#repositories.reopen(path, { name, commit, digest: '' });
  }
}
