import { expect, test } from 'vitest';
import { sayOnceWhileUnavailable } from '../../src/entry/cli/run.ts';

test('a design’s wait is told once while the store is away, and again at the next outage', () => {
  const said: string[] = [];
  let now = 0;
  const report = sayOnceWhileUnavailable(
    () => now,
    (why) => said.push(why),
  );
  for (const [at, what, why] of [
    [0, 'store_away', 'The database is away.'],
    [10_000, 'store_away', 'The database is still away.'],
    [12_000, 'files_not_written', 'The disk is full.'],
    [20_000, 'store_away', 'The database is still away.'],
    [300_000, 'store_away', 'The database is away again.'],
  ] as const) {
    now = at;
    report(what, why);
  }
  expect(said).toEqual([
    'The database is away.',
    'The disk is full.',
    'The database is away again.',
  ]);
});
