/** Another Charrette, as a process of its own. */

import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { until } from './world.ts';

const VICTIM = new URL('./victim.ts', import.meta.url).pathname;

function startVictim(
  folder: string,
  url: string | undefined,
  signal: 'SIGKILL' | 'SIGSTOP',
  point: string,
): ChildProcess {
  const given = [VICTIM, folder, url ?? '-', signal, point];
  return spawn(process.execPath, given, { stdio: ['ignore', 'ignore', 'inherit'] });
}

/** Resolves when it has died at the point; rejects if it never came there. */
export async function runUntilKilled(folder: string, url: string | undefined, point: string) {
  const [code, signal] = await once(startVictim(folder, url, 'SIGKILL', point), 'exit');
  if (signal !== 'SIGKILL') throw new Error(`it ended with ${code} before ${point}`);
}

export interface Frozen extends AsyncDisposable {
  /** Resolves when it has run to its end. */
  wake(): Promise<void>;
}

/** Resolves when it stands still at the point. */
export async function runUntilFrozen(folder: string, point: string): Promise<Frozen> {
  const victim = startVictim(folder, undefined, 'SIGSTOP', point);
  const exited = once(victim, 'exit');
  const end = async () => {
    victim.kill('SIGKILL');
    await exited;
  };
  try {
    const stat = () => readFileSync(`/proc/${victim.pid}/stat`, 'utf8');
    await until('it stands still', () => /\) T /.test(stat()));
  } catch (error) {
    await end();
    throw error;
  }
  return {
    async wake() {
      victim.kill('SIGCONT');
      await exited;
    },
    [Symbol.asyncDispose]: end,
  };
}
