/**
 * `node bench/console.ts`: the cost of the console on this machine. Bytes of a first page with its
 * style and scripts, as the daemon sends them; the list over 10,000 designs, and the page of a
 * design with 2,000 events, beside the bare query, in turn; the time from a reply to a screen that
 * shows it, in Chromium, where there is one, its first paint, and fifty open pages of one design;
 * memory of open streams; the time to ready and the
 * memory of a daemon whose pages were looked at. Linux only.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { get } from 'node:http';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as delay } from 'node:timers/promises';
import { openSqliteStore } from '../src/adapters/store/sqlite/open.ts';
import { loadDesign } from '../src/record/loading.ts';
import { silentLog } from '../test/support/runner/silent-log.ts';
import { firstPaint, replyToPages, replyToScreen } from './console-screen.ts';
import { fillStore } from './console-store.ts';
import { describeMachine, judgeAim, mebibytesOf, medianOf, sizeOf } from './machine.ts';

const [DESIGNS, EVENTS, STREAMS, TIMES, STARTS] = sizeOf(
  [10_000, 2_000, 60, 40, 5],
  [200, 200, 10, 2, 1],
);
/** Open pages of one design. */
const PAGES = sizeOf(50, 4);
const TOKEN = 'a-token-for-the-bench-of-the-console';
const FLAGS = ['--max-semi-space-size=2'];
const ENTRY = join(import.meta.dirname, '../src/entry/charrette.mjs');
const SETTLE_MS = sizeOf(3_000, 100);

interface Served {
  readonly url: string;
  readonly pid: number;
  readonly readyMs: number;
  readonly stop: () => Promise<void>;
}

async function daemonIn(dataDir: string): Promise<Served> {
  const { PATH = '', HOME = '' } = process.env;
  const startedAt = performance.now();
  const daemon: ChildProcess = spawn(process.execPath, [...FLAGS, ENTRY, 'serve'], {
    env: {
      ...{ PATH, HOME, CHARRETTE_REHEARSAL: '1', CHARRETTE_STANDBY: '0', CHARRETTE_HTTP_PORT: '0' },
      ...{ CHARRETTE_DATA_DIR: dataDir, CHARRETTE_ADMIN_TOKEN: TOKEN },
    },
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  // A bench that fails leaves none behind.
  process.once('exit', () => daemon.kill('SIGKILL'));
  if (daemon.stdout === null) throw new Error('standard output is piped');
  const stop = async () => {
    const ended = once(daemon, 'exit');
    daemon.kill('SIGTERM');
    await ended;
  };
  for await (const line of createInterface({ input: daemon.stdout })) {
    const url = /^charrette ready (\S+)/.exec(line)?.[1];
    if (url !== undefined)
      return { url, pid: daemon.pid ?? 0, readyMs: performance.now() - startedAt, stop };
  }
  throw new Error('the daemon was not ready');
}

async function inNewFolder<Result>(work: (dataDir: string) => Promise<Result>): Promise<Result> {
  const dataDir = mkdtempSync(join(tmpdir(), 'bench-console-'));
  try {
    return await work(dataDir);
  } finally {
    rmSync(dataDir, { recursive: true, force: true });
  }
}

const headers = { authorization: `Bearer ${TOKEN}`, accept: 'text/html' };
const PACKED = 'gzip, deflate, br, zstd';
const read = async (url: string, path: string, encoding = 'identity'): Promise<string> => {
  const response = await fetch(url + path, {
    headers: { ...headers, 'accept-encoding': encoding },
  });
  if (!response.ok) throw new Error(`${path} was answered with ${response.status}`);
  return response.text();
};

/** Returns bytes of a body as they are sent to a browser. */
function bytesOf(url: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const sent = { ...headers, 'accept-encoding': PACKED };
    get(url, { headers: sent }, (answer) => {
      let bytes = 0;
      answer.on('data', (piece: Buffer) => {
        bytes += piece.length;
      });
      answer.on('end', () => resolve(bytes)).on('error', reject);
    }).on('error', reject);
  });
}

/** Returns bytes of a page and of everything that it loads. */
async function firstPage(url: string): Promise<number> {
  const page = await read(url, '/');
  const loaded = [...page.matchAll(/(?:href|src)="(\/assets\/[^"]+)"/g)].map(
    ([, path = '']) => path,
  );
  const parts = await Promise.all(['/', ...loaded].map((path) => bytesOf(url + path)));
  return parts.reduce((sum, part) => sum + part, 0);
}

/**
 * Does each in turn, so that what else the machine does meets all of them; returns the median of
 * each in milliseconds.
 */
async function medians<Name extends string>(
  works: Readonly<Record<Name, () => Promise<unknown>>>,
): Promise<Readonly<Record<Name, number>>> {
  const names = Object.keys(works) as Name[];
  const times = new Map<Name, number[]>(names.map((name) => [name, []]));
  for (let time = 0; time < TIMES; time++) {
    for (const name of names) {
      const startedAt = performance.now();
      await works[name]();
      times.get(name)?.push(performance.now() - startedAt);
    }
  }
  return Object.fromEntries(names.map((name) => [name, medianOf(times.get(name) ?? [])])) as Record<
    Name,
    number
  >;
}

