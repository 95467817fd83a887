import { existsSync, globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { commentsOf, type Passage, ROOT, sourceFiles, testTitlesOf } from './source.ts';

const PAGE = 'test/house/rules.md';
const ID = /\b[CTPDAJ]\d+\b/g;
/** A title that begins with one rule or several: `C18, P4: killed when …`. */
const TITLE_IDS = /^(?:[CTPDAJ]\d{1,2}, )*[CTPDAJ]\d{1,2}(?=:)/;

interface Rule {
  readonly id: string;
  readonly text: string;
  readonly isToCome: boolean;
}

const rules = rulesOf(readFileSync(join(ROOT, PAGE), 'utf8'));
const citing = (folder: string) =>
  sourceFiles(folder).filter(({ text }) => text.search(/\b[CTPDAJ]\d+\b/) >= 0);
const commentsInSource = citing('src').flatMap(commentsOf);
const tests = [...citing('test'), ...citing('bench')];
const titles = tests.flatMap(testTitlesOf);
/** In `npm test`. */
const soonTested = titles.filter(({ path }) => !/\.(?:full|night)\.test\.ts$/.test(path));
const tested = new Set(soonTested.flatMap(({ text }) => idsIn(TITLE_IDS.exec(text)?.[0] ?? '')));

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

  test('every rule that holds has a test whose name begins with its id', () => {
    expect(rules.filter(({ id, isToCome }) => !isToCome && !tested.has(id)).map(({ id }) => id)).toEqual([]);
  });

  test('every rule that holds says where it is kept, and whatever is named exists', () => {
    const named = rules.map((rule) => ({ ...rule, paths: pathsIn(rule.text) }));
    expect(named.filter(({ isToCome, paths }) => !isToCome && paths.length === 0)).toEqual([]);
    const missing = named.flatMap(({ id, paths }) =>
      paths.filter((path) => !existsSync(join(ROOT, path))).map((path) => `${id}: ${path}`),
    );
    expect(missing).toEqual([]);
  });

  test('what is to come is neither claimed by the source nor tested: it is to come no more', () => {
    const toCome = new Set(rules.filter(({ isToCome }) => isToCome).map(({ id }) => id));
    expect(places(commentsInSource, (id) => toCome.has(id))).toEqual([]);
    expect([...toCome].filter((id) => tested.has(id))).toEqual([]);
  });
});

/** One for each entry `- **C3** …` of the page, with the lines that belong to it. */
function rulesOf(page: string): Rule[] {
  const entries = page.split(/^(?=- |#)/m).filter((part) => /^- \*\*[CTPDAJ]\d{1,2}\*\* /.test(part));
  return entries.map((text) => ({
    id: idsIn(text)[0] ?? '',
    text,
    isToCome: /^- \*\*\w+\*\* \*To come\.\*/.test(text),
  }));
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

function pathsIn(text: string): string[] {
  return [...text.matchAll(/`((?:(?:src|test|docs|personas|migrations)\/|package|biome)[\w./-]+)`/g)].map(
    ([, path]) => path ?? '',
  );
}
