import { expect, test } from 'vitest';
import { throughHunks } from '../../../src/core/proposals/through-hunks.ts';

const LINES = { path: 'a.ts', from: 5, to: 7 };
const after = (oldFrom: number, oldCount: number, newCount: number, path = 'a.ts') => {
  const { state, now } = throughHunks(LINES, path, [{ oldFrom, oldCount, newCount }]);
  return now === null ? state : `${state} ${now.path}:${now.from}-${now.to}`;
};

test('J14: lines inserted within cited ones change them, above move them, below do nothing', () => {
  expect([3, 4, 5, 6, 7, 8].map((oldFrom) => after(oldFrom, 0, 2).split(' ')[0])).toEqual([
    ...['moved', 'moved', 'changed', 'changed', 'same', 'same'],
  ]);
});

test('J14: cited lines are moved, changed or gone by what replaces or deletes lines', () => {
  expect(after(1, 4, 1)).toBe('moved a.ts:2-4');
  expect(after(6, 1, 1)).toBe('changed a.ts:5-7');
  expect(after(7, 1, 3)).toBe('changed a.ts:5-9');
  expect(after(6, 1, 0)).toBe('changed a.ts:5-6');
  expect(after(4, 5, 0)).toBe('gone');
  expect(after(8, 3, 0)).toBe('same a.ts:5-7');
  expect(after(8, 3, 0, 'b.ts')).toBe('moved b.ts:5-7');
});
