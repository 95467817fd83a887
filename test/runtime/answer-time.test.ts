import { expect, test } from 'vitest';
import { answerTimeIn } from '../../src/runtime/answer-time.ts';

// It is 15:20 on a Friday in Berlin.
const NOW = Date.UTC(2026, 10, 20, 14, 20);
const BERLIN = 'Europe/Berlin';

test.each([
  ['2 h', { answerMs: 7_200_000 }],
  ['90 min', { answerMs: 5_400_000 }],
  ['until 18:00', { answerUntil: Date.UTC(2026, 10, 20, 17) }],
  [' Until  tomorrow 10:00 ', { answerUntil: Date.UTC(2026, 10, 21, 9) }],
  ['tomorrow 10:00', { answerUntil: Date.UTC(2026, 10, 21, 9) }],
  ['until 2026-11-25 08:30', { answerUntil: Date.UTC(2026, 10, 25, 7, 30) }],
])('A7: “%s” is understood in the zone of the person', (written, expected) => {
  expect(answerTimeIn(written, NOW, BERLIN)).toEqual(expected);
});

test.each([
  ['until 10:00', /^2026-11-20 10:00 is past\. Understood is, for example, until 2026-11-21 10:00\.$/],
  ['until 2026-11-19 18:00', /is past\. .* until 2026-11-20 18:00\.$/],
  ['until 2026-12-24 18:00', /at most 7 days/],
  ['9999 h', /at most 7 days/],
  ['0 h', /Write it like 2 h/],
  ['soon', /^“soon” is not understood\. Write it like 2 h, 90 min, until 18:00/],
  ['until 25:00', /is not understood/],
  ['until 2026-02-30 10:00', /is not understood/],
  ['until tomorrow 10:00 please', /is not understood/],
  ['', /is not understood/],
])('A7: “%s” is refused with what would be understood', (written, expected) => {
  expect(answerTimeIn(written, NOW, BERLIN)).toEqual({ problem: expect.stringMatching(expected) });
});

test.each([
  ['comes twice', Date.UTC(2026, 9, 24, 10), 'until tomorrow 02:30', '2026-10-25 04:30'],
  ['does not come', Date.UTC(2026, 2, 28, 10), 'until tomorrow 02:30', '2026-03-29 04:30'],
])('A7: a time that %s, because clocks change, is refused', (how, now, written, other) => {
  const problem = expect.stringMatching(new RegExp(`02:30 ${how} in Europe/Berlin.*until ${other}`));
  expect(answerTimeIn(written, now, BERLIN)).toEqual({ problem });
});
