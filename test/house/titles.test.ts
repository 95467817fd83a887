import { describe, expect, test } from 'vitest';
import { isNode, lineOf, nodes, type SourceFile, type SyntaxNode, sourceFiles } from './source.ts';

const MOST_WORDS = 20;
/** What is shown is named by the title itself: these point to the line above, which a list of failed tests does not have. */
const POINTING_BACK = /^(?:it|they|he|she|them|this|these|that|those|there|and|but|or|so|else|then)\b/;
const RULE_IDS = /^(?:[A-Z]\d+(?:, )?)+: /;
/** Of `test` and `it`; any other method is of something else that has one of these names. */
const VARIANTS = /^(?:each|for|only|skipIf|runIf|concurrent|sequential)$/;
const PLACEHOLDER = /%[sdijo]|\$\w+|\$\{[^}]*\}/;

interface Title {
  readonly place: string;
  readonly text: string;
}

const titles = sourceFiles('test').flatMap(titlesOf);

describe('the title of a test', () => {
  test('the titles of all tests are found', () => {
    expect(titles.length).toBeGreaterThan(3_000);
  });

  test(`a title has at most ${MOST_WORDS} words, its rules among them`, () => {
    expect(titles.filter(({ text }) => wordsOf(text) > MOST_WORDS)).toEqual([]);
  });

  test('a title names what it is about', () => {
    expect(titles.filter(({ text }) => isFragment(text))).toEqual([]);
  });

  test.each(['A1: it is refused', 'J10: they come later', 'and is refused again', 'manifest.json'])(
    '"%s" does not stand alone',
    (text) => {
      expect(isFragment(text)).toBe(true);
    },
  );

  test.each([
    "test('a title', () => {});",
    "test.each(cases)('a title', () => {});",
    "it.skipIf(late)('a title', async () => {});",
    "testBrowser('a title', () => {});",
  ])('the title in %s is found', (text) => {
    const file = { path: 'made-up/titles.ts', text, lines: text.split('\n') };
    expect(titlesOf({ ...file, path: `made-up/${text.length}.ts` })).toMatchObject([{ text: 'a title' }]);
  });
});

function wordsOf(text: string): number {
  return text
    .replaceAll(/\$\{[^}]*\}/g, 'X')
    .split(/\s+/)
    .filter(Boolean).length;
}

function isFragment(title: string): boolean {
  const text = title.replace(RULE_IDS, '');
  return POINTING_BACK.test(text) || (wordsOf(text) < 3 && !PLACEHOLDER.test(text));
}

function titlesOf(file: SourceFile): Title[] {
  return nodes(file).flatMap((node) => {
    if (node.type !== 'CallExpression' || !isTest(node.callee)) return [];
    const [title, body] = node.arguments as SyntaxNode[];
    if (title === undefined || body === undefined || !/^(?:Template)?Literal$/.test(title.type)) return [];
    const text = file.text.slice(title.start + 1, title.end - 1);
    return /^['"`]/.test(file.text.slice(title.start))
      ? [{ place: `${file.path}:${lineOf(file, title.start)}`, text }]
      : [];
  });
}

/** `test`, `it`, what `needing` returns for a need, and these for a table or a condition. */
function isTest(callee: unknown): boolean {
  if (!isNode(callee)) return false;
  if (callee.type === 'Identifier') return /^(?:it|test(?:[A-Z]\w*)?)$/.test(String(callee.name));
  if (callee.type !== 'MemberExpression') return isTest(callee.callee ?? callee.tag);
  return VARIANTS.test(String((callee.property as { name?: string }).name)) && isTest(callee.object);
}
