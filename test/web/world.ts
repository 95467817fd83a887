/**
 * A daemon's pages and API as `main` starts them, over a real store and engine. Designs are put there
 * as they would stand after their events, so that each state is at hand without its processes.
 *
 * @example
 * await using web = await openWeb();
 * const { id, key } = await web.put(designAt('signing').events);
 * const answer = await web.get(`/designs/${id}?key=${key}`);
 */

import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DesignEvent } from '#design/events.ts';
import { type DesignId, mint } from '#design/ids.ts';
import type { Design } from '#design/state.ts';
import type { Designs } from '#engine/designs.ts';
import { openEngine } from '#engine/engine.ts';
import { summaryOf } from '#engine/loaded.ts';
import { openModels } from '#models/models.ts';
import { chainEvents } from '#record/chain.ts';
import { loadPersonas } from '#sessions/persona-files.ts';
import { openStore } from '#store/open.ts';
import type { Store, StoredEvent } from '#store/store.ts';
import type { Facts, Log } from '#support/log.ts';
import { replay, startCommand } from '#test/support/design-world.ts';
import { SETTINGS } from '#test/support/settings.ts';
import type { TraceStep } from '#turns/record.ts';
import { createApp, startWeb, type WebOptions } from '#web/server.ts';

export const ADMIN_TOKEN = 'an-admin-token-of-tests';

export interface WebWorld extends AsyncDisposable {
  readonly url: string;
  /** All that the app answers: `GET`, `/designs/:id`. */
  readonly routes: readonly { readonly method: string; readonly path: string }[];
  readonly store: Store;
  readonly designs: Designs;
  /** Every line of the operator's log. */
  readonly lines: string[];
  /** A design after these events; with what its turns recorded. */
  put(events: readonly DesignEvent[], options?: PutOptions): Promise<PutDesign>;
  get(path: string, headers?: Record<string, string>): Promise<Response>;
  /** With the admin token, and a body as JSON. */
  act(method: string, path: string, body?: unknown): Promise<Response>;
  /** With the admin token, and a body as it is. */
  post(path: string, body: string): Promise<Response>;
}
export interface PutOptions {
  readonly trace?: (turnNumber: number) => readonly TraceStep[];
  readonly files?: Readonly<Record<string, string>>;
}
export interface PutDesign {
  readonly id: DesignId;
  readonly key: string;
  /** More events, as its owner commits them. */
  add(events: readonly DesignEvent[]): Promise<void>;
}

export async function openWeb(options: Partial<WebOptions> = {}): Promise<WebWorld> {
  const folder = await mkdtemp(join(tmpdir(), 'charrette-web-'));
  const store = await openStore({ databaseUrl: undefined, dataDir: folder });
  const lines: string[] = [];
  const log = logInto(lines);
  const engine = openEngine({
    store,
    models: await openModels('models.yaml', {}, { rehearsal: true, latencyMs: 0 }),
    personas: await loadPersonas('personas'),
    spawnSession: () => {
      throw new Error('nothing is run here');
    },
    repositories: { pin: async () => null, open: () => Promise.reject(new Error('there is none')) },
    chats: new Map(),
    settings: { ...SETTINGS, dataDir: folder },
    log,
    redact: (text) => text,
  });
  const all: WebOptions = {
    designs: engine.designs,
    ping: () => store.ping(),
    listKey: store.listKey,
    adminToken: ADMIN_TOKEN,
    host: '127.0.0.1',
    port: 0,
    log,
    ...options,
  };
  const web = await startWeb(all);
  const get = (path: string, headers: Record<string, string> = {}) =>
    fetch(`${web.url}${path}`, { headers });
  const send = (method: string, path: string, more: { readonly body?: string }) =>
    fetch(`${web.url}${path}`, {
      method,
      headers: { authorization: `Bearer ${ADMIN_TOKEN}` },
      ...more,
    });
  return {
    url: web.url,
    routes: createApp(all).routes.filter(({ method }) => method !== 'ALL'),
    store,
    designs: engine.designs,
    lines,
    get,
    put: (events, more = {}) => putDesign(store, events, more),
    act: (method, path, body) =>
      send(method, path, body === undefined ? {} : { body: JSON.stringify(body) }),
    post: (path, body) => send('POST', path, { body }),
    async [Symbol.asyncDispose]() {
      await web.stop();
      await engine.stop();
      await store.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function putDesign(
  store: Store,
  events: readonly DesignEvent[],
  { trace, files = {} }: PutOptions,
): Promise<PutDesign> {
  const id = mint('design', `01930000-0000-7000-8000-${randomUUID().slice(-12)}`);
  const own = (event: DesignEvent): DesignEvent =>
    event.type === 'design_started' ? { ...event, designId: id } : event;
  const all = events.map(own);
  const command = { ...startCommand(), designId: id };
  const start = { designId: id, platform: 'test', platformId: id, command, at: 1 };
  const { id: inboxId } = await store.putCommand(start, summaryOf(replay(all)));
  const owner = { id: randomUUID(), process: null };
  const claim = async () => {
    const row = await store.claim(id, owner, 60_000);
    if (row === null) throw new Error('somebody else holds it');
    return row;
  };
  const { epoch, key } = await claim();
  if (trace !== undefined) await putTurns(store, replay(all), epoch, trace);
  for (const [name, text] of Object.entries(files))
    await store.putFile(id, epoch, name, Buffer.from(text));
  const commit = (more: readonly DesignEvent[], last: StoredEvent | undefined, epoch: number) => {
    const design = replay(all);
    return store.commit({
      designId: id,
      epoch,
      version: last?.seq ?? 0,
      events: chainEvents(last ?? null, more),
      summary: summaryOf(design),
      isEnded: design.end !== null,
      answers: last === undefined ? [{ inboxId, answer: { ok: true, version: 1 } }] : [],
    });
  };
  await commit(all, undefined, epoch);
  await store.release(id, epoch);
  return {
    id,
    key,
    async add(more) {
      const last = (await store.events(id)).at(-1);
      all.push(...more);
      const row = await claim();
      await commit(more, last, row.epoch);
      await store.release(id, row.epoch);
    },
  };
}

async function putTurns(
  store: Store,
  { id: designId, rounds, turns }: Design,
  epoch: number,
  trace: (turnNumber: number) => readonly TraceStep[],
): Promise<void> {
  await store.putShared(designId, epoch, SHARED_SHA256, SHARED_TEXT);
  for (const { id: turnId, number, participant, roundId, sessionId, startedAt } of turns) {
    const kind = rounds.find((round) => round.id === roundId)?.kind ?? 'framing';
    const head = { designId, turnId, number, participant, roundId, kind, sessionId, startedAt };
    await store.startTurn(epoch, { ...head, model: 'example' });
    await store.appendTrace(designId, epoch, turnId, trace(number));
  }
}

export const SHARED_TEXT = 'The rules, the topic and what was said.';
export const SHARED_SHA256 = 'a'.repeat(64);

function logInto(lines: string[]): Log {
  const at =
    (level: keyof Log) =>
    (event: string, facts: Facts = {}) => {
      const [error] = Object.values(facts).filter((fact) => fact instanceof Error);
      lines.push(JSON.stringify({ level, event, ...facts, ...(error && { error: error.stack }) }));
    };
  return { debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error') };
}
