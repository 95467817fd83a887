import { setTimeout as pause } from 'node:timers/promises';
import { onTestFinished, TestRunner } from 'vitest';

/**
 * Longest wait in a test of the real layer, and outside of the layers that `npm run test:all` has:
 * a design on a real engine takes two minutes where it shares its processors with nine others.
 */
const [REAL_BOUND_MS, LARGE_BOUND_MS] = [45_000, 300_000];
/** Milliseconds that a test of the real layer has (`vitest.config.ts`). */
const REAL_TEST_MS = 90_000;
const LOOK_MS = 25;
/** To look takes processor time as well, so who has waited for long looks less often. */
const MAX_LOOK_MS = 100;
/** Longest wait for what is still posted or edited once a design is over. */
const LAST_EDITS_MS = 20_000;

/** Ends what a test has begun once the test is over; the last begun ends first. */
export function afterwards(end: () => Promise<unknown>): void {
  onTestFinished(async () => {
    await end();
  });
}

/**
 * Milliseconds that one wait may take: less than the test that runs, so that it is the wait that
 * tells what is missing.
 */
export function longestWaitMs(): number {
  const testMs = TestRunner.getCurrentTest()?.timeout ?? Number.POSITIVE_INFINITY;
  return testMs > REAL_TEST_MS ? LARGE_BOUND_MS : Math.min((testMs * 2) / 3, REAL_BOUND_MS);
}

/**
 * Polls, because other processes change what is checked. `seen` returns what to tell when it has
 * not come.
 */
export async function until(
  what: string,
  look: () => boolean | Promise<boolean>,
  boundMs = longestWaitMs(),
  seen: () => string | Promise<string> = () => '',
): Promise<void> {
  const beganAt = Date.now();
  while (!(await look())) {
    const waitedMs = Date.now() - beganAt;
    if (waitedMs > boundMs)
      throw new Error(`${what}: not within ${boundMs} ms\n${await seen()}`.trimEnd());
    await pause(Math.min(Math.max(LOOK_MS, waitedMs / 20), MAX_LOOK_MS));
  }
}

/**
 * Waits for what people can read. Gives up early when all is over without that, and says what is
 * shown instead.
 */
export async function untilShown(
  what: string,
  look: () => boolean,
  shown: () => readonly string[],
  isOver: () => boolean | Promise<boolean>,
): Promise<void> {
  let giveUpAt = Number.POSITIVE_INFINITY;
  try {
    await until(what, async () => {
      if (look()) return true;
      if (Date.now() > giveUpAt) throw new Error(`${what}: it is over without that`);
      if (!Number.isFinite(giveUpAt) && (await isOver())) giveUpAt = Date.now() + LAST_EDITS_MS;
      return false;
    });
  } catch (error) {
    throw new Error(`${what}: not in what is shown:\n${shown().join('\n────\n')}`, {
      cause: error,
    });
  }
}
