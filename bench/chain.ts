/**
 * `node bench/chain.ts`: the cost of checking the chain when a design is loaded: its 10,000 events
 * read through the store and folded, against the same rows read, parsed and folded without a hash,
 * one of each in turn on the same database. In processor time. Each run loads a design of its own,
 * since one whose events this process knows is not parsed again.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Run } from '../src/adapters/store/sqlite/database.ts';
import { createSqliteFleet } from '../src/adapters/store/sqlite/fleet.ts';
import { createSqliteStore, openUpToDate } from '../src/adapters/store/sqlite/open.ts';
import type { Design } from '../src/core/vocabulary/design.ts';
import { DesignEvent } from '../src/core/vocabulary/events.ts';
import type { DesignId } from '../src/core/vocabulary/ids.ts';
import { evolve } from '../src/core/workflow/evolve.ts';
import { loadDesign } from '../src/record/loading.ts';
import { chainEvents, commitOf, inboxEntryOf } from '../test/support/designs/commits.ts';
import { designIdOf, sampleEvents } from '../test/support/designs/events.ts';
import { describeMachine, medianOf, sizeOf } from './machine.ts';

const EVENTS = sizeOf(10_000, 500);
const RUNS = sizeOf(7, 1);
const WARM_UP_RUNS = sizeOf(2, 0);

interface Row {
  readonly payload: string;
}

/** Returns milliseconds of processor time, which other work on the machine does not change. */
async function processorMs(work: () => Promise<unknown>): Promise<number> {
  const before = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1_000;
}

async function measure(name: string, filler: DesignEvent): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'charrette-bench-'));
  const database = await openUpToDate(folder);
  const run: Run = async (work) => work(database);
  const store = createSqliteStore(run);
  const ids = Array.from({ length: WARM_UP_RUNS + RUNS }, (_, index) => designIdOf(index + 1));
  // All at first: a process knows the events that it wrote last.
  for (const id of ids) {
    await store.accept(inboxEntryOf(`start ${id}`, id));
    await createSqliteFleet(run).claim(id);
    const start = { ...sampleEvents.design_started, designId: id };
    const events = chainEvents([start, ...Array(EVENTS - 1).fill(filler)]);
    await store.commit(commitOf(id, { events }));
  }
  const plain = async (id: DesignId): Promise<void> => {
    let design: Design | null = null;
    for (let since = 0; since < EVENTS; since += 1_000) {
      const text =
        'select payload from design_events where design_id = ? and seq > ? order by seq limit 1000';
      for (const { payload } of database.rows<Row>(text, id, since))
        design = evolve(design, DesignEvent.parse(JSON.parse(payload)));
    }
  };
  const took = { plain: [] as number[], checked: [] as number[] };
  for (const [index, id] of ids.entries()) {
    const [without, checked] = [
      await processorMs(() => plain(id)),
      await processorMs(() => loadDesign(store, id)),
    ];
    if (index < WARM_UP_RUNS) continue;
    took.plain.push(without);
    took.checked.push(checked);
  }
  const [without, checked] = [medianOf(took.plain), medianOf(took.checked)];
  const figures = `${without.toFixed(0)} ms | ${checked.toFixed(0)} ms | ${(((checked - without) * 1_000) / EVENTS).toFixed(1)} µs | ${(checked / without).toFixed(2)}×`;
  process.stdout.write(`| ${EVENTS} × ${name} | ${figures} |\n`);
  database.close();
  await rm(folder, { recursive: true });
}

process.stdout.write(`${describeMachine()}; SQLite, processor time, medians of ${RUNS} runs\n\n`);
process.stdout.write(
  '| | without the check | with it | for each event | ratio |\n|---|---|---|---|---|\n',
);
await measure('tool_invoked', sampleEvents.tool_invoked);
await measure('late_report_recorded', sampleEvents.late_report_recorded);
