import { describe, expect, test } from 'vitest';
import { sumWorkedMs } from '#core/outcome/working-time.ts';
import type { Turn } from '#core/vocabulary/design.ts';
import { formatLongDuration } from '#core/vocabulary/figures.ts';

const MINUTE = 60_000;

describe('the working time of a design', () => {
  test('overlapping turns count once, an open one until now, and waits not at all', () => {
    const turn = (startedAt: number, tookMs: number | null) => ({ startedAt, tookMs }) as Turn;
    const turns = [turn(5, 5), turn(0, 4), turn(1, 2), turn(20, null)];
    expect(sumWorkedMs({ turns }, 23)).toBe(4 + 5 + 3);
  });

  test.each([
    [45_000, '45 s'],
    [9 * MINUTE, '9 min'],
    [130 * MINUTE, '2 h 10 min'],
    [120 * MINUTE, '2 h'],
    [(3 * 24 + 4) * 60 * MINUTE, '3 d 4 h'],
  ])('%i ms are %s', (ms, words) => {
    expect(formatLongDuration(ms)).toBe(words);
  });
});
