import { existsSync, globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { commentsOf, type Passage, ROOT, sourceFiles, testTitlesOf } from './source.ts';

const PAGE = 'test/rules.md';
const ID = /\b[CTPDAJ]\d+\b/g;
const HEAD = '| id | rule | file | test |';
/** Id, sentence, file, test. */
const ROW = /^\| ([CTPDAJ]\d{1,2}) \| [^|]+ \| `([^`|]+)` \| `(test\/[^`|]+)` \|$/;
/** A title that begins with one rule or several: `C18, P4: killed when …`. */
const TITLE_IDS = /^(?:[CTPDAJ]\d{1,2}, )*[CTPDAJ]\d{1,2}(?=:)/;

interface Rule {
  readonly id: string;
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
    expect(rules.map(({ id }) => id).filter((id, index, all) => all.indexOf(id) < index)).toEqual(
      [],
    );
  });

  test('every id that is cited is defined', () => {
    const defined = new Set(rules.map(({ id }) => id));
    const cited = [...titles, ...tests.flatMap(commentsOf), ...documents()];
    expect(places(cited, (id) => !defined.has(id))).toEqual([]);
  });

  test('the source gives its reasons in words, and cites no id', () => {
    // What is in backticks names something that people read: a question, a difference, a claim.
    const inWords = commentsInSource.map((comment) => ({
      ...comment,
      text: comment.text.replaceAll(/`[^`]*`/g, ''),
    }));
    expect(places(inWords, () => true)).toEqual([]);
  });

  test('every line of the table is a rule, with a file and a test', () => {
    const lines = page.split('\n').filter((line) => line.startsWith('| ') && line !== HEAD);
    expect(lines.filter((line) => !ROW.test(line))).toEqual([]);
  });

  test('the file that each rule names is there', () => {
    const lost = rules.filter(({ file }) => !existsSync(join(ROOT, file)));
    expect(lost.map(({ id, file }) => `${id}: ${file}`)).toEqual([]);
  });

  test('the test that each rule names has a title that begins with its id, and runs in test:all', () => {
    const untested = rules.filter(
      (rule) =>
        !soonTested.some(
          ({ path, text }) => path === rule.test && titleIdsIn(text).includes(rule.id),
        ),
    );
    expect(untested.map(({ id, test: path }) => `${id}: ${path}`)).toEqual([]);
  });
});

function rulesOf(text: string): Rule[] {
  return text.split('\n').flatMap((line) => {
    const [, id = '', file = '', path = ''] = ROW.exec(line) ?? [];
    return id === '' ? [] : [{ id, file, test: path }];
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
