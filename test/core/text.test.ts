import { expect, test } from 'vitest';
import { atMost } from '../../src/core/text.ts';

test.each([
  ['', 3, ''],
  ['abc', 3, 'abc'],
  ['abcd', 3, 'abc'],
  ['ab🧭', 4, 'ab🧭'],
  ['ab🧭', 3, 'ab\ufffd'],
  ['ab🧭cd', 4, 'ab🧭'],
])('a text is cut to its bound, and never to half a character: %j at %i', (text, bound, expected) => {
  expect(atMost(text, bound)).toBe(expected);
  expect(atMost(text, bound).isWellFormed()).toBe(true);
});
