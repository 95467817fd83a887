import { afterAll, describe, expect, test } from 'vitest';
import { Crew } from './crew.ts';
import { MUTANTS } from './mutants.ts';
import { violationText } from './report.ts';
import { assertSeedable } from './seeding.ts';
import { QUIET } from './world.ts';
import { SLICE } from './worlds.ts';

/** Seconds of work each; all begin at once and wait for two workers, and how long that takes is up to the machine. */
const EXPLORING_MS = 900_000;

const crew = new Crew(2);
afterAll(() => crew.close());

describe('every order of commands', () => {
  test.concurrent.each(SLICE)(
    'C1–C20: no order of commands breaks a rule: $name',
    async (world) => {
      const bounds = { maxStates: 100_000, sampleEvery: 200 };
      const explored = await crew.explore({ world, bounds, mutant: null });
      expect(violationText(explored)).toBe('');
      expect(explored.whole).toBe(true);
    },
    EXPLORING_MS,
  );
});

describe('seeded mistakes', () => {
  /** One for each rule; `npm run explore` tries all. */
  const first = MUTANTS.filter(({ rule }, at) => MUTANTS.findIndex((each) => each.rule === rule) === at);

  test.concurrent.each(first.map((mutant) => [mutant.rule, mutant.mistake, mutant] as const))(
    '%s: the explorer finds the core that %s',
    async (_, __, mutant) => {
      const bounds = { maxStates: 20_000, sampleEvery: 20_000 };
      const { violation } = await crew.explore({ world: mutant.world, bounds, mutant });
      expect(violation?.commands.length).toBeGreaterThan(0);
    },
    EXPLORING_MS,
  );

  test('a counter-example is the shortest list of commands, in words', async () => {
    const mutant = MUTANTS.find(({ mistake }) => mistake === 'counts a loss twice');
    if (mutant === undefined) throw new Error('there is no such mutant');
    const bounds = { maxStates: 20_000, sampleEvery: 20_000 };
    const explored = await crew.explore({ world: mutant.world, bounds, mutant });
    expect(violationText(explored).split('\n')).toEqual([
      'C3 is broken in "mutants: crashes": it must leave one record that it came late, and led to session_lost',
      '    1. session 1 of aa (first, starting) is lost: not_ready',
      '    2. session 1 of aa (first, lost) is lost: killed',
    ]);
  });

  test('the text of each is in the core, and one whose text is not there any more fails loudly', async () => {
    for (const mutant of MUTANTS) assertSeedable(mutant);
    const changes = [{ file: 'course/decide.ts', search: 'no such text', replace: '' }];
    const mutant = { rule: 'C1', mistake: 'is gone', world: QUIET, changes };
    const exploring = crew.explore({ world: QUIET, bounds: { maxStates: 1, sampleEvery: 10 }, mutant });
    await expect(exploring).rejects.toThrow('src/core/course/decide.ts has 0 times, not once: no such text');
  });

  test('there is at least one for each of the rules C1 to C14', () => {
    const rules = new Set(MUTANTS.map((mutant) => mutant.rule));
    const missing = Array.from({ length: 14 }, (_, index) => `C${index + 1}`).filter(
      (rule) => !rules.has(rule),
    );
    expect(missing).toEqual([]);
  });
});
