/** `npm run eval -- <name>`: the named evaluation, with its options. */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

const ALL = ['faults'];
const [name = '', ...options] = process.argv.slice(2);
if (!ALL.includes(name)) {
  process.stderr.write(
    `There is no evaluation "${name}". There is ${ALL.join(', ')}: npm run eval -- faults\n`,
  );
  process.exit(2);
}
const file = join(import.meta.dirname, `${name}.ts`);
process.exitCode = spawnSync(process.execPath, [file, ...options], { stdio: 'inherit' }).status ?? 1;
