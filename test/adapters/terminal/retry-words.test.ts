import { expect, test } from 'vitest';
import { retryWords } from '../../../src/adapters/terminal/retry-words.ts';

const ENDED = {
  status: 'cancelled' as const,
  endedAt: '2026-11-20T09:00:00.000Z',
  rehearsal: true,
  replies: [],
  seals: [],
  outcome: null,
};
const REPLY = { id: 'm1', author: 'Ben', answers: [], unmatched: false, other: '', notKnown: [] };
const UNSURE = { headline: '', facts: [], stoppedBecause: null, reasons: ['low_confidence' as const] };
const seal = (revealed: boolean) => ({ persona: 'subtractor', sha256: 'a', revealed });

test.each([
  ['it still runs', { endedAt: null, status: 'running' as const }, true],
  ['it met every check', { status: 'completed' as const }, true],
  ['it was a rehearsal, and another run would be none', {}, false],
  ['it was no rehearsal, and another run would be one', { rehearsal: false }, true],
  ['the files of all its personas are gone', { status: 'completed' as const, outcome: UNSURE }, true],
  ['the files of all its personas are gone', {}, true],
])(
  'A6: of all that keeps a design from being run again, the one that does is said: %s',
  (why, of, isRehearsing) => {
    expect(retryWords({ ...ENDED, ...of }, 'disabled_by_policy', isRehearsing)).toBe(
      `It cannot be run again: ${why}.`,
    );
  },
);

test.each([
  ['there are no answers or proposals to carry over', [], []],
  ['what people said is carried over', [REPLY], []],
  ['what people said and 2 proposals are carried over', [REPLY], [seal(true), seal(false)]],
])('A6: a preview says what there is to carry over: %s', (what, replies, seals) => {
  expect(retryWords({ ...ENDED, replies, seals }, 'retry', true)).toBe(`It can be run again; ${what}.`);
});

test('A6: the other reasons are said as they are', () => {
  expect(retryWords(ENDED, 'permanent_error', true)).toContain('would go wrong again');
  expect(retryWords(ENDED, 'a_reason_of_later', true)).toBe('a_reason_of_later');
});
