import { expect, test } from 'vitest';
import {
  keep,
  limit,
  line,
  lines,
  quotation,
  shortenLine,
  shortenSections,
  trust,
  untrusted,
} from '#presentation/format/document.ts';
import { convertToPlain, plainOf } from '#presentation/format/plain-document.ts';

const WORDS = 'one two three four five six seven eight nine ten';

test('a message shows of each text as much as it says, and no more than there is room for', () => {
  const said = line`Our own words stay, however long they are: ${untrusted(WORDS, 20)}`;
  const room = (maxChars: number) => convertToPlain(shortenLine(said, maxChars)).split(': ')[1];
  expect([room(1_000), room(10)]).toEqual(['one two three four…', 'one two…']);
  expect(convertToPlain(said)).toContain(WORDS);
  expect(convertToPlain(shortenLine(limit(said, 15), 1_000))).toMatch(/one two three…$/);
});

test('what has to stay is cut to no less, and blocks beside it are cut', () => {
  const sections = [[...keep(40, lines(untrusted(WORDS))), quotation(WORDS)]];
  expect(shortenSections(sections, 10).map(plainOf).join()).toBe(
    'one two three four five six seven…\n\none two…',
  );
});

test('an answer loses its middle, since its end can turn its meaning around', () => {
  const answer = [{ ...untrusted(`${WORDS}, which is false`), isCutInside: true as const }];
  expect(convertToPlain(shortenLine(answer, 40))).toMatch(/^one two .* … .*which is false$/);
});

test.each([
  ['a new line', 'One\ntwo', 'One two'],
  ['a sign that turns the reading order around', 'invoice\u202egpj.exe', 'invoicegpj.exe'],
  ['a command of a terminal', '\u001b[2Jgone', '[2Jgone'],
])(
  'a text in a hole of a template is one harmless line, unless it is ours: %s',
  (_, text, shown) => {
    const others = line`Said: ${text}`;
    expect(others.map((piece) => (piece.kind === 'text' ? piece.text : '')).join('')).toBe(
      `Said: ${shown}`,
    );
    expect(line`${trust(text)}`).toEqual([trust(text)]);
  },
);
