import { expect, test } from 'vitest';
import { readFromString, readLooseJson } from '#turns/models/loose-json.ts';

test('A20: JSON in single quotes is mended up to a length, and one in double quotes is read beyond it', () => {
  const quoted = (characters: number, quote: string) => {
    const [begin, end] = [`{${quote}a${quote}: ${quote}`, `${quote}}`];
    return `${begin}${'x'.repeat(characters - begin.length - end.length)}${end}`;
  };
  expect(readLooseJson(quoted(200_000, "'"))).toHaveProperty('a');
  expect(readLooseJson(quoted(200_001, "'"))).toBeUndefined();
  expect(readLooseJson(quoted(200_001, '"'))).toHaveProperty('a');
});

test.each([
  ['5', 'int', 5],
  ['5', 'number', 5],
  ['True', 'boolean', true],
  ['[5]', 'array', [5]],
  ['5', 'array', undefined],
  ['true', 'int', undefined],
])('A20: %s in a string, where %s is expected, is read as %j', (text, expected, value) => {
  expect(readFromString(text, expected)).toEqual(value);
});
