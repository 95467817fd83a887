import { cp } from 'node:fs/promises';
import type { Hono } from 'hono';
import { onTestFinished } from 'vitest';
import { openSqliteStore } from '#adapters/store/sqlite/open.ts';
import type { Engine } from '#engine/engine.ts';
import type { DesignView } from '#presentation/schema/view.ts';
import { LOCAL } from '#surfaces/http/access/local.ts';
import { createApp } from '#surfaces/http/app.ts';
import type { AppParts } from '#surfaces/http/app-parts.ts';
import { listen, type Served } from '#surfaces/http/server.ts';
import {
  type EngineOverrides,
  openWorkshop,
  startEngine,
  type Workshop,
} from '../../engine/running-engine.ts';
import { keepLog } from '../../support/processes/child-sessions.ts';
import { temporaryFolder } from '../../support/runner/temporary-folder.ts';
import { SILENT_PLATFORM } from '../../support/services/nobody-reads.ts';

/** Nobody stands in front of the daemon. */
export const NO_PROXIES: AppParts['proxies'] = { addresses: [], userHeader: null, operators: [] };

export const TOKEN = 'the-admin-token-of-the-tests';

export const LOCAL_TOKEN = 'L'.repeat(43);

/** Milliseconds for what still goes on when a server of a test stops. */
const STOP_MS = 100;

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  // biome-ignore lint/suspicious/noExplicitAny: a client knows no shape of JSON.
  readonly body: any;
}

export interface Problem {
  readonly error: {
    readonly code: string;
    readonly message: string;
    readonly details: Record<string, unknown>;
  };
}

/** Slack, connected, of whose people nobody reads anything. */
export const SLACK = {
  isConnected: () => true,
  tokenToDo: (): string | null => null,
  policy: { starters: [], deciders: [], operators: [] },
  linkTo: () => null,
  channelName: async () => null,
  readers: SILENT_PLATFORM,
  stop: async () => undefined,
} as const;

/** An engine in rehearsal on a store of its own, and its API, until the end of the running test. */
export async function openApi(options: EngineOverrides = {}) {
  return apiOn(await openWorkshop(), options);
}
export type Api = Awaited<ReturnType<typeof openApi>>;

/**
 * Lets something happen in a data folder once, when the first test of a file needs it; gives each
 * test the API of an engine on a copy of that folder. Nothing may be under way there at the end.
 */
export function prepared<Told extends object>(
  options: EngineOverrides | (() => Promise<EngineOverrides>),
  happens: (api: Pick<Api, 'client' | 'engine'>) => Promise<Told>,
) {
  let made: ReturnType<typeof make> | undefined;
  const make = async () => {
    const workshop = await openWorkshop();
    const given = typeof options === 'function' ? await options() : options;
    const { engine } = await startEngine(workshop, given);
    const client = new Client(engine);
    try {
      return { dataDir: workshop.dataDir, given, told: await happens({ client, engine }) };
    } finally {
      client.closing.abort();
      await engine.stop();
      await workshop.close();
    }
  };
  return async (own?: EngineOverrides): Promise<Api & Told> => {
    made ??= make();
    const { dataDir, given, told } = await made;
    const folder = temporaryFolder();
    await cp(dataDir, folder, { recursive: true });
    const { store, ...opened } = await openSqliteStore({ dataDir: folder, log: keepLog() });
    const workshop = { ...opened, store, dataDir: folder, close: () => store.close() };
    return { ...(await apiOn(workshop, own ?? given)), ...told };
  };
}

export async function apiOn(workshop: Workshop, options: EngineOverrides) {
  const running = await startEngine(workshop, options);
  const client = new Client(running.engine);
  onTestFinished(async () => {
    client.closing.abort();
    await running.engine.stop();
    await workshop.close();
  });
  return { ...running, workshop, client };
}

/**
 * Serves this app on a real socket until the end of the running test; what still streams then ends
 * first.
 */
export async function served(
  { app, door, closing }: Client,
  parts: { port?: number; local?: boolean } = {},
) {
  const { port = 0, local = false } = parts;
  const server = await listen({ app, door }, '127.0.0.1', port, ...(local ? [LOCAL] : []));
  onTestFinished(() => {
    closing.abort();
    return server.close(STOP_MS);
  });
  return { port: server.port, url: `http://127.0.0.1:${server.port}` };
}

/** The API as a client sees it, without a socket in between. */
export class Client {
  readonly app: Hono;
  readonly door: Served['door'];
  readonly closing = new AbortController();

  constructor(engine: Engine, parts: Partial<AppParts> = {}) {
    const { app, door } = createApp({
      engine,
      token: TOKEN,
      localToken: LOCAL_TOKEN,
      metricsToken: null,
      publicUrl: null,
      proxies: NO_PROXIES,
      warnings: { all: [] },
      backup: null,
      gateways: new Map(),
      isOnLoopback: true,
      closing: this.closing.signal,
      repositories: {
        names: ['app'],
        pin: async () => null,
        bring: () => Promise.reject(new Error('no folder is brought here')),
        reopen: async () => null,
      },
      ...parts,
    });
    [this.app, this.door] = [app, door];
  }

  async request(path: string, init: RequestInit = {}): Promise<Response> {
    const headers = new Headers(init.headers);
    if (!headers.has('authorization')) headers.set('authorization', `Bearer ${TOKEN}`);
    return this.app.request(path, { ...init, headers });
  }

  async send(path: string, init: RequestInit = {}): Promise<Answer> {
    const response = await this.request(path, init);
    const text = await response.text();
    const isJson = (response.headers.get('content-type') ?? '').startsWith('application/json');
    return {
      status: response.status,
      headers: response.headers,
      text,
      body: isJson ? JSON.parse(text) : null,
    };
  }

  get(path: string): Promise<Answer> {
    return this.send(`/api/v1/designs${path}`);
  }

  post(path: string, body?: unknown, headers: Record<string, string> = {}): Promise<Answer> {
    return this.send(`/api/v1/designs${path}`, {
      method: 'POST',
      ...(body === undefined
        ? { headers }
        : {
            headers: { 'content-type': 'application/json', ...headers },
            body: JSON.stringify(body),
          }),
    });
  }

  async started(changes: Record<string, unknown> = {}): Promise<DesignView> {
    const topic = 'Should the job queue move from Redis to Postgres?';
    const personas = ['archaeologist', 'failure-analyst'];
    const { status, body } = await this.post('', { topic, personas, ...changes });
    if (status !== 201) throw new Error(`it did not start: ${status} ${JSON.stringify(body)}`);
    return body;
  }
}
