import { describe, expect, test } from 'vitest';
import { sourceFiles } from './source.ts';

/** Words of facts that once stood in many files each, and the one file in which they are. */
const ONE_PLACE: Record<string, readonly [words: RegExp, file: string]> = {
  'a dissent': [/\} dissents|dissents, verbatim/, 'src/core/telling/facts/signature.ts'],
  'a move without a reason': [/(?<!rejected )without (?:giving )?a reason/, 'src/core/vocabulary/words.ts'],
  'a change of position': [
    /\b(?:switches|still holds|goes over|stays (?:at|with))\b/,
    'src/core/telling/facts/difference.ts',
  ],
  'a lost persona': [/was lost\$\{|lost its session/, 'src/core/telling/facts/loss.ts'],
  'an assumption': [/['`]assumed:/i, 'src/core/telling/facts/question.ts'],
  'money spent': [/\bcost unknown\b/, 'src/core/vocabulary/figures.ts'],
  'a gate': [/accepted the decision as it is|If nobody decides by/, 'src/core/telling/facts/gate.ts'],
};

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
    expect(users.map(({ path }) => path)).toEqual(['src/core/telling/render/markdown.ts']);
  });
});
