/** SIGTERM, SIGHUP, and SIGINT where nobody asks: the process closes everything, and ends. */

import { setTimeout } from 'node:timers';

/** Supervisors wait ten seconds before they kill. */
const LONGEST_CLOSE_MS = 9_000;
let stopping: AbortController | null = null;

/** Aborted by the first of these signals. `names`: beside SIGTERM and SIGHUP. */
export function stopSignal(...names: readonly NodeJS.Signals[]): AbortSignal {
  // Ctrl-Z between two commits: stopped in the middle of one, it would keep SQLite's lock.
  if (stopping === null) process.on('SIGTSTP', () => process.kill(process.pid, 'SIGSTOP'));
  stopping ??= new AbortController();
  const { signal } = stopping;
  const stop = () => {
    stopping?.abort();
    setTimeout(() => process.exit(1), LONGEST_CLOSE_MS).unref();
  };
  for (const name of ['SIGTERM', 'SIGHUP', ...names] as const) process.on(name, stop);
  return signal;
}

/** Whoever read or typed has gone, with a window or by `| head`: the same as if its signal had come. */
export function hangUp(): void {
  process.kill(process.pid, 'SIGHUP');
}
