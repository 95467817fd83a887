import { expect, test } from 'vitest';
import { cutText, isStorable } from '../../../src/core/vocabulary/text.ts';

test.each([
  ['', 3, ''],
  ['abc', 3, 'abc'],
  ['abcd', 3, 'abc'],
  ['ab🧭', 4, 'ab🧭'],
  ['ab🧭', 3, 'ab'],
  ['ab🧭cd', 4, 'ab🧭'],
  ['a\u0000b', 3, 'a\ufffdb'],
  ['\udc00\ud800', 2, '\ufffd\ufffd'],
])('P7: a text is cut to its bound, and to what can be stored: %j at %i', (text, bound, expected) => {
  expect(cutText(text, bound)).toBe(expected);
  expect(isStorable(cutText(text, bound))).toBe(true);
});

test('P7: a mark that does not fit into the bound is left out', () => {
  expect(cutText('abcdef', 5, '[…]')).toBe('ab[…]');
  expect(cutText('abcdef', 2, '[…]')).toBe('ab');
});
