import { describe, expect, it } from 'vitest';
import { showPath } from '../../../src/adapters/git/path-name.ts';
import {
  blame,
  commitNamed,
  history,
  list,
  makeRepository,
  pin,
  read,
  refusal,
  search,
  text,
} from './repository-on-disk.ts';

const NOT_UTF8 = 'bytes that are not UTF-8';
const NAMES: readonly (readonly [string, Buffer])[] = [
  ['spaces', Buffer.from('a file with spaces.txt')],
  ['spaces at both ends', Buffer.from(' padded ')],
  ['quotes', Buffer.from(`"double" and 'single'.txt`)],
  ['a quote at either end', Buffer.from('"whole"')],
  ['a backslash', Buffer.from('back\\slash\\n.txt')],
  ['a line feed', Buffer.from('two\nlines.txt')],
  ['a tab', Buffer.from('a\ttab.txt')],
  ['a leading dash', Buffer.from('--output=stolen')],
  ['a leading colon', Buffer.from(':(glob)**')],
  ['glob characters', Buffer.from('a*?[b].txt')],
  ['shell characters', Buffer.from('$(touch stolen);`id`&|.txt')],
  ['unicode', Buffer.from('größe-日本-🙂.txt')],
  ['a direction override', Buffer.from('a\u202etxt.exe')],
  [NOT_UTF8, Buffer.from('caf\xe9.txt', 'latin1')],
  ['the character that stands for such bytes', Buffer.from('caf\ufffd.md')],
  ['a revision', Buffer.from('HEAD^{tree}@{1}')],
];

describe('names', () => {
  it.each(NAMES)('a name with %s is shown on one line', (_, name) => {
    expect(showPath(name.toString())).not.toMatch(/[\n\t\u202e]/);
  });

  it('files of all these names are listed, read, searched, blamed, and have their history', async () => {
    const folder = makeRepository({ 'x.txt': 'x\n' });
    const paths = NAMES.map(([, name]) => Buffer.concat([Buffer.from('in/'), name]));
    commitNamed(folder, paths, 'needle here\n');
    const pinned = await pin(folder);
    const listed = await text(pinned, ...list('in'));
    const found = await text(pinned, ...search('needle'));
    for (const [kind, name] of NAMES) {
      const path = showPath(`in/${name}`);
      expect(listed, kind).toContain(`\n${showPath(String(name))}`);
      expect(found, kind).toContain(`\n${path}:1: needle here`);
      expect(await text(pinned, ...read(path)), kind).toContain('1: needle here');
      expect(await text(pinned, ...search('needle', path)), kind).toContain(`\n${path}:1: needle here`);
      if (kind === NOT_UTF8) {
        expect(await refusal(pinned, ...history(path))).toContain('is not UTF-8');
        expect(await refusal(pinned, ...blame(path))).toContain('is not UTF-8');
        continue;
      }
      expect(await text(pinned, ...history(path)), kind).toMatch(/1 commit up to.*\n.*Odd names/);
      expect(await text(pinned, ...blame(path)), kind).toMatch(/1: [0-9a-f]{12} needle here/);
    }
  });

  it.each([
    ['bytes that are not UTF-8', ['caf\xe9.txt', 'caf\xe8.txt'], 'caf\ufffd.txt'],
    ['a line feed and its picture', ['a\n.txt', 'a\xe2\x90\x8a.txt'], 'a\u240a.txt'],
  ])('of several names that are shown alike none is taken: %s', async (_, names, shown) => {
    const folder = makeRepository({ 'x.txt': 'x\n' });
    const paths = names.map((name) => Buffer.from(`in/${name}`, 'latin1'));
    for (const path of paths) commitNamed(folder, [path], 'here\n');
    const pinned = await pin(folder);
    const path = `in/${shown}`;
    const said = `More than one name in in is shown as ${shown}`;
    expect(await refusal(pinned, ...list(path))).toContain(said);
    expect(await refusal(pinned, ...read(path))).toContain(said);
    expect(await refusal(pinned, ...search('here', path))).toContain(said);
    expect(await text(pinned, ...search('here', 'in'))).toContain('2 matches in 2 files');
    expect(await refusal(pinned, ...history(path))).toContain(said);
    expect(await refusal(pinned, ...blame(path))).toContain(said);
  });

  it('glob characters in a path mean themselves', async () => {
    const pinned = await pin(makeRepository({ 'src/a.ts': 'x', 'src/b.ts': 'y' }));
    expect(await refusal(pinned, ...read('src/?.ts'))).toContain('There is no');
    expect(await refusal(pinned, ...history(':(glob)src/*.ts'))).toContain('There is no');
    expect(await refusal(pinned, ...history('src/*.ts'))).toContain('There is no');
  });

  it('a name that ends with a star is itself before it is a beginning', async () => {
    const folder = makeRepository({ 'x.txt': 'x\n' });
    commitNamed(folder, [Buffer.from('odd*/file')], 'y');
    expect(await text(await pin(folder), ...list('odd*'))).toContain('odd*: 1 entry');
  });

  it('a link to a name with a line feed is shown on one line', async () => {
    const folder = makeRepository({ 'x.txt': 'x\n' });
    commitNamed(folder, [Buffer.from('link')], 'two\nlines', '120000');
    expect(await refusal(await pin(folder), ...read('link'))).toContain('a symbolic link to two␊lines.');
  });
});
