/**
 * `node bench/waiting.ts [designs …]`: a daemon's memory while designs wait for people, parked:
 * once as it finds them at its start, and once when a reply to each has passed through it. Each
 * reply is read by a turn, in a process that is started for it. Linux only.
 */
import { mkdtemp, rm } from 'node:fs/promises';
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
/** Milliseconds after which a start has given back its leftovers, as far as it ever does. */
const SETTLE_MS = sizeOf(5_000, 500);
/**
 * The same of the replies. An idle process of Node collects its garbage by itself within a minute,
 * and until then has twice the memory that it needs.
 */
const COLLECTED_MS = sizeOf(60_000, 500);
/** Most milliseconds that a reply may take, from its turn's process to the end of that. */
const REPLY_MS = 1_000;
const LEAST_MS = 120_000;

const memoryOf = (pid: number) => ({ pss: mebibytesOf(pid), rss: mebibytesOf(pid, 'Rss') });

async function measure(events: readonly DesignEvent[], count: number) {
  const database = await benchDatabase();
  if (database === null) return null;
  const { url, sql, until, drop } = database;
  const opened = await openPostgresStore({ url, log: silentLog });
  const ids = await storeCopies(opened, events, count);
  const dataDir = await mkdtemp(join(tmpdir(), 'bench-waiting-'));
  const daemon = await startDaemon({ dataDir, databaseUrl: url, environment: WAITING });
  await delay(SETTLE_MS);
  const found = memoryOf(daemon.pid);
  await storeReplies(opened.store, ids);
  await until(
    count,
    () => sql`select count(*)::int as value from design_events where type = 'answers_matched'`,
    Math.max(LEAST_MS, count * REPLY_MS),
  );
  await until(0, () => sql`select count(*)::int as value from designs where owner is not null`);
  await delay(COLLECTED_MS);
  const passed = memoryOf(daemon.pid);
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
    RSS: mebibytes(found.rss),
    'PSS after a reply to each': mebibytes(passed.pss),
    'RSS after a reply to each': mebibytes(passed.rss),
    'of one, at the start': each(found, base?.found, count),
    'of one, after the replies': each(passed, base?.passed, count),
  })),
);

/** Returns what one design adds to the first row, in PSS. */
function each(
  memory: ReturnType<typeof memoryOf>,
  first: ReturnType<typeof memoryOf> | undefined,
  count: number,
): string {
  if (first === undefined || count === 0) return '';
  return `${(((memory.pss - first.pss) * 1024) / count).toFixed(1)} KiB`;
}
