import type { ChildProcess } from 'node:child_process';
import type { Clock } from '../../runtime/ports/clock.ts';

/** How a process ended; `failure` when it never began. */
export interface End {
  readonly exitCode: number | null;
  readonly signal: string | null;
  readonly failure: Error | null;
}

/**
 * Milliseconds that are left, after a process's exit, to read what it said before. A dead process closes its pipes,
 * so that this takes a millisecond or two; the bound is for pipes that somebody else holds open.
 */
const DRAIN_MS = 100;

/**
 * Calls `exited` when the process has ended or could not be started, and `drained` once its last messages and output
 * have been read as well. Each is called once. (Watches `exit`: `close` would wait for whoever holds the pipes.)
 */
export function watchEnd(
  child: ChildProcess,
  outputRead: Promise<void>,
  clock: Clock,
  listener: { exited(): void; drained(end: End): void },
): void {
  const disconnected = new Promise<void>((resolve) => {
    if (child.connected) child.once('disconnect', resolve);
    else resolve();
  });
  let ended = false;
  const end = (how: End, read: Promise<unknown>): void => {
    if (ended) return;
    ended = true;
    listener.exited();
    let told = false;
    const tell = (): void => {
      if (told) return;
      told = true;
      bound[Symbol.dispose]();
      listener.drained(how);
    };
    const bound = clock.at(clock.now() + DRAIN_MS, tell);
    void read.then(tell);
  };
  child.on('error', (failure) => {
    if (child.pid === undefined) end({ exitCode: null, signal: null, failure }, Promise.resolve());
  });
  child.on('exit', (exitCode, signal) => {
    end({ exitCode, signal, failure: null }, Promise.all([outputRead, disconnected]));
  });
}
