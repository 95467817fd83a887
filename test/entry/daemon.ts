import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { copyFileSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { TurnRecord } from '../../src/ports/turn-record.ts';
import type { DesignView } from '../../src/presentation/schema/view.ts';
import type { PublicEvent } from '../../src/presentation/words/withhold-secrets.ts';
import { ownStoreDatabase, reachablePostgres } from '../support/databases/postgres.ts';
import { isRunning } from '../support/processes/child-sessions.ts';
import { temporaryFolder } from '../support/runner/temporary-folder.ts';
import { EventFeed } from './event-feed.ts';
import { longestWaitMs, until } from './waiting.ts';

export const TOKEN = 'the-admin-token-of-the-tests';
/** Longest wait in a test of the real layer; far beyond what anything takes on an idle machine. */
export const BOUND_MS = 45_000;
const PROGRAM = fileURLToPath(new URL('../../src/entry/charrette.mjs', import.meta.url));

const SHIPPED = fileURLToPath(new URL('../../personas', import.meta.url));

/** Where `charrette.mjs` keeps compiled modules; for the other programs that are daemons. */
const COMPILED = fileURLToPath(new URL('../../node_modules/.cache/compiled', import.meta.url));

/**
 * With these settings a design has two personas: fewer of them, and everything that six say but
 * arguments.
 */
export const FEW_PERSONAS = having('archaeologist', 'failure-analyst');
/** With these it has three, who argue what they differ on: in a rehearsal two of them give way. */
export const THREE_PERSONAS = having('archaeologist', 'failure-analyst', 'subtractor');

/**
 * Settings with which designs have these of the personas that ship, and who writes and audits for
 * them.
 */
function having(...names: readonly string[]): { readonly CHARRETTE_PERSONAS_DIR: string } {
  const folder = temporaryFolder();
  for (const name of [...names, 'synthesizer', 'auditor'])
    copyFileSync(join(SHIPPED, `${name}.md`), join(folder, `${name}.md`));
  return { CHARRETTE_PERSONAS_DIR: folder };
}

export interface Answer<Body = unknown> {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Body;
}

export interface Ended {
  readonly code: number | null;
  readonly signal: string | null;
}

const postgresServer = reachablePostgres();

export interface DataFolder {
  readonly path: string;
  /** The store settings of a daemon on it. */
  readonly environment: Readonly<Record<string, string>>;
  remove(): Promise<void>;
}

/** A data folder with an embedded store. */
export function embeddedDataFolder(): DataFolder {
  return { path: temporaryFolder(), environment: {}, remove: async () => undefined };
}

/**
 * One with a separate empty store: in a database where there is a server, which costs less, else in
 * the folder.
 */
export async function ownDataFolder(): Promise<DataFolder> {
  const server = await postgresServer;
  if (server.url === null) return embeddedDataFolder();
  const { url, drop } = await ownStoreDatabase(server.url);
  return { path: temporaryFolder(), environment: { DATABASE_URL: url }, remove: drop };
}

/** Stands before the keys of an operator who names nobody, in the store. */
const ADMIN_SCOPE = '["operator","admin"] ';

/** The HTTP API of a running Charrette, as an operator calls it. */
export class Api {
  readonly url: string;
  /** What requests that were carried out are stored under, once they were answered. */
  readonly acknowledged = new Set<string>();
  readonly #feeds = new Map<string, EventFeed>();

  constructor(url: string) {
    this.url = url;
  }

  async request(path: string, init: RequestInit = {}): Promise<Response> {
    const headers = new Headers(init.headers);
    if (!headers.has('authorization')) headers.set('authorization', `Bearer ${TOKEN}`);
    return fetch(`${this.url}${path}`, {
      signal: AbortSignal.timeout(longestWaitMs()),
      ...init,
      headers,
    });
  }

  async get<Body>(path: string): Promise<Body> {
    const response = await this.request(`/api/v1${path}`);
    if (!response.ok) throw new Error(`GET ${path}: ${response.status} ${await response.text()}`);
    return (await response.json()) as Body;
  }

  async text(path: string): Promise<string> {
    return (await this.request(`/api/v1${path}`)).text();
  }

  async post<Body>(
    path: string,
    body: unknown = {},
    headers: Record<string, string> = {},
  ): Promise<Answer<Body>> {
    const response = await this.request(`/api/v1${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify(body),
    });
    const key = headers['idempotency-key'];
    if (response.ok && key !== undefined)
      this.acknowledged.add(`/api/v1${path} ${ADMIN_SCOPE}${key}`);
    return {
      status: response.status,
      headers: response.headers,
      body: (await response.json()) as Body,
    };
  }

  /**
   * Sends it again, under the same key, for as long as the answer is that it cannot be done now.
   */
  async insist<Body>(
    path: string,
    body: unknown,
    key: string = randomUUID(),
  ): Promise<Answer<Body>> {
    const asked = () => this.post<Body>(path, body, { 'idempotency-key': key });
    let answer = await asked();
    await until(
      `an answer to ${path}`,
      async () => {
        if (answer.status !== 429 && answer.status !== 503) return true;
        answer = await asked();
        return false;
      },
      longestWaitMs(),
      () => `${answer.status} ${JSON.stringify(answer.body)}`,
    );
    return answer;
  }

  async startDesign(request: Record<string, unknown>): Promise<DesignView> {
    const { status, body } = await this.insist<DesignView>('/designs', request);
    if (status !== 201)
      throw new Error(`the design did not start: ${status} ${JSON.stringify(body)}`);
    return body;
  }

  design(id: string): Promise<DesignView> {
    return this.get(`/designs/${id}`);
  }

  async turns(id: string): Promise<TurnRecord[]> {
    return (await this.get<{ turns: TurnRecord[] }>(`/designs/${id}/turns`)).turns;
  }

  /**
   * The design's events as they come, over one stream; or, with `comesBack`, over one after the
   * other.
   */
  events(id: string, comesBack = false): EventFeed {
    const feed =
      this.#feeds.get(id) ??
      new EventFeed((init) => this.request(`/api/v1/designs/${id}/events`, init), '', comesBack);
    this.#feeds.set(id, feed);
    return feed;
  }

  async untilEnded(id: string): Promise<PublicEvent> {
    return this.events(id).until('the end', ({ type }) => type === 'design_ended');
  }

  /** The number of the last event of each design that it was told. */
  get told(): ReadonlyMap<string, number> {
    return new Map([...this.#feeds].map(([id, { seen }]) => [id, seen.at(-1)?.seq ?? 0]));
  }

  closeFeeds(): void {
    for (const feed of this.#feeds.values()) feed.close();
  }
}

/**
 * The real daemon, as a process, with a separate environment: it gets nothing of the tests'
 * environment.
 */
export class Daemon extends Api {
  readonly pid: number;
  readonly #signal: Running['signal'];
  /** Whenever that is. */
  readonly end: Promise<Ended>;
  readonly #output: () => string;

  private constructor(running: Running, url: string) {
    super(url);
    this.#signal = running.signal;
    this.end = running.ended;
    this.#output = running.output;
    this.pid = running.process.pid ?? 0;
  }

  /** Resolves when it reports that it is ready; rejects with its output when it ends before. */
  static start(
    dataDir: string,
    environment: Readonly<Record<string, string>> = {},
  ): Promise<Daemon> {
    return Daemon.ready(launch(dataDir, environment));
  }

  /** As above, for one that was launched already. */
  static async ready(running: Running): Promise<Daemon> {
    const ready = new Promise<string>((resolve) => {
      if (running.process.stdout === null) throw new Error('a daemon without a standard output');
      createInterface({ input: running.process.stdout }).on('line', (line) => {
        const url = /^charrette ready (http:\/\/\S+)$/.exec(line)?.[1];
        if (url !== undefined) resolve(url);
      });
    });
    const url = await inTime(
      'the daemon to be ready',
      running,
      Promise.race([ready, running.ended.then(() => null)]),
    );
    if (url === null) throw new Error(`the daemon did not start:\n${running.output()}`);
    return new Daemon(running, url);
  }

  /** For one that is expected to fail: its exit, and its output. */
  static async refused(
    dataDir: string,
    environment: Readonly<Record<string, string>> = {},
  ): Promise<Ended & { said: string }> {
    const running = launch(dataDir, environment);
    return {
      ...(await inTime('the end of a daemon that is refused', running, running.ended)),
      said: running.output(),
    };
  }

  /** Everything that it has written to its standard error: the operator's log. */
  get output(): string {
    return this.#output();
  }

  signal(signal: NodeJS.Signals): void {
    this.#signal(signal);
  }

  ended(): Promise<Ended> {
    return inTime('the end of the daemon', { output: this.#output }, this.end);
  }

  /** Ends it without a word. */
  async kill(): Promise<void> {
    this.signal('SIGKILL');
    await this.end;
  }

  async stop(): Promise<Ended> {
    this.closeFeeds();
    this.signal('SIGTERM');
    return this.ended();
  }
}

/** Characters of a log that are told, from its end. */
const TOLD_CHARACTERS = 4_000;

/** Waits for something of a daemon; throws with the end of its log when that does not come. */
async function inTime<Value>(
  what: string,
  { output }: Pick<Running, 'output'>,
  coming: Promise<Value>,
): Promise<Value> {
  const boundMs = longestWaitMs();
  const late = Promise.withResolvers<never>();
  const timer = setTimeout(() => {
    late.reject(
      new Error(
        `${what}: not within ${boundMs} ms; it has logged\n${output().slice(-TOLD_CHARACTERS)}`,
      ),
    );
  }, boundMs);
  return Promise.race([coming, late.promise]).finally(() => clearTimeout(timer));
}

export interface Running {
  readonly process: ChildProcess;
  readonly ended: Promise<Ended>;
  readonly output: () => string;
  readonly signal: (signal: NodeJS.Signals) => void;
}

/**
 * Starts the daemon's process, or that of another program that is one, perhaps as the child of a
 * command.
 */
export function launch(
  dataDir: string,
  environment: Readonly<Record<string, string>>,
  program: readonly string[] = [PROGRAM, 'serve'],
  under: readonly string[] = [],
): Running {
  const [command = process.execPath, ...words] = [...under, process.execPath, ...program];
  const process_ = spawn(command, words, {
    // Not a folder with settings of somebody's own.
    cwd: dataDir,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      PATH: process.env.PATH,
      NODE_COMPILE_CACHE: COMPILED,
      CHARRETTE_DATA_DIR: dataDir,
      CHARRETTE_HTTP_PORT: '0',
      CHARRETTE_ADMIN_TOKEN: TOKEN,
      CHARRETTE_STANDBY: '0',
      LEVER_READY_SECONDS: '60',
      LEVER_HEARTBEAT_SECONDS: '5',
      ...environment,
    },
  });
  let output = '';
  process_.stderr.on('data', (chunk: Buffer) => {
    output += chunk.toString();
  });
  const ended = new Promise<Ended>((resolve) => {
    process_.once('close', (code, signal) => resolve({ code, signal }));
  });
  const signal = (name: NodeJS.Signals): void => {
    if (under.length === 0) process_.kill(name);
    else for (const pid of childrenOf(process_.pid)) process.kill(pid, name);
  };
  return { process: process_, ended, output: () => output, signal };
}

function childrenOf(pid: number | undefined): number[] {
  const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim();
  return children === '' ? [] : children.split(' ').map(Number);
}

/** The processes that were started for these sessions and still run. */
export function processesOf(sessionIds: readonly string[]): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => {
      const line = commandLine(pid);
      return sessionIds.some((id) => line.includes(id)) && isRunning(pid);
    });
}

function commandLine(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8');
  } catch (error) {
    if (
      error instanceof Error &&
      'code' in error &&
      (error.code === 'ENOENT' || error.code === 'ESRCH')
    )
      return '';
    throw error;
  }
}

/** The system notifies only a parent of a process's end. */
export async function untilGone(look: () => readonly number[]): Promise<void> {
  await until(
    'the end of the processes',
    () => look().length === 0,
    longestWaitMs(),
    () => `still there: ${look().map(commandLine).join(', ')}`,
  );
}
