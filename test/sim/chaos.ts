/**
 * Several daemons play the same designs on one store, all delivering the same commands, while they
 * are killed and frozen at random. At the end every design must be whole.
 *
 *     node test/sim/chaos.ts [--designs 20] [--daemons 3] [--seed 1] [--postgres]
 */

import { type ChildProcess, spawn } from 'node:child_process';
import { rm } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { findingsOf } from '#test/engine/findings.ts';
import { playDesign } from '#test/engine/played-design.ts';
import { newFolder, openWorld } from '#test/engine/world.ts';
import { makeSchema } from '#test/support/postgres.ts';

const { values } = parseArgs({
  options: {
    designs: { type: 'string', default: '20' },
    daemons: { type: 'string', default: '3' },
    seed: { type: 'string', default: '1' },
    postgres: { type: 'boolean', default: false },
  },
});
const designs = Number(values.designs);
const daemons = Number(values.daemons);
const random = randomFrom(Number(values.seed));
const folder = await newFolder();
const schema = values.postgres ? await makeSchema() : null;
const WORKER = new URL('./chaos-worker.ts', import.meta.url).pathname;

const running = new Set<ChildProcess>();
let kills = 0;
let freezes = 0;
let isOver = false;

function startDaemon(): void {
  const given = [WORKER, folder, schema?.url ?? '-', `${designs}`];
  const daemon = spawn(process.execPath, given, { stdio: ['ignore', 'ignore', 'inherit'] });
  running.add(daemon);
  daemon.once('exit', (code) => {
    running.delete(daemon);
    // One that has played all of them is done.
    if (code === 0) isOver = true;
    if (!isOver) startDaemon();
  });
}

async function disturb(): Promise<void> {
  while (!isOver) {
    await sleep(2_000 + random() * 6_000);
    const all = [...running];
    const daemon = all[Math.floor(random() * all.length)];
    if (daemon === undefined || isOver) continue;
    if (random() < 0.6) {
      kills += 1;
      daemon.kill('SIGKILL');
    } else {
      freezes += 1;
      daemon.kill('SIGSTOP');
      await sleep(1_000 + random() * 5_000);
      daemon.kill('SIGCONT');
    }
  }
}

const startedAt = performance.now();
for (let daemon = 1; daemon <= daemons; daemon += 1) startDaemon();
await disturb();
for (const daemon of running) daemon.kill('SIGKILL');
const world = await openWorld({ folder, databaseUrl: schema?.url, waitMs: 600_000 });
const findings: string[] = [];
for (let name = 1; name <= designs; name += 1) {
  const id = await playDesign(world, `${name}`);
  findings.push(...(await findingsOf(world, id, `${name}`)));
}
await world.engine.stop();
await world.store.close();
for (const finding of findings) process.stdout.write(`${finding}\n`);
const seconds = Math.round((performance.now() - startedAt) / 1_000);
process.stdout.write(
  `${designs} designs, ${daemons} daemons, ${kills} kills, ${freezes} freezes, ${seconds} s: ${findings.length} findings\n`,
);
await schema?.drop();
await rm(folder, { recursive: true, force: true });
process.exitCode = findings.length === 0 ? 0 : 1;

/** Small and good enough to choose whom to kill (mulberry32). */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
