import { expect, test } from 'vitest';
import { MENDED_CHARACTERS, readLooseJson } from '#turns/models/loose-json.ts';

test('A20: JSON in single quotes is mended up to a length, and one in double quotes is read beyond it', () => {
  const quoted = (characters: number, quote: string) => {
    const [begin, end] = [`{${quote}a${quote}: ${quote}`, `${quote}}`];
    return `${begin}${'x'.repeat(characters - begin.length - end.length)}${end}`;
  };
  expect(readLooseJson(quoted(MENDED_CHARACTERS, "'"))).toHaveProperty('a');
  expect(readLooseJson(quoted(MENDED_CHARACTERS + 1, "'"))).toBeUndefined();
  expect(readLooseJson(quoted(MENDED_CHARACTERS + 1, '"'))).toHaveProperty('a');
});
