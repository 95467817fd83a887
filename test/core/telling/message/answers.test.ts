import { expect, test } from 'vitest';
import { correctedDocument, startedTail } from '../../../../src/core/telling/message/answers.ts';
import { notificationOf } from '../../../../src/runtime/message/markdown.ts';

test('who started a design and when stands behind its topic, on the clock of the person who reads it', () => {
  const startedAt = Date.UTC(2026, 10, 22, 23, 25);
  const tail = (at: number, utcOffsetMs?: number, startedBy = 'Ana') =>
    startedTail({ startedBy, startedAt }, { at, utcOffsetMs });
  expect(tail(startedAt)).toBe(' · Ana, 23:25 UTC');
  expect(tail(startedAt, 7_200_000)).toBe(' · Ana, 01:25');
  expect(tail(startedAt + 86_400_000, 7_200_000)).toBe(' · Ana, 2026-11-23 01:25');
  expect(tail(startedAt, 0, 'Ana '.repeat(50))).toMatch(/^ · (?:Ana ?)+…, 23:25$/);
  expect(tail(startedAt, 0, 'Ana '.repeat(50)).length).toBeLessThan(40);
});

test.each([
  [
    'Q1',
    ['Q2', 'Q4', 'Q2'],
    'Noted: it answers Q1, and no longer Q2 and Q4. It stands under the questions, with your name.',
  ],
  ['Q1', ['Q1'], 'Noted: it answers Q1. It stands under the questions, with your name.'],
  [null, ['Q2', 'Q4'], 'Noted. It no longer answers Q2 and Q4.'],
  [null, [], 'Noted. It is not read as an answer.'],
] as const)(
  'J10: a person who says that a reply answers %s reads of which of %j that takes it away',
  (id, read, told) => {
    const answers = [
      { questionId: 'Q7', text: 'w' } as const,
      ...read.map((questionId) => ({ questionId, text: 'r', source: 'read' }) as const),
    ];
    const notification = notificationOf(correctedDocument({ answers }, id));
    expect(notification).toBe(told);
  },
);
