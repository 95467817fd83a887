import { describe, expect, test } from 'vitest';
import { gapsIn } from '../../../src/core/outcome/working-time.ts';
import { longDuration } from '../../../src/core/vocabulary/figures.ts';

const MINUTE = 60_000;
const at = (from: number, to: number) => ({ from: from * MINUTE, to: to * MINUTE });

describe('the working time of a design', () => {
  test('a wait for people of a minute or more is a gap, a shorter one is none', () => {
    expect(gapsIn(at(0, 10), [at(0, 2), at(5, 10)], [at(2, 5)])).toEqual([{ kind: 'people', ...at(2, 5) }]);
    expect(gapsIn(at(0, 10), [at(0, 2), at(2.9, 10)], [at(2, 2.9)])).toEqual([]);
  });

  test('a turn in the midst of a wait is work, and parts the gap', () => {
    expect(gapsIn(at(0, 10), [at(0, 2), at(5, 6), at(9, 10)], [at(2, 9)])).toEqual([
      { kind: 'people', ...at(2, 5) },
      { kind: 'people', ...at(6, 9) },
    ]);
  });

  test('a time in which nobody was waited for and nobody worked is told apart', () => {
    expect(gapsIn(at(0, 200), [at(0, 2), at(180, 200)], [at(2, 10)])).toEqual([
      { kind: 'people', ...at(2, 10) },
      { kind: 'nobody', ...at(10, 180) },
    ]);
  });

  test('turns may overlap and come in any order', () => {
    expect(gapsIn(at(0, 10), [at(5, 10), at(0, 4), at(1, 3), at(3, 5)], [])).toEqual([]);
  });

  test.each([
    [45_000, '45 s'],
    [9 * MINUTE, '9 min'],
    [130 * MINUTE, '2 h 10 min'],
    [120 * MINUTE, '2 h'],
    [(3 * 24 + 4) * 60 * MINUTE, '3 d 4 h'],
  ])('%i ms are %s', (ms, words) => {
    expect(longDuration(ms)).toBe(words);
  });
});
