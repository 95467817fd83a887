import { expect, test } from 'vitest';
import { followWaits } from '../../src/entry/cli/run.ts';

test('a design’s wait is told once while the store is away, and again at the next outage', () => {
  const said: string[] = [];
  let now = 0;
  const report = followWaits(() => now, { say: (why) => said.push(why), end: () => undefined });
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

test('a store that fails for ten minutes on end ends the command, and an earlier outage does not count', () => {
  const ended: string[] = [];
  let now = 0;
  const report = followWaits(() => now, { say: () => undefined, end: (why) => ended.push(why) });
  const failing = (from: number, seconds: number, what = 'store_away') => {
    for (now = from; now <= from + seconds * 1_000; now += 10_000)
      report(what, 'The disk is full.');
  };
  failing(0, 500);
  failing(1_000_000, 590);
  failing(3_000_000, 700, 'files_not_written');
  expect(ended).toEqual([]);
  failing(5_000_000, 600);
  expect(ended).toEqual(['The disk is full.']);
});
