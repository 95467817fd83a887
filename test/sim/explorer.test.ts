import { expect, test } from 'vitest';
import { CORE } from './core-module.ts';
import { explore } from './explorer.ts';
import { MUTANTS } from './mutants.ts';
import { violationText } from './report.ts';
import { assertSeedable, withMutant } from './seeding.ts';
import { QUIET } from './world.ts';
import { SMALLEST } from './worlds.ts';

/**
 * The worlds that take no more than seconds together, and one seeded mistake:
 * `explorer.full.test.ts` has the rest.
 */

test('C1–C20: no order of commands breaks a rule in the smallest worlds', () => {
  const explored = SMALLEST.map((world) =>
    explore(CORE, world, { maxStates: 10_000, sampleEvery: 200 }),
  );
  expect(explored.map(violationText).filter((text) => text !== '')).toEqual([]);
  expect(explored.filter(({ whole }) => !whole).map(({ world }) => world)).toEqual([]);
  expect(explored.length).toBeGreaterThanOrEqual(3);
  // It waits for nothing, ends by `maxStates`, and takes some forty seconds of a slow processor,
  // which it may have to share with ten others.
}, 600_000);

test('a counter-example is the shortest list of commands, in words', async () => {
  const mutant = MUTANTS.find(({ mistake }) => mistake === 'counts a loss twice');
  if (mutant === undefined) throw new Error('there is no such mutant');
  const bounds = { maxStates: 20_000, sampleEvery: 20_000 };
  const explored = await withMutant(mutant, (core) => explore(core, mutant.world, bounds));
  expect(violationText(explored).split('\n')).toEqual([
    'C3 is broken in "mutants: crashes": it must leave one record that it came late, and led to session_lost',
    '    1. session 1 of aa (first, starting) is lost: not_ready',
    '    2. session 1 of aa (first, lost) is lost: killed',
  ]);
});

test('each seeded mistake’s text is in the core, and one whose text is gone fails loudly', async () => {
  expect(MUTANTS.length).toBeGreaterThan(0);
  for (const mutant of MUTANTS) assertSeedable(mutant);
  const changes = [{ file: 'workflow/decide.ts', search: 'no such text', replace: '' }];
  const exploring = withMutant(
    { rule: 'C1', mistake: 'is gone', world: QUIET, changes },
    () => null,
  );
  await expect(exploring).rejects.toThrow(
    'src/core/workflow/decide.ts has 0 times, not once: no such text',
  );
});

test('each of the rules C1 to C14 has a seeded mistake at least', () => {
  const rules = new Set(MUTANTS.map((mutant) => mutant.rule));
  const missing = Array.from({ length: 14 }, (_, index) => `C${index + 1}`).filter(
    (rule) => !rules.has(rule),
  );
  expect(missing).toEqual([]);
});
