/**
 * `npm run test:night`: what takes too long to wait for, in at most two hours. Every case of what
 * `npm run test:full` samples, what is minutes long by itself, the mutations, the whole explorer,
 * the benchmarks, and the tests in twenty orders. Prints how long each took, and ends with 1 if one
 * of them failed, or a benchmark missed its aim; nothing is tried twice.
 */
import { spawnSync } from 'node:child_process';
import { parseArgs } from 'node:util';
import { IN_PROCESS_ONLY } from './support/runner/layers.ts';

const { values } = parseArgs({
  options: { seed: { type: 'string' }, orders: { type: 'string', default: '20' } },
});
const firstSeed = Number(values.seed ?? Math.floor(Date.now() / 1_000));
const seeds = Array.from({ length: Number(values.orders) }, (_, at) => firstSeed + at);
const RUN = ['vitest', 'run', '--reporter', 'dot'];

const parts: readonly {
  name: string;
  command: readonly string[];
  environment?: Record<string, string>;
}[] = [
  { name: 'every case, by night', command: [...RUN, '--project', 'full'] },
  { name: 'mutations', command: ['node', 'test/mutations.ts'] },
  { name: 'the whole explorer', command: ['node', 'test/sim/explore.ts'] },
  { name: 'benchmarks', command: ['node', 'bench/all.ts'] },
  ...seeds.map((seed) => ({
    name: `quick and in process, in the order of seed ${seed}`,
    environment: IN_PROCESS_ONLY,
    command: [
      ...RUN,
      '--project',
      'quick',
      '--project',
      'real',
      '--sequence.shuffle',
      `--sequence.seed=${seed}`,
    ],
  })),
];

const failed: string[] = [];
for (const { name, command, environment } of parts) {
  const startedAt = Date.now();
  const { status } = spawnSync('npx', ['--no-install', ...command], {
    stdio: 'inherit',
    env: { ...process.env, WHOLE: 'night', ...environment },
  });
  process.stdout.write(
    `--- ${name}: ${status === 0 ? 'passed' : 'failed'} in ${Math.round((Date.now() - startedAt) / 1_000)} s\n`,
  );
  if (status !== 0) failed.push(name);
}
process.stdout.write(failed.length === 0 ? 'all passed\n' : `failed: ${failed.join('; ')}\n`);
process.exitCode = failed.length === 0 ? 0 : 1;
