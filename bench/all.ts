/**
 * `npm run bench`: every benchmark except the soak, one after the other, so that none disturbs
 * another. `npm run bench -- soak --minutes 20`: the named one, with its options. `npm run bench --
 * --least`: each once, at its least, whose figures mean nothing.
 */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

const ALL = [
  'core',
  'append',
  'chain',
  'light',
  'session',
  'run',
  'price',
  'reserve',
  'parsers',
  'citations',
  'recovery',
  'scale',
  'takeover',
  'fleet',
  'waiting',
  'console',
  'door',
  'slack',
  'discord',
];
const words = process.argv.slice(2);
const named = words.find((word) => !word.startsWith('-'));
const options = words.filter((word) => word !== named);
const failed: string[] = [];
for (const name of named === undefined ? ALL : [named]) {
  process.stdout.write(`\n# bench/${name}.ts\n\n`);
  const { status } = spawnSync(
    process.execPath,
    [join(import.meta.dirname, `${name}.ts`), ...options],
    {
      stdio: 'inherit',
    },
  );
  if (status !== 0) failed.push(name);
}
if (failed.length > 0) {
  process.stdout.write(`\nfailed: ${failed.join(', ')}\n`);
  process.exitCode = 1;
}
