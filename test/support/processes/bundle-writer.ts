import { createBundles } from '#record/bundles.ts';
import { DESIGN_ID } from '../designs/given-start.ts';
import { silentLog } from '../runner/silent-log.ts';

/**
 * A process that writes the files of one design over and over, to be killed in the middle of it, or
 * to be run where it may not write. Prints a line for each bundle written, or the fault's code and
 * message, as JSON.
 */
const [dataDir = '', mode = 'forever', megabytes = '1'] = process.argv.slice(2);
if (mode === 'as nobody' && process.getuid?.() === 0) process.setuid?.(65_534);

const bundles = createBundles({ dataDir, log: silentLog });
const names = [
  'brief.md',
  'record.md',
  'transcript.md',
  'proposals/subtractor.md',
  'events.jsonl',
  'manifest.json',
];
for (let round = 1; mode === 'forever' || round === 1; round += 1) {
  const files = names.map((name) => ({
    name,
    text: `${round % 2} ${name}\n`.padEnd(Number(megabytes) * 1e6, 'x'),
  }));
  try {
    console.log(JSON.stringify({ round, written: (await bundles.write(DESIGN_ID, files)).length }));
  } catch (error) {
    const fault = error as { code: string; message: string };
    console.log(JSON.stringify({ code: fault.code, message: fault.message }));
    break;
  }
}
