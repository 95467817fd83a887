/**
 * `npm run eval -- <name>`: the named evaluation, with its options. Without a name: whether a
 * charrette is worth its price.
 */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

const ALL = ['worth', 'blind', 'faults'];
const given = process.argv.slice(2);
const isNamed = given[0] !== undefined && !given[0].startsWith('--');
const [name = '', ...options] = isNamed ? given : ['worth', ...given];
if (!ALL.includes(name)) {
  process.stderr.write(
    `There is no evaluation "${name}". There is ${ALL.join(', ')}: npm run eval -- faults\n`,
  );
  process.exit(2);
}
const file = join(import.meta.dirname, `${name}.ts`);
process.exitCode =
  spawnSync(process.execPath, [file, ...options], { stdio: 'inherit' }).status ?? 1;
