/**
 * `npm run bench -- soak [--minutes 120] [--every 6] [--chart file.svg] [--seed 1]`: one daemon
 * process on the embedded store, with designs that begin every so many seconds and suffer
 * everything that can go wrong: personas are killed and frozen, people cancel, answer late or
 * never, gates run out, the endpoint refuses, stalls and breaks off. The daemon's holdings are
 * sampled, and the slope of each is reported. Exit code 1 where memory, handles or timers grow.
 * Linux only.
 */
import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import * as z from 'zod';
import { Daemon, launch } from '../test/entry/daemon.ts';
import { startFaultyModel } from '../test/sim/chaos/faulty-model.ts';
import { People } from '../test/sim/chaos/people.ts';
import { type PlannedFault, planDesigns, planFaults } from '../test/sim/chaos/plan.ts';
import { Random } from '../test/sim/chaos/random.ts';
import { storm } from '../test/sim/chaos/storm.ts';
import { ANY_NUMBER_A_DAY, describeMachine } from './machine.ts';
import { slopeOf } from './slope.ts';
import { soakChart } from './soak-chart.ts';

const { values } = parseArgs({
  options: {
    minutes: { type: 'string', default: '120' },
    every: { type: 'string', default: '6' },
    chart: { type: 'string' },
    seed: { type: 'string', default: '1' },
  },
});
const [minutes, seed] = [Number(values.minutes), Number(values.seed)];
const startEveryMs = Number(values.every) * 1_000;
const SAMPLE_EVERY_MS = 5_000;
/**
 * Faults of the plan come about once a second, which no design outlives; here a few for each
 * design, however rarely one begins.
 */
const faultsSlowed = startEveryMs / 2_000;
/** The share of the run that is left out of the slopes: caches fill, and code is compiled. */
const WARM_UP = 0.25;
/** Milliseconds until all designs have ended that were begun. */
const CALM_MS = 180_000;
const MEBIBYTE = 1024 ** 2;
const FINAL = ['completed', 'needs_review', 'cancelled', 'failed'];

const Sample = z.object({
  at: z.number(),
  rss: z.number(),
  heap: z.number(),
  external: z.number(),
  timers: z.number(),
  handles: z.number(),
});
const Stored = z.object({
  id: z.string(),
  status: z.string(),
  step: z.string(),
  startedAt: z.number(),
  event: z.string(),
  eventAt: z.number(),
});
type Reading = z.infer<typeof Sample> & { readonly database: number; readonly ended: number };

function* slowFaults(faults: Iterable<PlannedFault>): Generator<PlannedFault> {
  for (const fault of faults) yield { ...fault, afterMs: fault.afterMs * faultsSlowed };
}

const dataDir = await mkdtemp(join(tmpdir(), 'bench-soak-'));
const samplesFile = join(dataDir, 'samples.jsonl');
const { endpoint, faults } = await startFaultyModel(seed, true);
const probe = fileURLToPath(new URL('soak-probe.mjs', import.meta.url));
const program = fileURLToPath(
  new URL('../test/support/processes/daemon-program.ts', import.meta.url),
);
const daemon = await Daemon.ready(
  launch(
    dataDir,
    {
      TMPDIR: dataDir,
      SOAK_SAMPLES: samplesFile,
      SOAK_EVERY_MS: String(SAMPLE_EVERY_MS),
      ANTHROPIC_API_KEY: 'bench-key-of-no-worth',
      ANTHROPIC_BASE_URL: endpoint.url,
      CHARRETTE_STANDBY: '2',
      CHARRETTE_ANSWER_SECONDS: '8',
      CHARRETTE_GATE_SECONDS: '6',
      LEVER_PARK_SECONDS: '2',
      CHARRETTE_ROUND_SECONDS: '45',
      LEVER_STALL_SECONDS: '3',
      CHARRETTE_LOG_LEVEL: 'warn',
      ...ANY_NUMBER_A_DAY,
    },
    ['--expose-gc', '--import', probe, program],
  ),
);
process.once('exit', () => daemon.signal('SIGKILL'));
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(130));

const beganAt = Date.now();
const count = Math.floor((minutes * 60_000) / startEveryMs);
const people = new People(
  planDesigns(seed, count, startEveryMs),
  () => [daemon.url],
  new Random(`${seed}`).branch('people'),
  AbortSignal.timeout(minutes * 60_000 + CALM_MS),
  [],
);
const happened = new Map<string, number>();
const stormEnds = AbortSignal.timeout(minutes * 60_000);
const storming = storm(
  slowFaults(planFaults(seed, ['persona_killed', 'persona_frozen'])),
  { fleet: null, runFolder: dataDir, connections: null },
  happened,
  stormEnds,
);
const readings: Reading[] = [];
const reading = setInterval(() => {
  endpoint.forget();
  const lines = readLines();
  const last = lines.at(-1);
  if (last === undefined || last.at === readings.at(-1)?.at) return;
  readings.push({ ...last, database: databaseBytes(), ended: countEnded() });
}, SAMPLE_EVERY_MS);
people.begin();
await Promise.all([people.act(), storming]);
// Standbys are started again, and parked designs are released.
await delay(4 * SAMPLE_EVERY_MS);
clearInterval(reading);
await daemon.stop();
await endpoint.close();
report();
if (people.mishaps.length === 0) await rm(dataDir, { recursive: true, force: true });
else {
  writeFileSync(join(dataDir, 'daemon.log'), daemon.output);
  console.log(`what it left is in ${dataDir}`);
}