async function streamsOf({ url, pid }: Served): Promise<number> {
  const before = mebibytesOf(pid);
  const closing = new AbortController();
  const open = { headers: { ...headers, accept: 'text/event-stream' }, signal: closing.signal };
  const answers = await Promise.all(
    Array.from({ length: STREAMS }, () => fetch(`${url}/live?since=0`, open)),
  );
  if (answers.some(({ ok }) => !ok)) throw new Error('a stream was refused');
  await delay(SETTLE_MS);
  const grown = mebibytesOf(pid) - before;
  closing.abort();
  return grown;
}

interface Start {
  readonly readyMs: number;
  readonly idle: number;
  readonly streams: number;
}

/**
 * Starts on new folders: the time to ready, the memory some seconds after a page, and with streams.
 */
async function starts(): Promise<Start> {
  const all: Start[] = [];
  for (let start = 0; start < STARTS; start++) {
    const one = await inNewFolder(async (dataDir) => {
      const daemon = await daemonIn(dataDir);
      await read(daemon.url, '/');
      await delay(SETTLE_MS);
      const idle = mebibytesOf(daemon.pid);
      const streams = await streamsOf(daemon);
      await daemon.stop();
      return { readyMs: daemon.readyMs, idle, streams };
    });
    all.push(one);
  }
  const median = (which: keyof Start) => medianOf(all.map((start) => start[which]));
  return { readyMs: median('readyMs'), idle: median('idle'), streams: median('streams') };
}

interface Row {
  readonly what: string;
  readonly value: string;
  readonly ratio: string;
  readonly aim: string;
}
const row = (
  what: string,
  value: number | null,
  unit: string,
  most: number | null = null,
  ratio: number | null = null,
): Row => ({
  what,
  value: value === null ? 'no Chromium here' : `${value.toFixed(value < 100 ? 1 : 0)} ${unit}`,
  ratio: ratio === null ? '' : `${ratio.toFixed(1)}×`,
  aim: most === null || value === null ? '' : judgeMost(most, ratio, value, unit),
});
const judgeMost = (most: number, ratio: number | null, value: number, unit: string): string =>
  ratio === null ? judgeAim(value, '≤', most, ` ${unit}`) : judgeAim(ratio, '≤', most, '×');

async function pagesOf(dataDir: string): Promise<Row[]> {
  const { long, ended, eventsEach } = await fillStore(dataDir, DESIGNS, EVENTS);
  // A folder has one store at a time: the bare queries go to a copy.
  const copied = join(dataDir, 'copy');
  mkdirSync(copied);
  copyFileSync(join(dataDir, 'store.sqlite'), join(copied, 'store.sqlite'));
  const { store } = await openSqliteStore({ dataDir: copied, log: silentLog });
  const daemon = await daemonIn(dataDir);
  const { url } = daemon;
  // What is loaded by the first page at all is loaded.
  await read(url, '/?show=waiting');
  const startedAt = performance.now();
  await read(url, '/');
  const firstMs = performance.now() - startedAt;
  const bytes = await firstPage(url);
  const found = await medians({
    list: () => store.list({ limit: 50 }),
    listPage: () => read(url, '/'),
    listPacked: () => read(url, '/', PACKED),
    design: () => loadDesign(store, long),
    designPage: () => read(url, `/designs/${long}`),
    nothing: () => read(url, '/healthz'),
  });
  await store.close();
  // The way there and back costs what it costs; the queries are asked without it.
  const listMs = found.listPage - found.nothing;
  const designMs = found.designPage - found.nothing;
  const reader = { url, token: TOKEN };
  const pageOfEnded = Buffer.byteLength(await read(url, `/designs/${ended}`));
  const painted = await firstPaint(reader, `/designs/${ended}`);
  const screen = await replyToScreen(reader);
  const pages = await replyToPages(reader, PAGES);
  const rows = [
    row('first page with style and scripts, as sent', bytes / 1_000, 'kB', 25),
    row('a request that reads nothing', found.nothing, 'ms'),
    row('bare query of a list of 50', found.list, 'ms'),
    row(`list over ${DESIGNS} designs, without the request`, listMs, 'ms', 3, listMs / found.list),
    row(
      `the same, first time since the start (30 designs of ${eventsEach} events read)`,
      firstMs,
      'ms',
    ),
    row('compressing it, and reading it', found.listPacked - found.listPage, 'ms'),
    row('bare read of the design', found.design, 'ms'),
    row(`design of ${EVENTS} events, the same`, designMs, 'ms', 3, designMs / found.design),
    row('page of an ended design with its picture, unpacked', pageOfEnded / 1_000, 'kB', 60),
    row('asking for it → first paint', painted, 'ms', 150),
    row('reply → screen', screen, 'ms', 200),
    row(`reply → ${PAGES} open pages have read it`, pages, 'ms'),
  ];
  await daemon.stop();
  return rows;
}

const { readyMs, idle, streams } = await starts();
const rows = [
  row('new folder → charrette ready', readyMs, 'ms', 1_000),
  row('idle daemon after a page, PSS', idle, 'MiB', 125),
  row(`${STREAMS} open streams`, streams, 'MiB', 1.5),
  ...(await inNewFolder(pagesOf)),
];
console.log(`${describeMachine()}; load ${loadavg().map((load) => load.toFixed(1))}; medians\n`);
console.table(rows);
