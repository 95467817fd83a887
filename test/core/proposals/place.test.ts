import { expect, it } from 'vitest';
import { parsePlace, sharesLines } from '#core/proposals/place.ts';

it.each([
  ['src/queue.ts:12', { path: 'src/queue.ts', from: 12, to: 12, commit: '' }],
  ['src/queue.ts:12-14', { path: 'src/queue.ts', from: 12, to: 14, commit: '' }],
  ['./src/queue.ts:12', { path: 'src/queue.ts', from: 12, to: 12, commit: '' }],
  ['ops/load.md:12@4F2A9C1', { path: 'ops/load.md', from: 12, to: 12, commit: '4f2a9c1' }],
  ['a: b:3', { path: 'a: b', from: 3, to: 3, commit: '' }],
  ['"caf\\351.txt":3', { path: '"caf\\351.txt"', from: 3, to: 3, commit: '' }],
])('a place is a path and lines, and may name its commit: %s', (text, place) => {
  expect(parsePlace(text)).toEqual(place);
});

it.each([
  ['no lines', 'src/queue.ts'],
  ['no path', ':12'],
  ['only a folder mark', './:12'],
  ['nothing', ''],
  ['line 0', 'a.ts:0'],
  ['lines that run backwards', 'a.ts:14-12'],
  ['lines in the form of a forge', 'a.ts#L12'],
  ['more lines than a file has', 'a.ts:99999999'],
  ['a commit that is none', 'a.ts:3@main'],
  ['words', 'see the README'],
  ['a huge text', `${'a:'.repeat(100_000)}1`],
])('no place: %s', (_, text) => {
  expect(parsePlace(text)).toBeNull();
});

it('J4: two places overlap if they are of one file and have a line in common', () => {
  const lines = (from: number, to: number, path = 'a.ts') => ({ path, from, to });
  expect(sharesLines(lines(1, 5), lines(5, 9))).toBe(true);
  expect(sharesLines(lines(3, 3), lines(1, 9))).toBe(true);
  expect(sharesLines(lines(1, 4), lines(5, 9))).toBe(false);
  expect(sharesLines(lines(1, 4), lines(1, 4, 'b.ts'))).toBe(false);
});
