/**
 * `node bench/recovery.ts [runs]`: from the death of a daemon in the middle of a round to the next
 * call of a model: by the next process on that machine, by another daemon there, and by one on
 * another machine (a pid namespace of its own, over Postgres). And a new process that finds many
 * waiting designs whose owner is gone, until it has taken up the last one. Linux only.
 */

import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as sleep } from 'node:timers/promises';
import { DesignEvent } from '#design/events.ts';
import { DesignId } from '#design/ids.ts';
import { append, NOTHING, summaryOf } from '#engine/loaded.ts';
import { openStore } from '#store/open.ts';
import { thisProcess } from '#store/owner.ts';
import { answerTurn } from '#test/support/design-answers.ts';
import { DESIGN_ID, designAt, startCommand } from '#test/support/design-world.ts';
import { startModelEndpoint } from '#test/support/model-endpoint.ts';
import { findPostgres, makeSchema } from '#test/support/postgres.ts';
import {
  amountOf,
  bareNode,
  type Daemon,
  environment,
  inNewFolder,
  medianOf,
  modelsAt,
  printTable,
  RUNS,
  startDaemon,
  TOPIC,
} from './measure.ts';

const WAITING = amountOf(1_000, 20);
const LOOK_MS = 20;
const LONGEST_MS = 120_000;
const ANOTHER_MACHINE = ['unshare', '-fp', '--mount-proc', '--kill-child'];
const ADMIN_TOKEN = 'bench-admin-token';

/** Called at each request for a proposal. None is answered, so all wait when their daemon dies. */
let noteCall = (): void => undefined;
const endpoint = await startModelEndpoint((request) => {
  if (!request.tools.includes('submit_proposal')) return answerTurn(request);
  noteCall();
  return { kind: 'silence' };
});

function nextCall(): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const timer = setTimeout(() => reject(new Error('no call came')), LONGEST_MS);
  noteCall = () => {
    clearTimeout(timer);
    resolve();
  };
  return promise;
}

async function startDesign({ url }: Daemon): Promise<void> {
  const called = nextCall();
  const response = await fetch(`${url}/api/v1/designs`, {
    method: 'POST',
    headers: { authorization: `Bearer ${ADMIN_TOKEN}`, 'content-type': 'application/json' },
    body: JSON.stringify({ topic: TOPIC }),
  });
  if (response.status !== 201) throw new Error(`the start was answered with ${response.status}`);
  await called;
}

function daemonEnvironment(folder: string, databaseUrl?: string): NodeJS.ProcessEnv {
  const stored = databaseUrl === undefined ? {} : { DATABASE_URL: databaseUrl };
  const more = { CHARRETTE_ADMIN_TOKEN: ADMIN_TOKEN, ...modelsAt(endpoint.url), ...stored };
  return environment(folder, more);
}

/** From `kill -9` to the next call, by a process that is started at that moment. */
async function restart(): Promise<number> {
  return inNewFolder(async (folder) => {
    const owner = await startDaemon(daemonEnvironment(folder));
    await startDesign(owner);
    const killedAt = performance.now();
    await owner.stop('SIGKILL');
    const next = startDaemon(daemonEnvironment(folder));
    await nextCall();
    const tookMs = performance.now() - killedAt;
    await (await next).stop('SIGKILL');
    return tookMs;
  });
}

/** The same by a daemon that runs already. `prefix`: where. */
async function takeOver(prefix: readonly string[]): Promise<number> {
  const { url: databaseUrl, drop } = await makeSchema();
  const tookMs = await inNewFolder(async (folder) => {
    const owner = await startDaemon(daemonEnvironment(folder, databaseUrl));
    // Before the other one is there, which would be told of it too, and could own it.
    await startDesign(owner);
    const other = await startDaemon(daemonEnvironment(folder, databaseUrl), prefix);
    const killedAt = performance.now();
    await owner.stop('SIGKILL');
    await nextCall();
    const tookMs = performance.now() - killedAt;
    await other.stop('SIGKILL');
    return tookMs;
  });
  await drop();
  return tookMs;
}

