/**
 * What the benchmarks share: how much is measured, what processes take beside a bare Node, a model
 * endpoint and an engine to measure, and tables.
 */

import { type ChildProcess, fork, spawn, spawnSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type Anthropic from '@anthropic-ai/sdk';
import * as z from 'zod';
import type { DesignEvent } from '#design/events.ts';
import type { DesignId } from '#design/ids.ts';
import type { Actor, StartInput } from '#engine/design-inputs.ts';
import { type Engine, openEngine } from '#engine/engine.ts';
import { type Models, openModels } from '#models/models.ts';
import { loadPersonas } from '#sessions/persona-files.ts';
import { createSpawner } from '#sessions/spawn.ts';
import { openStore } from '#store/open.ts';
import type { Store } from '#store/store.ts';
import { createLog } from '#support/log.ts';
import { engineSettings, readSettings } from '../src/settings.ts';

const ROOT = join(import.meta.dirname, '..');
export const TOPIC = 'Should the job queue move from Redis to Kafka?';

/** With `--least` only enough to see that a benchmark runs: its figures mean nothing. */
const isLeast = process.argv.includes('--least');
const words = process.argv.slice(2);

export function amountOf(usual: number, least: number): number {
  return isLeast ? least : usual;
}

/** How often each is measured: `node bench/run.ts 3`. */
export const RUNS = amountOf(Number(words.find((word) => /^\d+$/.test(word)) ?? 7), 1);

/** As people start it; `--entry FILE`: another one, like an installed package's. */
const entry = words.includes('--entry') ? words[words.indexOf('--entry') + 1] : undefined;
export const PROGRAM = ['--max-semi-space-size=2', entry ?? join(ROOT, 'bin/charrette.cjs')];

export function medianOf(values: readonly number[]): number {
  const sorted = values.toSorted((one, other) => one - other);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

/** @throws where a figure is missing: then nothing was measured. */
export function printTable(
  title: string,
  rows: readonly Readonly<Record<string, string | number>>[],
): void {
  const figures = JSON.stringify(rows);
  if (rows.length === 0 || /NaN|Infinity|null|undefined/.test(figures))
    throw new Error(`A figure is missing in “${title}”: ${figures}`);
  const machine = `${cpus().length} × ${cpus()[0]?.model ?? 'processor'}, Node ${process.version}`;
  console.log(`\n${title} (${machine}${isLeast ? ', at its least' : ''})`);
  console.table(rows);
}

export async function inNewFolder<Result>(work: (folder: string) => Promise<Result>) {
  const folder = mkdtempSync(join(tmpdir(), 'charrette-bench-'));
  try {
    return await work(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

// --- Processes ---

export interface Cost {
  readonly wallMs: number;
  /** Its children's too. */
  readonly processorMs: number;
}

/** Measures a Node process that ends by itself; of several runs, one after the other, the mean. */
export function costOf(
  argv: readonly string[],
  env: NodeJS.ProcessEnv = process.env,
  count = 1,
): Cost {
  const startedAt = performance.now();
  const script = `set -e; for each in $(seq ${count}); do "$@" > /dev/null; done; times`;
  const command = ['-c', script, 'sh', process.execPath, ...argv];
  const { stdout, stderr, status } = spawnSync('sh', command, { env, encoding: 'utf8' });
  const wallMs = (performance.now() - startedAt) / count;
  if (status !== 0) throw new Error(`${argv.join(' ')} ended with ${status}: ${stderr}`);
  // The second line of `times` is that of the children: `0m0.210s 0m0.050s`.
  const spent = [...(stdout.trim().split('\n').at(-1) ?? '').matchAll(/(\d+)m([\d.]+)s/g)];
  const seconds = spent.map(([, minutes, rest]) => Number(minutes) * 60 + Number(rest));
  const processorMs = (seconds.reduce((sum, each) => sum + each, 0) * 1_000) / count;
  return { wallMs, processorMs };
}

/** What everything is compared with: several, since the system counts hundredths of a second. */
export function bareNode(): Cost {
  return costOf(['-e', ''], process.env, 5);
}

/** Processor time of this process and its ended children, which Linux counts in hundredths of a second. */
export function processorMsOf(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
  return fields.slice(11, 15).reduce((sum, ticks) => sum + Number(ticks) * 10, 0);
}

/** PSS of this process and all below it; one that ends meanwhile counts nothing. Linux only. */
export function mebibytesOf(pid: number): number {
  try {
    const rollup = readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8');
    const own = Number(/^Pss:\s+(\d+)/m.exec(rollup)?.[1] ?? 0) / 1_024;
    return childrenOf(pid).reduce((sum, child) => sum + mebibytesOf(child), own);
  } catch (error) {
    if (isGone(error)) return 0;
    throw error;
  }
}

function childrenOf(pid: number): number[] {
  return readdirSync(`/proc/${pid}/task`).flatMap((thread) =>
    readFileSync(`/proc/${pid}/task/${thread}/children`, 'utf8')
      .split(' ')
      .filter(Boolean)
      .map(Number),
  );
}

function isGone(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? error.code : '';
  return code === 'ENOENT' || code === 'ESRCH';
}

/** Nothing of this shell's but what a process needs; rehearsed unless a key is given. */
export function environment(dataDir: string, more: NodeJS.ProcessEnv = {}): NodeJS.ProcessEnv {
  const { PATH = '', HOME = '' } = process.env;
  const rehearsal = more.ANTHROPIC_API_KEY === undefined ? { CHARRETTE_REHEARSAL: '1' } : {};
  return {
    PATH,
    HOME,
    CHARRETTE_DATA_DIR: dataDir,
    CHARRETTE_HTTP_PORT: '0',
    CHARRETTE_LOG_LEVEL: 'error',
    ...rehearsal,
    ...more,
  };
}

export interface Daemon {
  readonly child: ChildProcess;
  readonly url: string;
  readonly readyMs: number;
  stop(signal?: NodeJS.Signals): Promise<void>;
}

/** Resolves when it says that it is ready. `prefix`: a program that starts it. */
export async function startDaemon(
  env: NodeJS.ProcessEnv,
  prefix: readonly string[] = [],
): Promise<Daemon> {
  const startedAt = performance.now();
  const [program = '', ...argv] = [...prefix, process.execPath, ...PROGRAM, 'serve'];
  const child = spawn(program, argv, { env, stdio: ['ignore', 'pipe', 'inherit'] });
  const lines = createInterface({ input: child.stdout });
  for await (const line of lines) {
    const [, url] = /^charrette ready (http\S+)/.exec(line) ?? [];
    if (url === undefined) continue;
    const readyMs = performance.now() - startedAt;
    return {
      child,
      url,
      readyMs,
      async stop(signal = 'SIGTERM') {
        const ended = once(child, 'exit');
        child.kill(signal);
        await ended;
      },
    };
  }
  throw new Error('the daemon ended before it was ready');
}

// --- A model endpoint, and an engine ---

export type Body = Anthropic.Messages.MessageStreamParams;
const Asked = z.object({ bodies: z.array(z.custom<Body>()), problems: z.array(z.string()) });

export interface BenchEndpoint {
  readonly url: string;
  /** Since the last call. @throws if the endpoint refused one. */
  newRequests(): Promise<Body[]>;
  close(): void;
}

/** In a process of its own, so that its work is not measured as Charrette's. */
export async function startEndpoint(delayMs: number, restMs = 0): Promise<BenchEndpoint> {
  const program = join(ROOT, 'test/support/endpoint-process.ts');
  const child = fork(program, [String(delayMs), String(restMs)]);
  const [url] = await once(child, 'message');
  return {
    url: z.url().parse(url),
    async newRequests() {
      child.send('asked');
      const [answer] = await once(child, 'message');
      const { bodies, problems } = Asked.parse(answer);
      if (problems.length > 0) throw new Error(`the endpoint refused: ${problems.join('; ')}`);
      return bodies;
    },
    close: () => child.disconnect(),
  };
}

/** The environment that sends calls to a local endpoint, with a test key. */
export function modelsAt(url: string): NodeJS.ProcessEnv {
  return { ANTHROPIC_API_KEY: 'bench-key', ANTHROPIC_BASE_URL: url };
}

export const OPERATOR: Actor = { name: 'bench', id: '', via: 'terminal', isOperator: true };
const SETTINGS = {
  CHARRETTE_BUDGET_USD_PER_DESIGN: '100',
  CHARRETTE_BUDGET_USD_PER_DAY: '100000',
  CHARRETTE_ANSWER_SECONDS: '86400',
  CHARRETTE_GATE_SECONDS: '86400',
  CHARRETTE_MAX_RUNNING: '50',
};

export interface Bench extends AsyncDisposable {
  readonly engine: Engine;
  readonly store: Store;
  readonly models: Models;
  start(input?: Partial<StartInput>): Promise<DesignId>;
  /** Resolves with the first event of this type. */
  seen(id: DesignId, type: DesignEvent['type']): Promise<DesignEvent>;
}

/** As `main` opens it, in this process; rehearsed, unless keys are given. */
export async function openBench(dataDir: string, keys?: NodeJS.ProcessEnv): Promise<Bench> {
  const redact = (text: string) => text;
  const log = createLog({ level: 'error', redact });
  const store = await openStore({ dataDir });
  const playing = { rehearsal: keys === undefined, latencyMs: 0 };
  const models = await openModels(join(ROOT, 'models.yaml'), keys ?? {}, playing);
  const engine = openEngine({
    store,
    models,
    personas: await loadPersonas(join(ROOT, 'personas')),
    spawnSession: createSpawner({ log, redact }),
    repositories: { pin: async () => null, open: () => Promise.reject(new Error('there is none')) },
    chats: new Map(),
    settings: engineSettings(readSettings({ ...SETTINGS, CHARRETTE_DATA_DIR: dataDir })),
    log,
    redact,
  });
  await engine.start({ claimAll: true });
  return {
    engine,
    store,
    models,
    async start(input = {}) {
      const delivery = { platform: 'bench', id: randomUUID() };
      const wanted: StartInput = { topic: TOPIC, gates: 'none', ...input };
      const result = await engine.designs.start(wanted, OPERATOR, delivery);
      if (!result.ok) throw new Error(result.refusal.message);
      return result.id;
    },
    async seen(id, type) {
      const signal = AbortSignal.timeout(300_000);
      for await (const { event } of engine.designs.follow(id, 0, signal))
        if (event.type === type) return event;
      throw new Error(`${id} had no ${type}`);
    },
    async [Symbol.asyncDispose]() {
      await engine.stop();
      await store.close();
    },
  };
}
