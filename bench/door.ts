/**
 * `node bench/door.ts`: what a daemon costs and how soon its health check answers while a crowd
 * leans on it, in each way and as a stranger, a link, a reader and the operator; against the same
 * daemon a moment before. Linux only.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Daemon } from '../test/entry/daemon.ts';
import { ATTACKS, attackersOf, leanOn } from '../test/support/strangers/door-attacks.ts';
import { describeMachine, medianOf, sizeOf } from './machine.ts';

const COUNT = sizeOf(1_200, 20);
const STREAMS = sizeOf(2_000, 20);
const LEANING_MS = sizeOf(5_000, 200);
const QUESTION = { topic: 'Which door?', personas: ['archaeologist', 'failure-analyst'] };

const folder = mkdtempSync(join(tmpdir(), 'bench-door-'));
const daemon = await Daemon.start(folder, { CHARRETTE_REHEARSAL: '1' });
const { id } = await daemon.startDesign(QUESTION);
const attackers = await attackersOf(daemon, id);
console.log(`${describeMachine()}\n`);
console.log('| what | who | memory | health check, median / 95 % | quiet |\n|---|---|---|---|---|');
for (const [name, attack] of Object.entries(ATTACKS)) {
  const count = name.startsWith('streams') ? STREAMS : COUNT;
  for (const who of attackers) {
    const { grownMiB, tookMs, quietMs, problems } = await leanOn(
      daemon,
      () => attack(daemon, who, count, id),
      LEANING_MS,
    );
    const cells = [`${count} ${name}`, who.name, `+${Math.max(grownMiB, 0).toFixed(0)} MiB`];
    const times = [tookMs, quietMs].map(
      (ms) => `${medianOf(ms).toFixed(0)} / ${ninetyFive(ms).toFixed(0)} ms`,
    );
    const failed = problems.length === 0 ? '' : ` (${problems.length} failed)`;
    console.log(`| ${[...cells, `${times[0]}${failed}`, times[1]].join(' | ')} |`);
  }
}
await daemon.stop();
rmSync(folder, { recursive: true, force: true });

function ninetyFive(values: readonly number[]): number {
  return (
    values.toSorted((left, right) => left - right)[Math.floor((values.length - 1) * 0.95)] ??
    Number.NaN
  );
}
