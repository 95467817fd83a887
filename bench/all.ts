/**
 * `npm run bench`: every benchmark, one after the other, so that none disturbs another. `npm run
 * bench -- run 3`: the one that is named, with its options. `npm run bench -- --least`: each at its
 * least, within a minute, to see that it runs; such figures mean nothing.
 */

import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

const ALL = ['price', 'light', 'run', 'recovery', 'scale'];

const words = process.argv.slice(2);
const named = words.find((word) => ALL.includes(word));
const options = words.filter((word) => word !== named);
const failed: string[] = [];
const startedAt = performance.now();
for (const name of named === undefined ? ALL : [named]) {
  const file = join(import.meta.dirname, `${name}.ts`);
  const { status, stdout } = spawnSync(process.execPath, [file, ...options], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  process.stdout.write(stdout);
  // A table is printed only with all of its figures.
  if (status !== 0 || !stdout.includes('│ 0 ')) failed.push(name);
}
console.log(`\nin ${((performance.now() - startedAt) / 1_000).toFixed(0)} s`);
if (failed.length > 0) {
  console.log(`failed: ${failed.join(', ')}`);
  process.exitCode = 1;
}
