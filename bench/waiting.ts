/**
 * `node bench/waiting.ts [designs …]`: a daemon's memory while designs wait for people, parked:
 * once as it finds them at its start, and once when a reply to each has passed through it. Each
 * reply is read by a turn, in a process that is started for it. Linux only.
 */
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { openPostgresStore } from '../src/adapters/store/postgres/open.ts';
import type { DesignEvent } from '../src/core/vocabulary/events.ts';
import { storeCopies } from '../test/support/designs/stored-copies.ts';
import { startDaemon } from '../test/support/processes/daemon-process.ts';
import { silentLog } from '../test/support/runner/silent-log.ts';
import { benchDatabase } from './database.ts';
import { describeMachine, mebibytesOf, sizeOf, words } from './machine.ts';
import { storeReplies, WAITING, waitingDesign } from './waiting-designs.ts';

const given = words.map(Number);
const COUNTS = given.length > 0 ? given : sizeOf([0, 100, 1_000], [0, 2]);
/** Milliseconds after which a start and a wave of work have given back their leftovers. */
const SETTLE_MS = sizeOf(5_000, 500);
const COLLECT_EVERY_MS = sizeOf(1_000, 100);
const PROBE = new URL('soak-probe.mjs', import.meta.url);
/** Most milliseconds that a reply may take, from its turn's process to the end of that. */
const REPLY_MS = 1_000;
const LEAST_MS = 120_000;

type Memory = Awaited<ReturnType<typeof memoryOf>>;

/**
 * What is kept is in `heap`, measured after a collection. Of the process's memory (`pss`) V8 keeps
 * pages that are free, as many as a wave of work has needed, for the next one.
 */
async function memoryOf(pid: number, samples: string) {
  const last = (await readFile(samples, 'utf8')).trim().split('\n').at(-1) ?? '';
  return { pss: mebibytesOf(pid), heap: JSON.parse(last).heap / 1_024 ** 2 };
}

async function measure(events: readonly DesignEvent[], count: number) {
  const database = await benchDatabase();
  if (database === null) return null;
  const { url, sql, until, drop } = database;
  const opened = await openPostgresStore({ url, log: silentLog });
  const ids = await storeCopies(opened, events, count);
  const dataDir = await mkdtemp(join(tmpdir(), 'bench-waiting-'));
  const samples = join(dataDir, 'samples');
  const environment = {
    ...WAITING,
    NODE_OPTIONS: `--expose-gc --import=${PROBE}`,
    SOAK_SAMPLES: samples,
    SOAK_EVERY_MS: String(COLLECT_EVERY_MS),
  };
  const daemon = await startDaemon({ dataDir, databaseUrl: url, environment });
  await delay(SETTLE_MS);
  const found = await memoryOf(daemon.pid, samples);
  await storeReplies(opened.store, ids);
  await until(
    count,
    () => sql`select count(*)::int as value from design_events where type = 'answers_matched'`,
    Math.max(LEAST_MS, count * REPLY_MS),
  );
  await until(0, () => sql`select count(*)::int as value from designs where owner is not null`);
  await delay(SETTLE_MS);
  const passed = await memoryOf(daemon.pid, samples);
  await daemon.stop();
  await opened.fleet.leave();
  await opened.store.close();
  await drop();
  await rm(dataDir, { recursive: true, force: true });
  return { count, found, passed };
}

const events = await waitingDesign();
console.log(
  `${describeMachine()}; each design has ${events.length} events; Postgres on this machine\n`,
);
const all = [];
for (const count of COUNTS) {
  const measured = await measure(events, count);
  if (measured === null) break;
  all.push(measured);
}
const mebibytes = (value: number): string => `${value.toFixed(1)} MiB`;
const [base] = all;
console.table(
  all.map(({ count, found, passed }) => ({
    'designs waiting': count,
    PSS: mebibytes(found.pss),
    heap: mebibytes(found.heap),
    'PSS after a reply to each': mebibytes(passed.pss),
    'heap after a reply to each': mebibytes(passed.heap),
    'heap of one, at the start': each(found, base?.found, count),
    'heap of one, after the replies': each(passed, base?.passed, count),
  })),
);

/** Returns what one design adds to the heap of the first row. */
function each(memory: Memory, first: Memory | undefined, count: number): string {
  if (first === undefined || count === 0) return '';
  return `${(((memory.heap - first.heap) * 1024) / count).toFixed(1)} KiB`;
}
