import { describe, expect, test } from 'vitest';
import { sha256Of } from '../../../src/foundation/digest.ts';
import type { CitedLines } from '../../../src/presentation/cited-lines.ts';
import type { PlaceFinding } from '../../../src/presentation/record-check.ts';
import {
  type Change,
  type FileText,
  findChangedPlaces,
} from '../../../src/record/decisions/check-records.ts';
import type { RepositoryRecord } from '../../../src/record/decisions/read-record.ts';

const FILE = 'a.ts';
const TEXT = 'top\nfirst cited\nsecond cited\nbottom\n';
const SOURCE = 'c'.repeat(40);

type Files = Readonly<Record<string, string | { readonly why: string }>>;

const CITED_TEXT = 'first cited\nsecond cited\n';

/** The lines 2 and 3 of `FILE`, as in `TEXT`. */
const CITED: CitedLines = {
  path: FILE,
  from: 2,
  to: 3,
  sha256: sha256Of('first cited\nsecond cited'),
  sentences: [1],
  says: 'Keep it.',
  because: 'It works.',
};

function recordOf(...cited: readonly CitedLines[]): RepositoryRecord {
  const named = { path: 'docs/decisions/0001-a.md', number: '0001', title: 'A', sentence: 'Keep it.' };
  return {
    ...named,
    status: 'accepted',
    successor: Number.NaN,
    designId: null,
    commit: SOURCE,
    cited,
    dissents: [],
  };
}

/** What became of a record's places between these two states of a repository. */
async function became(
  before: Files | null,
  after: Files,
  { record = recordOf(CITED), renamed = {}, source = {} as Files } = {},
): Promise<Partial<PlaceFinding>[]> {
  const textOf = (files: Files, path: string): FileText => {
    const file = files[path];
    return file === undefined ? null : typeof file === 'string' ? { text: file } : file;
  };
  const targets: Readonly<Record<string, string>> = renamed;
  const changes = Object.keys(before ?? {})
    .filter((path) => before?.[path] !== after[path])
    .map((from): Change => ({ from, to: targets[from] ?? (from in after ? from : null) }));
  const added = Object.keys(after)
    .filter((path) => !(path in (before ?? {})) && !Object.values(targets).includes(path))
    .map((to): Change => ({ from: null, to }));
  const commits: Readonly<Record<string, Files>> = { base: before ?? {}, head: after, [SOURCE]: source };
  const found = await findChangedPlaces([record], {
    head: 'head',
    base: before === null ? null : 'base',
    changes: [...changes, ...added],
    paths: new Set(Object.keys(after)),
    texts: async (names) =>
      new Map(
        names.map((name) => {
          const [commit = '', ...path] = name.split(':');
          return [name, textOf(commits[commit] ?? {}, path.join(':'))];
        }),
      ),
  });
  return (found.get(record) ?? []).map(({ is, at, why }) => ({ is, at, why }));
}

const at = (path: string, from: number, to = from + 1) => ({ path, from, to });
const touched = (where: object) => [{ is: 'touched', at: where, why: '' }];
const moved = (where: object) => [{ is: 'moved', at: where, why: '' }];

