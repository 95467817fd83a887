/**
 * `node bench/recovery.ts [designs …]`: the time a fresh daemon takes to own all designs that were
 * in flight without one, and to take each further. The designs wait for answers, and a reply to
 * each was accepted meanwhile: it has to be recorded. Measured against the start of a daemon that
 * finds nothing to do.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openPostgresStore } from '../src/adapters/store/postgres/open.ts';
import type { DesignEvent } from '../src/core/vocabulary/events.ts';
import { Daemon } from '../test/entry/daemon.ts';
import { storeCopies } from '../test/support/designs/stored-copies.ts';
import { launchDaemon } from '../test/support/processes/daemon-process.ts';
import { silentLog } from '../test/support/runner/silent-log.ts';
import { type BenchDatabase, benchDatabase } from './database.ts';
import { describeMachine, sizeOf, words } from './machine.ts';
import { storeReplies, WAITING, waitingDesign } from './waiting-designs.ts';

const given = words.map(Number);
const COUNTS = given.length > 0 ? given : sizeOf([10, 100, 1_000], [2]);

interface Recovery {
  readonly readyMs: number;
  readonly progressedMs: number;
}

async function storeInFlight(
  url: string,
  events: readonly DesignEvent[],
  count: number,
): Promise<void> {
  const opened = await openPostgresStore({ url, log: silentLog });
  await storeReplies(opened.store, await storeCopies(opened, events, count));
  await opened.fleet.leave();
  await opened.store.close();
}

async function recover({ url, sql, until }: BenchDatabase, count: number): Promise<Recovery> {
  const dataDir = await mkdtemp(join(tmpdir(), 'bench-recovery-'));
  const startedAt = performance.now();
  const running = launchDaemon({ dataDir, databaseUrl: url, environment: WAITING });
  let readyMs = Number.NaN;
  const ready = Daemon.ready(running).then((daemon) => {
    readyMs = performance.now() - startedAt;
    return daemon;
  });
  await until(
    count,
    () => sql`select count(*)::int as value from design_events where type = 'reply_recorded'`,
  );
  const progressedMs = performance.now() - startedAt;
  const daemon = await ready;
  await daemon.stop();
  await rm(dataDir, { recursive: true, force: true });
  return { readyMs, progressedMs };
}

async function measure(events: readonly DesignEvent[], count: number): Promise<Recovery | null> {
  const database = await benchDatabase();
  if (database === null) return null;
  await storeInFlight(database.url, events, count);
  const recovery = await recover(database, count);
  await database.drop();
  return recovery;
}

const events = await waitingDesign();
const idle = await measure(events, 0);
console.log(
  `${describeMachine()}; each design has ${events.length} events; Postgres on this machine`,
);
if (idle !== null) {
  console.log(
    `a daemon that finds nothing to do is ready ${idle.readyMs.toFixed(0)} ms after its start\n`,
  );
  const rows = [];
  for (const count of COUNTS) {
    const found = await measure(events, count);
    if (found === null) break;
    const ownMs = found.progressedMs - idle.readyMs;
    rows.push({
      'designs in flight': count,
      'start → ready': `${found.readyMs.toFixed(0)} ms`,
      'start → all taken further': `${found.progressedMs.toFixed(0)} ms`,
      'beyond an idle start': `${ownMs.toFixed(0)} ms`,
      'of that, each': `${(ownMs / count).toFixed(1)} ms`,
    });
  }
  console.table(rows);
}
