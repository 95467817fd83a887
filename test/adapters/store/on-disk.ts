import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { longestWaitMs } from '../../entry/waiting.ts';
import { storeChild } from '../../support/processes/store-process.ts';
import { temporaryFolder } from '../../support/runner/temporary-folder.ts';

/**
 * Runs a shell script on a file system of `size`, mounted at `$1`. `use <what> <folder>` is the
 * process that uses the store.
 */
export function onDisk(size: string, script: string): Record<string, unknown>[] {
  const mounted = join(temporaryFolder(), 'disk');
  const prepared = `mkdir -p $1; mount -t tmpfs -o size=${size} none $1`;
  const use = 'use() { "$NODE" "$CHILD" "$@"; }';
  const boundMs = longestWaitMs();
  const ran = spawnSync(
    'unshare',
    // A process namespace too: when the script takes too long, whatever still spins in it ends with
    // it.
    ['-rmp', '--kill-child', 'sh', '-ec', `${prepared}; ${use}; ${script}`, 'sh', mounted],
    {
      env: { ...process.env, NODE: process.execPath, CHILD: storeChild.path },
      timeout: boundMs,
      killSignal: 'SIGKILL',
    },
  );
  if (ran.status !== 0) {
    const end = ran.status ?? `${ran.signal}, by force after ${boundMs} ms`;
    throw new Error(`the script ${script} ended with ${end}: ${ran.stderr}\n${ran.stdout}`);
  }
  const lines = ran.stdout.toString().trim().split('\n');
  return lines.map((line) => JSON.parse(line));
}
