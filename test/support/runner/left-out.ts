import { statfsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { EVERY_NEED, lacking } from './needs.ts';

/** Bytes that the temporary files of a run take at the most, with room to spare. */
const ROOM_BYTES = 1024 ** 3;

/**
 * Called once before all tests: says in one line each what this machine lacks, and that what needs it is left out. In CI that stops
 * the run, as does a disk without room anywhere.
 */
export async function setup(): Promise<void> {
  const { bavail, bsize } = statfsSync(tmpdir());
  if (bavail * bsize < ROOM_BYTES)
    end(`The tests need a gibibyte for temporary files, and ${tmpdir()} has less. Free some, or set TMPDIR.`);
  const left: string[] = [];
  for (const need of EVERY_NEED) {
    const reason = await lacking(need);
    if (reason !== null) left.push(`left out: what needs ${need} (${reason})`);
  }
  if (left.length === 0) return;
  if (process.env.CI !== undefined) end(`Nothing may be left out in CI:\n${left.join('\n')}`);
  process.stderr.write(`${left.join('\n')}\n`);
}

/** Says so without a trace of calls, which would be all that is read. */
function end(words: string): never {
  process.stderr.write(`${words}\n`);
  process.exit(1);
}
