import { copyFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createRehearsalModel } from '../../src/adapters/rehearsal/model.ts';
import { openSqliteStore } from '../../src/adapters/store/sqlite/open.ts';
import { systemIdentifiers } from '../../src/adapters/system/identifiers.ts';
import type { Settings } from '../../src/core/vocabulary/event-parts.ts';
import type { DesignId } from '../../src/core/vocabulary/ids.ts';
import { Engine } from '../../src/engine/engine.ts';
import type { Parts } from '../../src/engine/parts/parts.ts';
import type { StartRequest } from '../../src/engine/parts/start-request.ts';
import { No } from '../../src/foundation/no.ts';
import { createRedactor } from '../../src/foundation/redaction.ts';
import type { Store, StoredEvent } from '../../src/ports/store.ts';
import { createBundles } from '../../src/record/bundles.ts';
import { createModelBroker } from '../../src/turns/model-broker.ts';
import type { Model } from '../../src/turns/model-context.ts';
import { TURN_BOUNDS } from '../../src/turns/prompt/bounds.ts';
import { shipped } from '../support/designs/shipped-personas.ts';
import { realClock } from '../support/processes/child-real-clock.ts';
import { keepLog } from '../support/processes/child-sessions.ts';
import { EVENTUALLY_MS } from '../support/runner/eventually.ts';
import { temporaryFolder } from '../support/runner/temporary-folder.ts';
import { LocalSessions } from './local-sessions.ts';

const STORE_FILE = 'store.sqlite';
const MINUTE_MS = 60_000;

export const SETTINGS: Settings = {
  questions: 'ask',
  gates: 'ask',
  answerMs: 10 * MINUTE_MS,
  roundMs: 10 * MINUTE_MS,
  synthesisMs: 20 * MINUTE_MS,
  gateMs: 10 * MINUTE_MS,
  gateBelow: 0.4,
  designMs: 60 * MINUTE_MS,
  budgetUsd: null,
};

/**
 * The file of a store that nothing is in: to copy it takes a millisecond, to make one a hundred
 * times that.
 */
const emptyStore = lazy(async () => {
  const dataDir = temporaryFolder();
  const { store } = await openSqliteStore({ dataDir, log: keepLog() });
  await store.close();
  return join(dataDir, STORE_FILE);
});

/**
 * A folder with an SQLite store of its own, for the engines of one test: an empty one, or a copy of
 * this, which nobody has open.
 */
export async function openWorkshop(copied?: string) {
  const dataDir = temporaryFolder();
  await copyFile(copied ?? (await emptyStore()), join(dataDir, STORE_FILE));
  const opened = await openSqliteStore({ dataDir, log: keepLog() });
  return { ...opened, dataDir, close: () => opened.store.close() };
}
export type Workshop = Awaited<ReturnType<typeof openWorkshop>>;

export interface EngineOverrides {
  readonly parts?: Partial<Parts>;
  readonly model?: Model;
  readonly settings?: Partial<Settings>;
  readonly secrets?: readonly string[];
  /** What stands in front of the real store. */
  readonly store?: Partial<Store>;
}

/**
 * A real engine on a real store with the real files, rehearsal model and conversations; its
 * sessions live in this process, because what a process is like is tried elsewhere. Stopping it
 * leaves the store open for the next.
 */
export async function startEngine(workshop: Workshop, overrides: EngineOverrides = {}) {
  const { store, dataDir, backup: _, close: __, ...beside } = workshop;
  const log = keepLog();
  const sessions = new LocalSessions();
  const model =
    overrides.model ?? createRehearsalModel({ latencyMs: 0, clock: realClock, personas: shipped });
  const engine = new Engine({
    store: { ...store, ...overrides.store, close: async () => undefined },
    ...beside,
    chats: [],
    capacity: 20,
    capacityPerPerson: null,
    designsPerPersonPerDay: null,
    parkMs: null,
    sessions,
    callModel: createModelBroker({ model, clock: realClock }),
    bundles: createBundles({ dataDir, log }),
    clock: realClock,
    identifiers: systemIdentifiers,
    log,
    redact: createRedactor(overrides.secrets ?? []),
    personas: shipped,
    openRepository: async () => null,
    settings: { ...SETTINGS, ...overrides.settings },
    bounds: { ...TURN_BOUNDS, retryBaseMs: 1, retryMaxMs: 5 },
    defaultModel: 'rehearsal',
    spread: [],
    familyOf: () => null,
    vendorOf: () => 'Anthropic',
    endingsOf: () => [],
    priceOf: () => 0,
    defaultEffort: 'low',
    rehearsal: model.rehearsal,
    budgetUsdPerDay: null,
    isDefaultDayBudget: false,
    ...overrides.parts,
  });
  return { engine, sessions, log };
}

export function request(changes: Partial<StartRequest> = {}): StartRequest {
  return {
    topic: 'Should the job queue move from Redis to Postgres?',
    context: [],
    personas: ['archaeologist', 'failure-analyst'],
    repository: null,
    startedBy: 'ana',
    thread: null,
    settings: { questions: 'none' },
    ...changes,
  };
}

/** Starts a design that must start. */
export async function begun(
  engine: Engine,
  changes: Partial<StartRequest> = {},
): Promise<DesignId> {
  const started = await engine.start(request(changes)).answered;
  if (started instanceof No) throw new Error(`it did not start: ${started.why.message}`);
  return started.design.id;
}

/**
 * Everything that has happened, up to the first event that is wanted; fails with the last events
 * where that does not come.
 */
export async function eventsUntil(
  engine: Engine,
  id: DesignId,
  isWanted: (stored: StoredEvent) => boolean,
): Promise<StoredEvent[]> {
  const seen: StoredEvent[] = [];
  const signal = AbortSignal.timeout(EVENTUALLY_MS);
  for await (const stored of engine.follow(id, 0, signal)) {
    seen.push(stored);
    if (isWanted(stored)) return seen;
  }
  const last = seen.slice(-5).map((stored) => JSON.stringify(stored.event).slice(0, 200));
  throw new Error(
    `no event of ${seen.length} within ${EVENTUALLY_MS} ms was one of which ${isWanted}; the last were\n${last.join('\n')}`,
  );
}

/** Starts a design that asks people, and waits until it does. */
export async function answering(
  engine: Engine,
  changes: Partial<StartRequest> = {},
): Promise<DesignId> {
  const id = await begun(engine, { settings: {}, ...changes });
  await eventsUntil(engine, id, ({ event }) => event.type === 'answering_opened');
  return id;
}

export function remark(text: string, replyId = text) {
  return { type: 'record_reply', replyId, author: 'ana', text, questionId: null } as const;
}

export const isEnd = ({ event }: StoredEvent): boolean => event.type === 'design_ended';

/** Calls this once, when it is first needed. */
export function lazy<Value>(make: () => Promise<Value>): () => Promise<Value> {
  let made: Promise<Value> | undefined;
  return () => {
    made ??= make();
    return made;
  };
}
