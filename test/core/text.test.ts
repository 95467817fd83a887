import { expect, test } from 'vitest';
import { atMost, isStorable } from '../../src/core/text.ts';

test.each([
  ['', 3, ''],
  ['abc', 3, 'abc'],
  ['abcd', 3, 'abc'],
  ['ab🧭', 4, 'ab🧭'],
  ['ab🧭', 3, 'ab\ufffd'],
  ['ab🧭cd', 4, 'ab🧭'],
  ['a\u0000b', 3, 'a\ufffdb'],
  ['\udc00\ud800', 2, '\ufffd\ufffd'],
])('P7: a text is cut to its bound, and to what can be stored: %j at %i', (text, bound, expected) => {
  expect(atMost(text, bound)).toBe(expected);
  expect(isStorable(atMost(text, bound))).toBe(true);
});
