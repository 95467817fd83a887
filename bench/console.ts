/**
 * `node bench/console.ts`: the cost of the console on this machine: bytes of a first page with its style and scripts, compressed; the list
 * over 10,000 designs, and the page of a design with 2,000 events, beside the bare query; memory of 200 open streams; and the time to
 * ready and the memory of a daemon whose pages were looked at. Linux only. The time from an event to the screen is in the tests with a
 * browser, as it takes one.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as delay } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import { openSqliteStore } from '../src/adapters/store/sqlite/open.ts';
import type { DesignEvent } from '../src/core/vocabulary/events.ts';
import { DesignId } from '../src/core/vocabulary/ids.ts';
import { loadDesign } from '../src/runtime/engine/loading.ts';
import { commitOf, inboxEntryOf, storedEvents } from '../test/support/commits.ts';
import { sampleEvents } from '../test/support/events.ts';
import { silentLog } from '../test/support/silent-log.ts';
import { describeMachine, mebibytesOf, medianOf } from './machine.ts';

const [DESIGNS, EVENTS, STREAMS, TIMES] = [10_000, 2_000, 200, 15];
const TOKEN = 'a-token-for-the-bench-of-the-console';
const FLAGS = ['--max-semi-space-size=2'];
const ENTRY = join(import.meta.dirname, '../src/entry/charrette.mjs');
const SETTLE_MS = 3_000;
const idAt = (index: number) =>
  DesignId.parse(`dsn_019a0000-0000-7000-8000-${index.toString(16).padStart(12, '0')}`);
const LONG = idAt(DESIGNS);

/** One design of many events that has ended, and rows of others that have: lists read nothing else of them. */
async function fill(dataDir: string): Promise<void> {
  const { store, fleet } = await openSqliteStore({ dataDir, log: silentLog });
  await store.accept(inboxEntryOf('start', LONG));
  await fleet.claim(LONG);
  const reply = { ...sampleEvents.reply_recorded, answers: [] };
  const replies: DesignEvent[] = Array.from({ length: EVENTS }, (_, at) => ({ ...reply, id: `reply ${at}` }));
  const events = storedEvents([{ ...sampleEvents.design_started, designId: LONG }, ...replies]);
  await store.commit(commitOf(LONG, { events, summary: { status: 'completed', endedAt: Date.now() } }));
  await store.close();
  const database = new DatabaseSync(join(dataDir, 'store.sqlite'));
  database.exec(
    `delete from inbox; create temp table copied as select * from designs where id = '${LONG}'; begin`,
  );
  const copy = database.prepare('update copied set id = ?, topic = ?');
  const insert = database.prepare('insert into designs select * from copied');
  for (let index = 0; index < DESIGNS; index++) {
    copy.run(idAt(index), `Where does part ${index} go?`);
    insert.run();
  }
  database.exec('commit');
  database.close();
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const times: number[] = [];
  for (let time = 0; time < TIMES; time++) {
    const startedAt = performance.now();
    await work();
    times.push(performance.now() - startedAt);
  }
  return medianOf(times);
}

async function daemonIn(dataDir: string): Promise<{ daemon: ChildProcess; url: string; readyMs: number }> {
  const { PATH = '', HOME = '' } = process.env;
  const startedAt = performance.now();
  const daemon = spawn(process.execPath, [...FLAGS, ENTRY, 'serve'], {
    env: {
      ...{ PATH, HOME, CHARRETTE_REHEARSAL: '1', CHARRETTE_STANDBY: '0', CHARRETTE_HTTP_PORT: '0' },
      ...{ CHARRETTE_DATA_DIR: dataDir, CHARRETTE_ADMIN_TOKEN: TOKEN },
    },
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  if (daemon.stdout === null) throw new Error('standard output is piped');
  const lines = createInterface({ input: daemon.stdout });
  for await (const line of lines) {
    const url = /^charrette ready (\S+)/.exec(line)?.[1];
    if (url !== undefined) return { daemon, url, readyMs: performance.now() - startedAt };
  }
  throw new Error('the daemon was not ready');
}

const headers = { authorization: `Bearer ${TOKEN}`, accept: 'text/html' };
const read = async (url: string, path: string): Promise<string> => {
  const response = await fetch(url + path, { headers });
  if (!response.ok) throw new Error(`${path} was answered with ${response.status}`);
  return response.text();
};

/** Bytes of a page and of everything that it loads, compressed. */
async function firstPage(url: string): Promise<number> {
  const page = await read(url, '/');
  const loaded = [...page.matchAll(/(?:href|src)="(\/assets\/[^"]+)"/g)].map(([, path = '']) => path);
  const parts = await Promise.all(loaded.map((path) => read(url, path)));
  return [page, ...parts].reduce((sum, part) => sum + gzipSync(part).length, 0);
}

async function streamsOf(url: string, pid: number): Promise<number> {
  const before = mebibytesOf(pid);
  const closing = new AbortController();
  const opened = Array.from({ length: STREAMS }, () =>
    fetch(`${url}/live?since=0`, { headers, signal: closing.signal }),
  );
  const answers = await Promise.all(opened);
  if (answers.some(({ ok }) => !ok)) throw new Error('a stream was refused');
  await delay(SETTLE_MS);
  const grown = mebibytesOf(pid) - before;
  closing.abort();
  return grown;
}

const dataDir = mkdtempSync(join(tmpdir(), 'bench-console-'));
const newDir = mkdtempSync(join(tmpdir(), 'bench-console-'));
try {
  console.log(`${describeMachine()}; medians of ${TIMES}\n`);
  const fresh = await daemonIn(newDir);
  await read(fresh.url, '/');
  await delay(SETTLE_MS);
  const idle = mebibytesOf(fresh.daemon.pid ?? 0);
  fresh.daemon.kill('SIGTERM');
  await once(fresh.daemon, 'exit');

  await fill(dataDir);
  const { store } = await openSqliteStore({ dataDir, log: silentLog });
  const listMs = await timed(() => store.list({ limit: 50 }));
  const designMs = await timed(() => loadDesign(store, LONG));
  await store.close();
  const { daemon, url } = await daemonIn(dataDir);
  const bytes = await firstPage(url);
  const row = (what: string, value: number, unit: string, aim: string) => ({
    what,
    value: `${value.toFixed(value < 100 ? 1 : 0)} ${unit}`,
    aim,
  });
  console.table([
    row('first page with style and scripts, compressed', bytes / 1_000, 'kB', '25 kB'),
    row('bare query of the list', listMs, 'ms', ''),
    row(
      `list over ${DESIGNS} designs, as a page`,
      await timed(() => read(url, '/')),
      'ms',
      `${(listMs * 3).toFixed(1)} ms`,
    ),
    row('bare query of the design', designMs, 'ms', ''),
    row(
      `design of ${EVENTS} events, as a page`,
      await timed(() => read(url, `/designs/${LONG}`)),
      'ms',
      `${(designMs * 3).toFixed(1)} ms`,
    ),
    row(`${STREAMS} open streams`, await streamsOf(url, daemon.pid ?? 0), 'MiB', '5 MiB'),
    row('idle daemon after a page, PSS', idle, 'MiB', '125 MiB'),
    row('new folder → charrette ready', fresh.readyMs, 'ms', '1,000 ms'),
  ]);
  daemon.kill('SIGTERM');
  await once(daemon, 'exit');
} finally {
  for (const folder of [dataDir, newDir]) rmSync(folder, { recursive: true, force: true });
}
