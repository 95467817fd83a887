import { describe, expect, test } from 'vitest';
import { ATTACKS, OUTLETS } from './outlets.ts';

describe.each(Object.entries(OUTLETS))('A23: in %s', (_, { check }) => {
  test.each(Object.entries(ATTACKS))('A23: %s does nothing, and hides no address', (_, text) => {
    const shown = check(text);
    const addresses = [...text.matchAll(/evil\.example\/[a-z]+/g)].map(([address]) => address);
    for (const address of addresses) expect(shown).toContain(address);
  });
});
