import { expect, test } from 'vitest';
import { drawStartedTail } from '../../../src/presentation/lists.ts';

test('who started a design and when stands behind its topic, on the clock of the person who reads it', () => {
  const startedAt = Date.UTC(2026, 10, 22, 23, 25);
  const tail = (at: number, utcOffsetMs?: number, startedBy = 'Ana') =>
    drawStartedTail({ startedBy, startedAt }, { at, utcOffsetMs });
  expect(tail(startedAt)).toBe(' · Ana, 23:25 UTC');
  expect(tail(startedAt, 7_200_000)).toBe(' · Ana, 01:25');
  expect(tail(startedAt + 86_400_000, 7_200_000)).toBe(' · Ana, 23 Nov 2026, 01:25');
  expect(tail(startedAt, 0, 'Ana '.repeat(50))).toMatch(/^ · (?:Ana ?)+…, 23:25$/);
  expect(tail(startedAt, 0, 'Ana '.repeat(50)).length).toBeLessThan(40);
});
