import { beforeEach } from 'vitest';

/**
 * Milliseconds for opening it: the first test of a file may have to prepare what the others get a
 * copy of.
 */
const OPENED_MS = 90_000;

/**
 * Opens a world for each test of a file, or of the group in which this is called, and returns that
 * of the running test. What is opened ends with its test (`onTestFinished`).
 */
export function eachTest<World extends object>(open: () => World | Promise<World>): World {
  const world: Partial<World> = {};
  beforeEach(async () => {
    Object.assign(world, await open());
  }, OPENED_MS);
  return world as World;
}
