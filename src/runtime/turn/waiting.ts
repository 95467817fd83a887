import type { Clock } from '../ports/clock.ts';

/** Resolves at `dueAt` (milliseconds since the epoch) or when the signal is aborted, whichever comes first. */
export function waitUntil(clock: Clock, dueAt: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      signal.removeEventListener('abort', done);
      timer[Symbol.dispose]();
      resolve();
    };
    const timer = clock.at(dueAt, done);
    signal.addEventListener('abort', done, { once: true });
    if (signal.aborted) done();
  });
}