describe('between two commits', () => {
  test.each<[string, string, object[]]>([
    ['another line', TEXT.replace('top', 'other'), []],
    ['the line below', TEXT.replace('bottom', 'other'), []],
    ['line ends', TEXT.replaceAll('\n', '\r\n'), []],
    ['a cited line', TEXT.replace('first', 'FIRST'), touched(at(FILE, 2))],
    ['a line put between', TEXT.replace('second', 'new\nsecond'), touched(at(FILE, 2))],
    ['a cited line removed', TEXT.replace('first cited\n', ''), touched(at(FILE, 2))],
    ['a line above, and a cited one', `new\n${TEXT.replace('first', 'FIRST')}`, touched(at(FILE, 3))],
    ['lines above', `new\nnew\n${TEXT}`, moved(at(FILE, 4))],
    ['all of it', 'x\n', touched(at(FILE, 1, 1))],
  ])('a change of %s', async (_, after, expected) => {
    expect(await became({ [FILE]: TEXT }, { [FILE]: after })).toEqual(expected);
  });

  const twice = `${TEXT}${TEXT}`;
  test('of equal lines the cited ones count, wherever others go', async () => {
    expect(await became({ [FILE]: twice }, { [FILE]: TEXT })).toEqual([]);
    const first = twice.replace('first', 'FIRST');
    expect(await became({ [FILE]: twice }, { [FILE]: first })).toEqual(touched(at(FILE, 2)));
  });

  test('a file that is gone, or is no text any more, is named with the reason', async () => {
    expect(await became({ [FILE]: TEXT }, {})).toEqual([{ is: 'gone', at: null, why: '' }]);
    for (const why of ['the file is binary', 'it is no file there'])
      expect(await became({ [FILE]: TEXT }, { [FILE]: { why } })).toEqual([
        { is: 'touched', at: at(FILE, 1, 1), why },
      ]);
    const pointer = 'version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 1\n';
    expect(await became({ [FILE]: TEXT }, { [FILE]: pointer })).toMatchObject([{ is: 'touched' }]);
  });

  test('what was no text before the change either is said, and is not this change’s', async () => {
    const binary = { why: 'the file is binary' };
    expect(await became({ [FILE]: binary }, { [FILE]: 'now text\n' })).toMatchObject([
      { is: 'unreadable', why: 'the file is binary' },
    ]);
  });

  test('lines in a renamed file or in another one have moved', async () => {
    const renamed = { renamed: { [FILE]: 'b.ts' } };
    expect(await became({ [FILE]: TEXT }, { 'b.ts': TEXT }, renamed)).toEqual(moved(at('b.ts', 2)));
    const both = { [FILE]: 'top\nbottom\n', 'c.ts': `new\n${TEXT}` };
    expect(await became({ [FILE]: TEXT }, both)).toEqual(moved(at('c.ts', 3)));
    const copied = { [FILE]: 'top\nbottom\n', 'c.ts': `new\n${TEXT}` };
    expect(await became({ [FILE]: TEXT, 'c.ts': TEXT }, copied)).toMatchObject([{ is: 'touched' }]);
  });

  test.each<[string, Files]>([
    ['a new file', { [FILE]: TEXT.replace('first', 'FIRST'), 'copy.ts': TEXT }],
    ['the same file', { [FILE]: `${TEXT.replace('first', 'FIRST')}new\nnew\n${CITED_TEXT}` }],
    [
      'a new file, where one line less stands',
      { [FILE]: TEXT.replace('first cited\n', ''), 'copy.ts': TEXT },
    ],
    ['a new file, in another order', { [FILE]: 'top\nsecond cited\nfirst cited\nbottom\n', 'c.ts': TEXT }],
    ['a new file, while theirs is binary', { [FILE]: { why: 'the file is binary' }, 'copy.ts': TEXT }],
  ])('lines that changed are touched although a copy is in %s', async (_, after) => {
    expect(await became({ [FILE]: TEXT }, after)).toMatchObject([{ is: 'touched', at: { path: FILE } }]);
  });

  test('the copy of lines that changed is mentioned', async () => {
    const copied = { [FILE]: TEXT.replace('first', 'FIRST'), 'copy.ts': TEXT };
    expect(await became({ [FILE]: TEXT }, copied)).toMatchObject([
      { why: expect.stringContaining('copy.ts:2-3') },
    ]);
  });

  test('lines that moved with all around them, beside other changes, have moved', async () => {
    const [block, rest] = [`start {\n${TEXT}}\n`, 'one\n\nend {\n}\n'];
    const before = { [FILE]: `zero\n\n${block}\n${rest}` };
    const other = `ZERO\n${rest.replace('end', 'END')}new\n`;
    const after = { [FILE]: other.replace('ZERO', 'zero'), 'b.ts': block };
    expect(await became(before, after)).toEqual(moved(at('b.ts', 3)));
    expect(await became(before, { [FILE]: `zero\n${rest}new\n${block}` })).toEqual(moved(at(FILE, 9)));
  });

  test('lines that leave a file that goes have moved', async () => {
    expect(await became({ [FILE]: TEXT }, { 'b.ts': `new\n${TEXT}` })).toEqual(moved(at('b.ts', 3)));
  });

  test('a long range that is found nowhere is not searched line by line, and that is said', async () => {
    const rows = (word: string) => Array.from({ length: 40_000 }, (_, at) => `${word} ${at}\n`).join('');
    const record = recordOf({ ...CITED, from: 1, to: 10_000 });
    expect(await became({ [FILE]: rows('a') }, { [FILE]: rows('b') }, { record })).toMatchObject([
      { is: 'unreadable', why: expect.stringContaining('too many lines') },
    ]);
    expect(await became(null, { [FILE]: rows('a') }, { record })).toMatchObject([{ is: 'unreadable' }]);
  });

  test('lines that moved to another file earlier are followed there', async () => {
    const changed = { 'b.ts': TEXT.replace('first', 'FIRST') };
    expect(await became({ 'b.ts': TEXT }, changed)).toEqual(touched(at('b.ts', 2)));
  });

  test('lines that had changed before are not this change’s', async () => {
    const before = TEXT.replace('first', 'FIRST');
    expect(await became({ [FILE]: before }, { [FILE]: before.replace('second', 'SECOND') })).toEqual([
      { is: 'before', at: null, why: '' },
    ]);
  });

  test('lines without a hash are those of the record’s commit, or else of the same numbers', async () => {
    const record = recordOf({ ...CITED, sha256: undefined });
    const [before, after] = [`new\n${TEXT}`, `new\n${TEXT.replace('first', 'FIRST')}`];
    const source = { [FILE]: TEXT };
    expect(await became({ [FILE]: before }, { [FILE]: after }, { record, source })).toEqual(
      touched(at(FILE, 3)),
    );
    expect(await became({ [FILE]: TEXT }, { [FILE]: after }, { record })).toMatchObject([
      { is: 'touched', why: expect.stringContaining('no hash') },
    ]);
    expect(await became({ [FILE]: TEXT }, { [FILE]: TEXT.replace('bottom', '') }, { record })).toEqual([]);
  });

  test('two places of one record are told apart', async () => {
    const other = { ...CITED, from: 4, to: 4, sha256: sha256Of('bottom') };
    const record = recordOf(CITED, other);
    expect(await became({ [FILE]: TEXT }, { [FILE]: TEXT.replace('bottom', 'new') }, { record })).toEqual(
      touched(at(FILE, 4, 4)),
    );
  });
});

describe('by the hashes alone', () => {
  test.each<[string, Files, object[]]>([
    ['stand', { [FILE]: TEXT }, []],
    ['moved', { [FILE]: `new\n${TEXT}` }, moved(at(FILE, 3))],
    ['changed', { [FILE]: 'x\n' }, touched(at(FILE, 1, 1))],
    ['are gone', {}, [{ is: 'gone', at: null, why: '' }]],
    [
      'are binary',
      { [FILE]: { why: 'the file is binary' } },
      [{ is: 'touched', at: at(FILE, 1, 1), why: 'the file is binary' }],
    ],
  ])('lines that %s', async (_, after, expected) => {
    expect(await became(null, after)).toEqual(expected);
  });

  test('without a hash nothing is said to have changed', async () => {
    const record = recordOf({ ...CITED, sha256: undefined });
    expect(await became(null, { [FILE]: 'x\n' }, { record })).toMatchObject([{ is: 'unreadable' }]);
  });
});
