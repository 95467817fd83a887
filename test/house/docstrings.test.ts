import { expect, test } from 'vitest';
import { sourceFiles } from './source.ts';

const COMMENTS = /\/\*[\s\S]*?\*\/|(?<=^|\s)\/\/.*$/gm;
/** What a docstring explains under its name, such as a parameter: the name in backticks, and a colon. */
const EXPLAINED = /`(?!(?:null|true|false)`)([a-z]\w*)`:/g;
/** A name of code that a comment mentions, with a capital inside. */
const MENTIONED = /`([a-z]+[A-Z]\w*)`/g;

interface Text {
  readonly path: string;
  readonly text: string;
}

/** Names that comments use for something in the code that has another name there, or is gone. */
function findLostNames(files: readonly Text[]): string[] {
  const wordsOf = (text: string) => new Set(text.replaceAll(COMMENTS, ' ').match(/\w+/g));
  const words = new Map(files.map(({ path, text }) => [path, wordsOf(text)]));
  const everywhere = new Set([...words.values()].flatMap((each) => [...each]));
  return files.flatMap(({ path, text }) => {
    const comments = text.match(COMMENTS)?.join('\n') ?? '';
    const namesOf = (pattern: RegExp) => [...comments.matchAll(pattern)].map(([, name = '']) => name);
    const lost = [
      ...namesOf(EXPLAINED).filter((name) => words.get(path)?.has(name) !== true),
      ...namesOf(MENTIONED).filter((name) => !everywhere.has(name)),
    ];
    return lost.map((name) => `${path}: ${name}`);
  });
}

test('a comment calls what it explains as the code does', () => {
  const made = [
    {
      path: 'one.ts',
      text: '/** `limit`: at most so many. Like `readAll`. */\nfunction read(most: number) {}',
    },
    { path: 'other.ts', text: '// `most`: as in `readFile`.\nconst most = readFile;' },
  ];
  expect(findLostNames(made)).toEqual(['one.ts: limit', 'one.ts: readAll']);
  expect(findLostNames(sourceFiles('src'))).toEqual([]);
});
