/**
 * `node bench/chain.ts`: the cost of checking the chain when a design is loaded (P11): its 10,000 events read through the store
 * and folded, against the same rows read, parsed and folded without a hash, one of each in turn on the same database.
 * In processor time.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Run } from '../src/adapters/store/sqlite/database.ts';
import { sqliteFleet } from '../src/adapters/store/sqlite/fleet.ts';
import { openUpToDate } from '../src/adapters/store/sqlite/open.ts';
import { sqliteStore } from '../src/adapters/store/sqlite/store.ts';
import { evolve } from '../src/core/course/evolve.ts';
import type { Design } from '../src/core/vocabulary/design.ts';
import { DesignEvent } from '../src/core/vocabulary/events.ts';
import { upcast } from '../src/core/vocabulary/upcast.ts';
import { loadDesign } from '../src/runtime/engine/loading.ts';
import type { Word } from '../src/runtime/words.ts';
import { commitOf, inboxEntryOf, storedEvents } from '../test/support/commits.ts';
import { designIdOf, sampleEvents } from '../test/support/events.ts';
import { describeMachine, medianOf } from './machine.ts';

const EVENTS = 10_000;
const RUNS = 7;
const WARM_UP_RUNS = 2;
const ID = designIdOf(1);

interface Row {
  readonly payload: string;
  readonly words: string | null;
}

/** Texts as they stand, with nothing hashed. */
function put(value: unknown, words: ReadonlyMap<unknown, string>): unknown {
  if (Array.isArray(value)) return value.map((each: unknown) => put(each, words));
  if (typeof value !== 'object' || value === null) return value;
  if ('words' in value) return words.get(value.words) ?? value;
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, put(each, words)]));
}

function unchecked({ payload, words }: Row): DesignEvent {
  const kept: Word[] = words === null ? [] : JSON.parse(words);
  const texts = new Map(kept.map((word) => [word.sha256, 'text' in word ? word.text : '']));
  const recorded: unknown = JSON.parse(payload);
  return DesignEvent.parse(upcast(texts.size === 0 ? recorded : put(recorded, texts)));
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
  const database = await openUpToDate(folder, { mayMigrate: true, check: () => undefined });
  const run: Run = async (work) => work(database);
  const store = sqliteStore(database, run);
  await store.accept(inboxEntryOf('start', ID));
  await sqliteFleet(run).claim(ID);
  const start = { ...sampleEvents.design_started, designId: ID };
  const events = storedEvents([start, ...Array(EVENTS - 1).fill(filler)]);
  await store.commit(commitOf(ID, { events }));
  const plain = async (): Promise<void> => {
    let design: Design | null = null;
    for (let since = 0; since < EVENTS; since += 1_000) {
      const text =
        'select payload, words from design_events where design_id = ? and seq > ? order by seq limit 1000';
      for (const row of database.rows<Row>(text, ID, since)) design = evolve(design, unchecked(row));
    }
  };
  const took = { plain: [] as number[], checked: [] as number[] };
  for (let n = -WARM_UP_RUNS; n < RUNS; n += 1) {
    const [without, checked] = [await processorMs(plain), await processorMs(() => loadDesign(store, ID))];
    if (n < 0) continue;
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
process.stdout.write('| | without the check | with it | for each event | ratio |\n|---|---|---|---|---|\n');
await measure('tool_invoked', sampleEvents.tool_invoked);
await measure('late_submission_recorded', sampleEvents.late_submission_recorded);
