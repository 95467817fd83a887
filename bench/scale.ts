/**
 * `node bench/scale.ts [runs]`: what one more costs where there are many: a reply to a design that
 * has 1,000, a list and a search over 10,000 designs, and a design of six personas beside nineteen
 * others. Each beside the same where there are few, in the same run. The written example plays, so
 * that no model is waited for; SQLite; Linux.
 */

import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  amountOf,
  type Bench,
  inNewFolder,
  mebibytesOf,
  medianOf,
  OPERATOR,
  openBench,
  printTable,
  processorMsOf,
  RUNS,
} from './measure.ts';

const REPLIES = amountOf(1_000, 20);
const COUNTED = amountOf(50, 5);
const FEW_DESIGNS = 100;
const DESIGNS = amountOf(10_000, 200);
/** How often a list is read, and as often before that. */
const LISTED = 20;
const AT_ONCE = amountOf(20, 2);
const LOOK_MS = 250;

async function timeOf(work: () => Promise<unknown>): Promise<number> {
  const beganAt = performance.now();
  await work();
  return performance.now() - beganAt;
}

/** Compares the first with the last replies to one design that waits for people. */
async function measureReplies() {
  return inNewFolder(async (folder) => {
    await using bench = await openBench(folder);
    const { designs } = bench.engine;
    const begin = async () => {
      const id = await bench.start();
      await bench.seen(id, 'answering_opened');
      return id;
    };
    const reply = async (id: Awaited<ReturnType<typeof begin>>, number: number) => {
      const text = `On day ${number} some 900 a minute ran, and one may wait a minute.`;
      const delivery = { platform: 'bench', id: randomUUID() };
      const result = await designs.reply(id, { text }, OPERATOR, delivery);
      if (!result.ok || !result.isDone) throw new Error(`reply ${number} was not recorded`);
    };
    // To another one first, so that the code is compiled.
    const other = await begin();
    for (let number = 1; number <= COUNTED; number += 1) await reply(other, number);
    const id = await begin();
    const tookMs: number[] = [];
    for (let number = 1; number <= REPLIES; number += 1)
      tookMs.push(await timeOf(() => reply(id, number)));
    return { few: medianOf(tookMs.slice(0, COUNTED)), many: medianOf(tookMs.slice(-COUNTED)) };
  });
}

/** Copies the newest design's row, so that the list shows as many. */
function fillList(folder: string, count: number): void {
  const database = new DatabaseSync(join(folder, 'store.sqlite'));
  database.exec('pragma busy_timeout = 5000; begin immediate');
  const columns = database
    .prepare(`select name from pragma_table_info('designs') where name <> 'id'`)
    .all()
    .map(({ name }) => name);
  const copy = database.prepare(
    `insert into designs (id, ${columns}) select ?, ${columns} from designs order by id limit 1`,
  );
  const last = (number: number) => number.toString(16).padStart(12, '0');
  const { stored } = database.prepare('select count(*) as stored from designs').get() ?? {};
  for (let number = Number(stored); number < count; number += 1)
    copy.run(`dsn_019ad3f2-0000-7000-8000-${last(number)}`);
  database.exec('commit');
  database.close();
}

async function measureLists() {
  return inNewFolder(async (folder) => {
    await using bench = await openBench(folder);
    await bench.seen(await bench.start({ questions: 'none' }), 'design_ended');
    const { designs } = bench.engine;
    const measure = async (query: Parameters<typeof designs.find>[0]) => {
      const tookMs: number[] = [];
      for (let run = 0; run < 2 * LISTED; run += 1)
        tookMs.push(await timeOf(() => designs.find(query)));
      return medianOf(tookMs.slice(LISTED));
    };
    const both = async () => ({
      list: await measure({ limit: 50 }),
      search: await measure({ limit: 50, words: 'nowhere' }),
    });
    fillList(folder, FEW_DESIGNS);
    const few = await both();
    fillList(folder, DESIGNS);
    return { few, many: await both() };
  });
}

/** So many at once: processor time of each with its processes, the slowest, and the most memory of all. */
async function runAtOnce(bench: Bench, count: number) {
  const before = processorMsOf(process.pid);
  let mostMebibytes = 0;
  let isRunning = true;
  const looking = (async () => {
    while (isRunning) {
      mostMebibytes = Math.max(mostMebibytes, mebibytesOf(process.pid));
      await sleep(LOOK_MS);
    }
  })();
  const tookMs = await Promise.all(
    Array.from({ length: count }, () =>
      timeOf(async () => bench.seen(await bench.start({ questions: 'none' }), 'design_ended')),
    ),
  );
  isRunning = false;
  await looking;
  const processorMs = (processorMsOf(process.pid) - before) / count;
  return { processorMs, slowestMs: Math.max(...tookMs), mostMebibytes };
}

async function measureAtOnce() {
  return inNewFolder(async (folder) => {
    await using bench = await openBench(folder);
    await runAtOnce(bench, 1);
    const alone = [];
    for (let run = 0; run < RUNS; run += 1) alone.push(await runAtOnce(bench, 1));
    return { alone, many: await runAtOnce(bench, AT_ONCE) };
  });
}

// First, while this process holds little else.
const { alone, many } = await measureAtOnce();
const replies = await measureReplies();
const lists = await measureLists();
const row = (what: string, few: number, all: number, unit: string, digits: number) => ({
  what,
  'where there are few': `${few.toFixed(digits)} ${unit}`,
  'where there are many': `${all.toFixed(digits)} ${unit}`,
  ratio: (all / few).toFixed(2),
});
const ofAlone = (of: (run: (typeof alone)[number]) => number) => medianOf(alone.map(of));
printTable(`Many beside few; medians of ${RUNS}`, [
  row(`a reply, the first · at ${REPLIES}`, replies.few, replies.many, 'ms', 1),
  row(`a list, of ${FEW_DESIGNS} · ${DESIGNS}`, lists.few.list, lists.many.list, 'ms', 2),
  row(`a search that finds none, of the same`, lists.few.search, lists.many.search, 'ms', 2),
  row(
    `processor of a design, alone · ${AT_ONCE} at once`,
    ofAlone(({ processorMs }) => processorMs),
    many.processorMs,
    'ms',
    0,
  ),
  row(
    'the slowest',
    ofAlone(({ slowestMs }) => slowestMs),
    many.slowestMs,
    'ms',
    0,
  ),
  row(
    'PSS of all processes at their most',
    ofAlone(({ mostMebibytes }) => mostMebibytes),
    many.mostMebibytes,
    'MiB',
    0,
  ),
]);