/** Designs that wait for people, as a daemon leaves them that is killed. */
async function fillStore(folder: string): Promise<number> {
  const world = designAt('answering', { inThread: false, settings: { answerMs: 864_000_000 } });
  world.must({ type: 'report_questions_seen' }).passTime();
  const store = await openStore({ dataDir: folder });
  const machine = thisProcess()?.machine ?? '';
  const owner = { id: 'gone', process: { machine, pid: 2 ** 22, startTime: '0' } };
  let version = 0;
  for (let number = 0; number < WAITING; number += 1) {
    const id = DesignId.parse(`${DESIGN_ID.slice(0, -8)}${number.toString(16).padStart(8, '0')}`);
    const events = world.events.map((event) =>
      DesignEvent.parse(JSON.parse(JSON.stringify(event).replaceAll(DESIGN_ID, id))),
    );
    const { next, stored } = append(NOTHING, events);
    if (next.design === null) throw new Error('the design has not started');
    const summary = summaryOf(next.design);
    const command = { ...startCommand({ inThread: false }), designId: id };
    const at = Date.now();
    const { id: inboxId } = await store.putCommand(
      { designId: id, platform: 'bench', platformId: id, command, at },
      summary,
    );
    const row = await store.claim(id, owner, 1_000);
    if (row === null) throw new Error('the design could not be claimed');
    version = next.version;
    const answers = [{ inboxId, answer: { ok: true, version } as const }];
    const { epoch } = row;
    await store.commit({
      ...{ designId: id, epoch, version: 0, events: stored, summary, isEnded: false, answers },
    });
  }
  await store.close();
  return version;
}

/** From the start of a process to the last design that it has taken up. */
async function takeUpWaiting() {
  return inNewFolder(async (folder) => {
    const version = await fillStore(folder);
    const startedAt = performance.now();
    const starting = startDaemon(daemonEnvironment(folder));
    const database = new DatabaseSync(join(folder, 'store.sqlite'), { readOnly: true });
    const behind = database.prepare('select count(*) as left from designs where version <= ?');
    while (Number(behind.get(version)?.left) > 0) await sleep(LOOK_MS);
    const tookMs = performance.now() - startedAt;
    database.close();
    const { readyMs, stop } = await starting;
    await stop();
    return { tookMs, readyMs };
  });
}

async function measureTakeovers() {
  const { reason } = await findPostgres();
  const canBeElsewhere = spawnSync('unshare', [...ANOTHER_MACHINE.slice(1), 'true']).status === 0;
  const here: number[] = [];
  const elsewhere: number[] = [];
  for (let run = 0; reason === null && run < RUNS; run += 1) {
    here.push(await takeOver([]));
    if (canBeElsewhere) elsewhere.push(await takeOver(ANOTHER_MACHINE));
  }
  if (reason !== null) console.log(`Takeovers are not measured: ${reason}.`);
  else if (!canBeElsewhere) console.log('Another machine is not measured: unshare is not allowed.');
  return { here, elsewhere };
}

const bares: number[] = [];
const restarts: number[] = [];
for (let run = 0; run < RUNS; run += 1) {
  bares.push(bareNode().wallMs);
  restarts.push(await restart());
}
const { here, elsewhere } = await measureTakeovers();
const waiting = await takeUpWaiting();
await endpoint.close();
const bareMs = medianOf(bares);
const row = (what: string, tookMs: number) => ({
  what,
  ms: tookMs.toFixed(0),
  'in bare Nodes': (tookMs / bareMs).toFixed(1),
});
const rowsOf = (what: string, tookMs: readonly number[]) =>
  tookMs.length === 0
    ? []
    : [row(what, medianOf(tookMs)), row('  the slowest', Math.max(...tookMs))];
printTable(`After a kill -9; medians of ${RUNS}`, [
  row('a bare Node', bareMs),
  ...rowsOf('killed → next call, by the next process on that machine', restarts),
  ...rowsOf('owner killed → next call, by another daemon there', here),
  ...rowsOf('owner killed → next call, by another machine', elsewhere),
  row(`${WAITING} waiting designs: start → ready`, waiting.readyMs),
  row(`${WAITING} waiting designs: start → the last one taken up`, waiting.tookMs),
]);
