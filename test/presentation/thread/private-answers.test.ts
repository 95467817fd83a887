import { expect, test } from 'vitest';
import { drawStartedTail } from '#presentation/answers/lists.ts';

test('who started a design and when stands behind its topic', () => {
  const startedAt = Date.UTC(2026, 10, 22, 23, 25);
  const tail = (now: number, startedBy = 'Ana') => drawStartedTail({ startedBy, startedAt }, now);
  expect(tail(startedAt)).toBe(' · Ana, 23:25 UTC');
  expect(tail(startedAt + 86_400_000)).toBe(' · Ana, 22 Nov 2026, 23:25 UTC');
  expect(tail(startedAt, 'Ana '.repeat(50))).toMatch(/^ · (?:Ana ?)+…, 23:25 UTC$/);
  expect(tail(startedAt, 'Ana '.repeat(50)).length).toBeLessThan(45);
});
