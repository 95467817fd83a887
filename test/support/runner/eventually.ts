import { expect } from 'vitest';

/** Milliseconds that a loaded machine does not need for what one process does. */
export const EVENTUALLY_MS = 20_000;

/**
 * Looks again and again until the expectation that follows holds; fails with what was seen last.
 */
export function eventually<Value>(look: () => Value) {
  return expect.poll(look, { timeout: EVENTUALLY_MS, interval: 10 });
}
