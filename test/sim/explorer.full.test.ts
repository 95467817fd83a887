import { afterAll, describe, expect, test } from 'vitest';
import { atNight } from '../support/runner/whole.ts';
import { Crew } from './crew.ts';
import { MUTANTS } from './mutants.ts';
import { violationText } from './report.ts';
import { LARGEST_OF_SLICE, SLICE } from './worlds.ts';

/**
 * Milliseconds for a world: five wait for two workers, and on a busy machine the largest takes a
 * quarter of an hour.
 */
const WORLD_MS = 1_800_000;

const crew = new Crew(2);
afterAll(() => crew.close());

describe('every order of commands', () => {
  const worlds = atNight(SLICE, ({ name }) => !LARGEST_OF_SLICE.includes(name));

  test.concurrent.each(worlds)(
    'C1–C20: no order of commands breaks a rule: $name',
    async (world) => {
      const bounds = { maxStates: 150_000, sampleEvery: 200 };
      const explored = await crew.explore({ world, bounds, mutant: null });
      expect(violationText(explored)).toBe('');
      expect(explored.whole).toBe(true);
    },
    WORLD_MS,
  );
});

describe('seeded mistakes', () => {
  /** One for each rule; `npm run explore` tries all. */
  const first = MUTANTS.filter(
    ({ rule }, at) => MUTANTS.findIndex((each) => each.rule === rule) === at,
  );

  test.concurrent.each(first.map((mutant) => [mutant.rule, mutant.mistake, mutant] as const))(
    '%s: the explorer finds the core that %s',
    async (_, __, mutant) => {
      const bounds = { maxStates: 20_000, sampleEvery: 20_000 };
      const { violation } = await crew.explore({ world: mutant.world, bounds, mutant });
      expect(violation?.commands.length).toBeGreaterThan(0);
    },
  );
});
