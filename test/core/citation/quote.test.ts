import { expect, it } from 'vitest';
import { hasQuote, placesOf, saysSomething } from '../../../src/core/citation/quote.ts';

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

it.each([
  ['three words', 'we retry once'],
  ['three words of code', 'const retry = "once"'],
  ['one long name', 'maxRetriesBeforeGivingUp'],
  ['words of a script without blanks', '再试一次然后放弃'],
  ['words that are written from right to left', 'התור נשמר בזיכרון'],
  ['words over two lines', 'retry\n  once\n  only'],
])('J4: a quotation says something: %s', (_, quote) => {
  expect(saysSomething(quote)).toBe(true);
});

it.each([
  ['a brace', '}'],
  ['a letter', 'e'],
  ['two keywords', 'export const'],
  ['many signs', '});\n  }\n}\n===================='],
  ['a short call', 'retry();'],
  ['one word of a script without blanks', '再试'],
])('J4: a quotation says nothing: %s', (_, quote) => {
  expect(saysSomething(quote)).toBe(false);
});

it('counts each place of a quotation in a text, in one line too', () => {
  expect(placesOf('a b c, a b c\na b c', 'a b c')).toBe(3);
  expect(placesOf('once\r\nagain'.replaceAll('\r\n', '\n'), 'once\r\nagain')).toBe(1);
  expect(placesOf('a b', 'c')).toBe(0);
});