function readLines() {
  try {
    const lines = readFileSync(samplesFile, 'utf8').trimEnd().split('\n');
    return lines.slice(-1).map((line) => Sample.parse(JSON.parse(line)));
  } catch (error) {
    // There is none yet.
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return [];
    throw error;
  }
}

function databaseBytes(): number {
  return ['store.sqlite', 'store.sqlite-wal'].reduce(
    (sum, name) => sum + (statSync(join(dataDir, name), { throwIfNoEntry: false })?.size ?? 0),
    0,
  );
}

/** Lists every design that began, with its last event: people's view of it may be old. */
function listStoredDesigns(): z.infer<typeof Stored>[] {
  using database = new DatabaseSync(join(dataDir, 'store.sqlite'), { readOnly: true });
  const text = `select id, status, step, started_at as startedAt, type as event, payload ->> 'at' as eventAt
    from designs join design_events on design_id = id and seq = (select max(seq) from design_events where design_id = id)`;
  return database
    .prepare(text)
    .all()
    .map((row) => Stored.parse(row));
}

function countEnded(): number {
  return [...people.statuses.values()].filter((status) => FINAL.includes(status)).length;
}

function report(): void {
  const minute = ({ at }: Reading) => (at - beganAt) / 60_000;
  const kept = readings.filter(
    (each) => minute(each) >= minutes * WARM_UP && minute(each) <= minutes,
  );
  const series = (
    [
      ['RSS', 'MiB', (each) => each.rss / MEBIBYTE],
      ['heap after a collection', 'MiB', (each) => each.heap / MEBIBYTE],
      ['memory outside the heap', 'MiB', (each) => each.external / MEBIBYTE],
      ['handles', '', (each) => each.handles],
      ['timers', '', (each) => each.timers],
      ['database', 'MiB', (each) => each.database / MEBIBYTE],
    ] satisfies [string, string, (each: Reading) => number][]
  ).map(([name, unit, of]) => {
    const line = slopeOf(kept.map((each) => ({ x: minute(each), y: of(each) })));
    const points = readings.map((each) => ({ x: minute(each), y: of(each) }));
    const slopeWords = `${formatSigned(line.slope * 60)} ± ${(line.uncertainty * 60).toFixed(2)} ${unit} an hour`;
    return { name, unit, line, points, slopeWords };
  });
  const designs = listStoredDesigns();
  const statuses = Map.groupBy(designs, ({ status }) => status);
  const ends = [...statuses].map(([status, all]) => `${all.length} ${status}`).join(', ');
  const wrong = [...happened, ...faults].map(([kind, times]) => `${times} ${kind}`).join(', ');
  console.log(
    `${describeMachine()}; ${minutes} minutes, ${designs.length} of ${count} designs (${ends})`,
  );
  console.log(`what went wrong: ${wrong}`);
  console.table(
    series.map(({ name, unit, points, slopeWords }) => ({
      what: unit === '' ? name : `${name} (${unit})`,
      'at the start': points[0]?.y.toFixed(1),
      highest: Math.max(...points.map(({ y }) => y)).toFixed(1),
      'at rest afterwards': points.at(-1)?.y.toFixed(1),
      'slope after the warm-up': slopeWords,
    })),
  );
  const perDesign = slopeOf(kept.map(({ ended, database }) => ({ x: ended, y: database / 1024 })));
  console.log(
    `database: ${perDesign.slope.toFixed(1)} ± ${perDesign.uncertainty.toFixed(1)} KiB for each design that has ended`,
  );
  for (const mishap of people.mishaps) console.log(`people: ${mishap}`);
  for (const { id, status, step, startedAt, event, eventAt } of designs.filter(
    (each) => !FINAL.includes(each.status),
  )) {
    const [begun, last] = [startedAt, eventAt].map((at) => ((at - beganAt) / 60_000).toFixed(1));
    console.log(
      `${id} is ${status}, ${step}: begun at minute ${begun}, last ${event} at minute ${last}`,
    );
  }
  if (values.chart !== undefined) {
    const panels = series.map(({ name, unit, ...rest }) => ({
      title: `${name} ${unit}`.trim(),
      ...rest,
    }));
    const caption = `${minutes} minutes, ${designs.length} designs with faults; slopes after the first quarter, with 95 % intervals`;
    writeFileSync(values.chart, soakChart(panels, caption));
  }
  // The database grows with the designs that it keeps; nothing else may.
  const growing = series.filter(
    ({ name, line }) => name !== 'database' && name !== 'RSS' && line.slope > line.uncertainty * 2,
  );
  for (const { name, slopeWords } of growing) console.log(`${name} grows: ${slopeWords}`);
  if (growing.length > 0) process.exitCode = 1;
}

function formatSigned(value: number): string {
  return `${value < 0 ? '−' : '+'}${Math.abs(value).toFixed(2)}`;
}
