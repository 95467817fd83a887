import { expect, it } from 'vitest';
import { hasQuote } from '../../../src/core/citation/quote.ts';

const LINES = ['  const retry = "once";', '\treturn retry;'];

it.each([
  ['a part of a line', 'retry = "once"'],
  ['a whole line', '  const retry = "once";'],
  ['what goes over two lines', '"once";\n\treturn'],
  ['line ends of another system', '"once";\r\n\treturn'],
])('a quotation is found: %s', (_, quote) => {
  expect(hasQuote(LINES, quote)).toBe(true);
});

it.each([
  ['other quotation marks', 'retry = “once”'],
  ['upper case', 'CONST retry'],
  ['no indentation between two lines', '"once"; return retry;'],
  ['other words', 'retry = "twice"'],
  ['a mark of omission', 'const … "once"'],
])('a quotation is not found: %s', (_, quote) => {
  expect(hasQuote(LINES, quote)).toBe(false);
});
