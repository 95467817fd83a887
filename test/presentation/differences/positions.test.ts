import { describe, expect, test } from 'vitest';
import { positionsOf } from '../../../src/presentation/differences/positions.ts';
import { linePlain } from '../../../src/presentation/format/plain-document.ts';
import { completed } from '../../support/sample-design.ts';

describe('the matrix of positions', () => {
  const cellsOf = (difference: 'conceded' | 'moved without a reason') => {
    const { rows } = positionsOf(completed({ difference }).design);
    return rows.flatMap(({ cells }) => cells.flatMap((cell) => (cell === null ? [] : [cell])));
  };

  test('J2: a move names the fact that moved, or that there was none', () => {
    const moved = cellsOf('conceded').filter(({ isMoved }) => isMoved);
    expect(moved.map(({ line }) => linePlain(line))).toContainEqual(
      expect.stringMatching(/^1b → 1a, by “One store is easier to run than two”/),
    );
    const alone = cellsOf('moved without a reason').filter(({ isWithoutReason }) => isWithoutReason);
    expect(alone.length).toBeGreaterThan(0);
    for (const { line } of alone) expect(linePlain(line)).toMatch(/→ 1a, without a reason$/);
  });
});
