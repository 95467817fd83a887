import { describe, expect, it } from 'vitest';
import { hasQuote, occurrencesOf, saysSomething, widenQuote } from '#core/proposals/quote.ts';

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

it('each place of a quotation in a text is counted, in one line too', () => {
  expect(occurrencesOf('a b c, a b c\na b c', 'a b c')).toBe(3);
  expect(occurrencesOf('once\r\nagain'.replaceAll('\r\n', '\n'), 'once\r\nagain')).toBe(1);
  expect(occurrencesOf('a b', 'c')).toBe(0);
});

describe('J4: a quotation of a source is widened to what it was cut out of', () => {
  const widened = (path: string, lines: readonly string[], quote: string, at = 0) =>
    widenQuote(quote, path, lines, at);

  it.each([
    [
      'a sentence',
      ['It is old. We must not use Redis. Ask Ana.'],
      'use Redis',
      'We must not use Redis.',
    ],
    [
      'a sentence that begins a line above',
      ['# Queue', '', 'We must in no case', 'use Redis for receipts.', 'Mails may wait.'],
      'use Redis for receipts',
      'We must in no case\nuse Redis for receipts.',
    ],
    [
      'words of two sentences',
      ['It is old. We must not', 'use Redis. Not even', 'for mails. Ask Ana.'],
      'use Redis. Not even',
      'We must not\nuse Redis. Not even\nfor mails.',
    ],
    [
      'an item under the line that leads to it',
      ['Nobody may:', '- use Redis', '- call the API'],
      'use Redis',
      'Nobody may:\n- use Redis\n- call the API',
    ],
    [
      'an abbreviation',
      ['We must not use e.g. Redis. Ask Ana.'],
      'Redis',
      'We must not use e.g. Redis.',
    ],
    [
      'a whole sentence',
      ['We must not use Redis.'],
      'We must not use Redis.',
      'We must not use Redis.',
    ],
    ['words that do not stand there', ['Nothing of the kind.'], 'use Redis', 'use Redis'],
  ])('J4: in prose: %s', (_, lines, quote, whole) => {
    expect(widened('docs/queue.md', lines, quote)).toBe(whole);
  });

  it.each([
    [
      'a line',
      ['export const queue = !isRedis();', 'run();'],
      'isRedis()',
      'export const queue = !isRedis();',
    ],
    [
      'two lines',
      ['if (!isOpen) {', '  retry();', '}'],
      'isOpen) {\n  retry()',
      'if (!isOpen) {\n  retry();',
    ],
    [
      'a comment over two lines',
      ['run();', '// We must not', '// use Redis. It forgets.', 'stop();'],
      'use Redis',
      '// We must not\n// use Redis.',
    ],
  ])('J4: in code: %s', (_, lines, quote, whole) => {
    expect(widened('src/queue.ts', lines, quote)).toBe(whole);
  });

  it('J4: the words at the cited line count, not the same words above it', () => {
    const lines = ['We use Redis.', '', 'We must not use Redis.'];
    expect(widened('README.md', lines, 'use Redis', 2)).toBe('We must not use Redis.');
  });

  it('J4: of a sentence that is too long what stands before the words is kept, with a mark', () => {
    const words = 'and so on '.repeat(60).trim();
    expect(widened('README.md', ['Never', 'use Redis', words], 'use Redis')).toBe(
      'Never\nuse Redis …',
    );
    const late = widened('README.md', [`Never ${words} use Redis ${words}`], 'use Redis');
    expect(late).toMatch(/^Never and so .* … .* so on use Redis …$/);
    expect(late.length).toBeLessThanOrEqual(400);
  });
});
