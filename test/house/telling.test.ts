import { describe, expect, test } from 'vitest';
import { sourceFiles } from './source.ts';
import { ONE_PLACE } from './telling.ts';

/** Texts of the source, without comments and without the names of imported files. */
function literals(text: string): string {
  return text
    .replaceAll(/\/\*[\s\S]*?\*\//g, '')
    .replaceAll(/^\s*\/\/.*$/gm, '')
    .replaceAll(/^import .*$/gm, '');
}

describe('A19: each fact is put into words in one place', () => {
  const files = sourceFiles('src').map(({ path, text }) => ({ path, words: literals(text) }));

  test.each(Object.entries(ONE_PLACE))('A19: %s is worded in one file', (_, [words, file]) => {
    expect(files.filter((each) => words.test(each.words)).map(({ path }) => path)).toEqual([file]);
  });

  test('A19: only the renderer of Markdown escapes for it', () => {
    const users = sourceFiles('src').filter(({ text }) => text.includes("escape.ts'"));
    expect(users.map(({ path }) => path)).toEqual(['src/presentation/format/markdown.ts']);
  });
});
