/**
 * `node bench/fleet.ts [designs per daemon]`: designs per minute with 1, 2 and 4 daemons on one
 * database, against a local model endpoint whose every answer takes a second. Each daemon runs one
 * design at a time, so that the processors have time to spare as long as possible; their use is
 * printed beside.
 */
import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Daemon } from '../test/entry/daemon.ts';
import { startDaemon } from '../test/support/processes/daemon-process.ts';
import { benchDatabase } from './database.ts';
import { ANY_NUMBER_A_DAY, describeMachine, judgeAim, sizeOf, words } from './machine.ts';
import { startBenchEndpoint } from './run-endpoint.ts';

const DESIGNS_EACH = Number.parseInt(words[0] ?? sizeOf('4', '1'), 10);
const DAEMONS = sizeOf([1, 2, 4], [1, 2]);
const ANSWER_MS = 1_000;

/** Returns processor time used on this machine so far, and all there was, in the same unit. */
function processorTime(): { readonly used: number; readonly all: number } {
  const [line = ''] = readFileSync('/proc/stat', 'utf8').split('\n');
  const times = line.trim().split(/\s+/).slice(1, 9).map(Number);
  const [, , , idle = 0, waiting = 0] = times;
  const all = times.reduce((sum, each) => sum + each, 0);
  return { used: all - idle - waiting, all };
}

async function measure(daemonCount: number, endpointUrl: string) {
  const database = await benchDatabase();
  if (database === null) return null;
  const { url, sql, until, drop } = database;
  const dataDir = await mkdtemp(join(tmpdir(), 'bench-fleet-'));
  const environment = {
    CHARRETTE_REHEARSAL: '0',
    ANTHROPIC_API_KEY: 'bench-key-of-no-worth',
    ANTHROPIC_BASE_URL: endpointUrl,
    LEVER_PLACES: '1',
    ...ANY_NUMBER_A_DAY,
    CHARRETTE_STANDBY: '8',
    CHARRETTE_ANSWER_SECONDS: '0',
    CHARRETTE_GATE_SECONDS: '0.05',
    CHARRETTE_LOG_LEVEL: 'warn',
  };
  const daemons: Daemon[] = [];
  for (let n = 0; n < daemonCount; n += 1) {
    daemons.push(await startDaemon({ dataDir, databaseUrl: url, environment }));
  }
  const count = daemonCount * DESIGNS_EACH;
  const beganAt = performance.now();
  const before = processorTime();
  for (let n = 0; n < count; n += 1) {
    await daemons[n % daemonCount]?.startDesign({
      topic: `Should queue ${n} move from Redis to Postgres?`,
    });
  }
  await until(
    count,
    () => sql`select count(*)::int as value from designs where ended_at is not null`,
  );
  const minutes = (performance.now() - beganAt) / 60_000;
  const after = processorTime();
  const ends = await sql<{ status: string }[]>`select distinct status from designs`;
  await Promise.all(daemons.map((daemon) => daemon.stop()));
  await drop();
  await rm(dataDir, { recursive: true, force: true });
  return {
    daemonCount,
    perMinute: count / minutes,
    used: (after.used - before.used) / (after.all - before.all),
    statuses: ends.map(({ status }) => status).join(', '),
  };
}

const endpoint = await startBenchEndpoint(0, ANSWER_MS);
console.log(`${describeMachine()}; each answer takes ${ANSWER_MS} ms; Postgres on this machine\n`);
const measured = [];
for (const daemonCount of DAEMONS) {
  const found = await measure(daemonCount, endpoint.url);
  if (found === null) break;
  measured.push(found);
}
endpoint.close();
const one = measured[0]?.perMinute ?? Number.NaN;
console.table(
  measured.map(({ daemonCount, perMinute, used, statuses }) => ({
    daemons: daemonCount,
    'designs a minute': perMinute.toFixed(1),
    'of linear': (perMinute / (one * daemonCount)).toFixed(2),
    aim: judgeAim(perMinute / (one * daemonCount), '≥', 0.85, ''),
    [`of ${cpus().length} processors used`]: `${Math.round(used * 100)} %`,
    'how they ended': statuses,
  })),
);
