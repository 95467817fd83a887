import { statfsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { EVERY_NEED, lacking, type Need } from './needs.ts';

/** Bytes that the temporary files of a run take at the most, with room to spare. */
const ROOM_BYTES = 1024 ** 3;

/**
 * Called once before all tests: says in one line each what this machine lacks, and that what needs
 * it is left out. In CI that stops the run, as does a disk without room anywhere.
 */
export async function setup(): Promise<void> {
  const { bavail, bsize } = statfsSync(tmpdir());
  if (bavail * bsize < ROOM_BYTES)
    end(
      `The tests need a gibibyte for temporary files, and ${tmpdir()} has less. Free some, or set TMPDIR.`,
    );
  const left = new Map<Need, string>();
  for (const need of EVERY_NEED) {
    const reason = await lacking(need);
    if (reason !== null) left.set(need, `left out: what needs ${need} (${reason})`);
  }
  if (left.size === 0) return;
  const words = [...left.values()].join('\n');
  if (process.env.CI !== undefined && [...left.keys()].some((need) => need !== 'root'))
    end(`Nothing may be left out in CI:\n${words}`);
  process.stderr.write(`${words}\n`);
}

/** Says so without a trace of calls, which would be all that is read. */
function end(words: string): never {
  process.stderr.write(`${words}\n`);
  process.exit(1);
}
