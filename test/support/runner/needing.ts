import { describe, test } from 'vitest';
import { lacking, type Need } from './needs.ts';

/**
 * Returns `describe` and `test` for what needs all of these; where one is lacking, what is told by
 * them is left out.
 */
export async function needing(...needs: readonly Need[]) {
  const reasons = await Promise.all(needs.map(lacking));
  const isLacking = reasons.some((reason) => reason !== null);
  return isLacking ? { describe: describe.skip, test: test.skip } : { describe, test };
}
