/** `npm run bench`: every benchmark, one after the other, so that none disturbs another. */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

for (const name of [
  'core',
  'append',
  'session',
  'run',
  'price',
  'citations',
  'recovery',
  'takeover',
  'fleet',
  'waiting',
  'slack',
  'discord',
]) {
  process.stdout.write(`\n# bench/${name}.ts\n\n`);
  const { status } = spawnSync(process.execPath, [join(import.meta.dirname, `${name}.ts`)], {
    stdio: 'inherit',
  });
  if (status !== 0) process.exitCode = 1;
}
