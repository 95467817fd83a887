import { expect, it } from 'vitest';
import { findQuote } from '../../../src/core/citation/quote.ts';

const LINES = ['  const retry = "once";', '\treturn retry;'];

it.each([
  ['a part of a line', 'retry = "once"'],
  ['a whole line', '  const retry = "once";'],
  ['what goes over two lines', '"once";\n\treturn'],
  ['line ends of another system', '"once";\r\n\treturn'],
])('verbatim: %s', (_, quote) => {
  expect(findQuote(LINES, quote)).toBe('verbatim');
});

it.each([
  ['other quotation marks', 'retry = “once”'],
  ['single ones', "retry = 'once'"],
  ['upper case', 'CONST retry'],
  ['other spaces', 'const  retry   = "once"'],
  ['no indentation between two lines', '"once"; return retry;'],
])('nearly: %s', (_, quote) => {
  expect(findQuote(LINES, quote)).toBe('nearly');
});

it.each([
  ['other words', 'retry = "twice"'],
  ['a word left out', 'const = "once"'],
  ['a mark of omission', 'const … "once"'],
])('absent: %s', (_, quote) => {
  expect(findQuote(LINES, quote)).toBe('absent');
});
