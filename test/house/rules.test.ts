import { existsSync, globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { commentsOf, type Passage, ROOT, sourceFiles, testTitlesOf } from './source.ts';

const PAGE = 'docs/rules.md';
const MOST_WORDS = 25;
const ID = /\b[CTPDAJ]\d+\b/g;
const HEAD = '| id | rule | file | test |';
/** Id, sentence, file, test. */
const ROW = /^\| ([CTPDAJ]\d{1,2}) \| ([^|]+) \| `([^`|]+)` \| `(test\/[^`|]+)` \|$/;
/** A title that begins with one rule or several: `C18, P4: killed when …`. */
const TITLE_IDS = /^(?:[CTPDAJ]\d{1,2}, )*[CTPDAJ]\d{1,2}(?=:)/;

interface Rule {
  readonly id: string;
  readonly sentence: string;
  readonly file: string;
  readonly test: string;
}

const page = readFileSync(join(ROOT, PAGE), 'utf8');
const rules = rulesOf(page);
const citing = (folder: string) =>
  sourceFiles(folder).filter(({ text }) => text.search(/\b[CTPDAJ]\d+\b/) >= 0);
const commentsInSource = citing('src').flatMap(commentsOf);
const tests = [...citing('test'), ...citing('bench')];
const titles = tests.flatMap(testTitlesOf);
/** Without what only a nightly or a whole run has. */
const soonTested = titles.filter(({ path }) => !/\.(?:full|night)\.test\.ts$/.test(path));

describe('the rules', () => {
  test('each is defined once', () => {
    expect(rules.length).toBeGreaterThan(0);
    expect(rules.map(({ id }) => id).filter((id, index, all) => all.indexOf(id) < index)).toEqual([]);
  });

  test('every id that is cited is defined', () => {
    const defined = new Set(rules.map(({ id }) => id));
    const cited = [...commentsInSource, ...titles, ...tests.flatMap(commentsOf), ...documents()];
    expect(places(cited, (id) => !defined.has(id))).toEqual([]);
  });

  test('a comment says the rule in words, and its id after it in parentheses', () => {
    const bare = commentsInSource.map((comment) => ({
      ...comment,
      text: comment.text.replaceAll(/\([^()]*\)|`[^`]*`/g, ''),
    }));
    expect(places(bare, () => true)).toEqual([]);
    expect(commentsInSource.filter(({ text }) => /^\W*\([^()]*\)\W*$/.test(text))).toEqual([]);
  });

  test('every line of the table is a rule, in one sentence of at most 25 words', () => {
    const lines = page.split('\n').filter((line) => line.startsWith('| ') && line !== HEAD);
    expect(lines.filter((line) => !ROW.test(line))).toEqual([]);
    const long = rules.filter(({ sentence }) => !isShortSentence(sentence));
    expect(long.map(({ id }) => id)).toEqual([]);
  });

  test.each([
    ['has a second sentence', 'One stands here. Two stand here.'],
    ['begins with a small letter', 'one stands here.'],
    ['has no full stop', 'One stands here'],
    ['has 26 words', `${'Word '.repeat(MOST_WORDS)}more.`],
  ])('a rule that %s is refused', (_, sentence) => {
    expect(isShortSentence(sentence)).toBe(false);
  });

  test('the file that each rule names is there, and cites it', () => {
    expect(rules.filter((rule) => !isCitedIn(rule)).map(({ id, file }) => `${id}: ${file}`)).toEqual([]);
  });

  test('the test that each rule names has a title that begins with its id, and runs in npm test', () => {
    const untested = rules.filter(
      (rule) =>
        !soonTested.some(({ path, text }) => path === rule.test && titleIdsIn(text).includes(rule.id)),
    );
    expect(untested.map(({ id, test: path }) => `${id}: ${path}`)).toEqual([]);
  });
});

function isShortSentence(text: string): boolean {
  return /^[A-Z`][^.]*\.$/.test(text.replaceAll(/`[^`]*`/g, '`')) && text.split(/\s+/).length <= MOST_WORDS;
}

/** A folder, or a file that has no comments, keeps its rule as a whole and cites none. */
function isCitedIn({ id, file }: Rule): boolean {
  const path = join(ROOT, file);
  if (!existsSync(path)) return false;
  return !/\.(?:ts|mjs)$/.test(file) || idsIn(readFileSync(path, 'utf8')).includes(id);
}

function rulesOf(text: string): Rule[] {
  return text.split('\n').flatMap((line) => {
    const [, id = '', sentence = '', file = '', path = ''] = ROW.exec(line) ?? [];
    return id === '' ? [] : [{ id, sentence, file, test: path }];
  });
}

function documents(): Passage[] {
  const names = globSync(['*.md', '{docs,personas,src,test,eval,bench}/**/*.md'], {
    cwd: ROOT,
    exclude: ['**/node_modules/**'],
  });
  return names.flatMap((path) =>
    readFileSync(join(ROOT, path), 'utf8')
      .split('\n')
      .map((text, index) => ({ path, line: index + 1, text })),
  );
}

function places(passages: readonly Passage[], isWrong: (id: string) => boolean): string[] {
  return passages.flatMap(({ path, line, text }) =>
    idsIn(text)
      .filter(isWrong)
      .map((id) => `${path}:${line} ${id}`),
  );
}

function idsIn(text: string): string[] {
  return text.match(ID) ?? [];
}

function titleIdsIn(title: string): string[] {
  return idsIn(TITLE_IDS.exec(title)?.[0] ?? '');
}
