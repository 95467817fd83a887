import { setTimeout as pause } from 'node:timers/promises';
import { afterEach } from 'vitest';

/** Longest wait for anything that people wait for. */
const BOUND_MS = 60_000;
const LOOK_MS = 10;
const endings: (() => Promise<unknown>)[] = [];

afterEach(async () => {
  for (const end of endings.splice(0).toReversed()) await end();
});

export function afterwards(end: () => Promise<unknown>): void {
  endings.push(end);
}

/** Others change what is looked at, so this looks again and again. */
export async function until(what: string, look: () => boolean | Promise<boolean>): Promise<void> {
  const dueAt = Date.now() + BOUND_MS;
  while (!(await look())) {
    if (Date.now() > dueAt) throw new Error(`${what}: not within ${BOUND_MS} ms`);
    await pause(LOOK_MS);
  }
}
