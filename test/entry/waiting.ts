import { setTimeout as pause } from 'node:timers/promises';
import { onTestFinished } from 'vitest';

/** Longest wait for anything that people wait for. */
const BOUND_MS = 60_000;
const LOOK_MS = 10;

/** Ends what a test has begun once the test is over; the last begun ends first. */
export function afterwards(end: () => Promise<unknown>): void {
  onTestFinished(async () => {
    await end();
  });
}

/** Polls, because other processes change what is checked. */
export async function until(
  what: string,
  look: () => boolean | Promise<boolean>,
  boundMs = BOUND_MS,
): Promise<void> {
  const dueAt = Date.now() + boundMs;
  while (!(await look())) {
    if (Date.now() > dueAt) throw new Error(`${what}: not within ${boundMs} ms`);
    await pause(LOOK_MS);
  }
}
