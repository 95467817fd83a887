import { describe, expect, it } from 'vitest';
import { CORE, withMutant } from './core.ts';
import { explore } from './explorer.ts';
import { MUTANTS } from './mutants.ts';
import { WORLDS } from './worlds.ts';

function worldNamed(name: string) {
  const world = WORLDS.find((each) => each.name === name);
  if (world === undefined) throw new Error(`there is no world ${name}`);
  return world;
}

// Work, not waiting: on a busy machine it takes its time.
const LIMIT_MS = 120_000;

describe('every order of commands', { timeout: LIMIT_MS }, () => {
  it.each(WORLDS)('breaks no rule: $name', (world) => {
    const { violation, isWhole } = explore(CORE, world);
    expect(violation).toBeNull();
    expect(isWhole).toBe(true);
  });
});

describe('a seeded mistake', { timeout: LIMIT_MS }, () => {
  it.each(MUTANTS)('is found ($rule): a core that $mistake', async (mutant) => {
    const found = await withMutant(mutant, (core) => explore(core, worldNamed(mutant.world)));
    expect(found.violation).not.toBeNull();
  });
});
