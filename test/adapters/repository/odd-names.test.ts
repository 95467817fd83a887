import { describe, expect, it } from 'vitest';
import { showPath } from '#adapters/repository/path-name.ts';
import { answersOf } from './everything-asked.ts';
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
  unbounded,
} from './repository-on-disk.ts';

const NAMES: readonly (readonly [string, Buffer])[] = [
  ['spaces', Buffer.from('a file with spaces.txt')],
  ['spaces at both ends', Buffer.from(' padded ')],
  ['quotes', Buffer.from(`"double" and 'single'.txt`)],
  ['a quote at either end', Buffer.from('"whole"')],
  ['a backslash', Buffer.from('back\\slash\\n.txt')],
  ['a leading dash', Buffer.from('--output=stolen')],
  ['a leading colon', Buffer.from(':(glob)**')],
  ['glob characters', Buffer.from('a*?[b].txt')],
  ['shell characters', Buffer.from('$(touch stolen);`id`&|.txt')],
  ['unicode', Buffer.from('größe-日本-🙂.txt')],
  ['a revision', Buffer.from('HEAD^{tree}@{1}')],
];

/** Names that are shown otherwise than they are. */
const ODD: readonly (readonly [string, Buffer])[] = [
  ['a line feed', Buffer.from('two\nlines.txt')],
  ['a tab', Buffer.from('a\ttab.txt')],
  ['a direction override', Buffer.from('a\u202etxt.exe')],
  ['bytes that are not UTF-8', Buffer.from('caf\xe9.txt', 'latin1')],
  ['the character that stands for such bytes', Buffer.from('caf\ufffd.md')],
  ['the picture of a line feed', Buffer.from('three\u240alines.txt')],
];

async function pinWith(names: typeof NAMES) {
  const folder = makeRepository({ 'x.txt': 'x\n' });
  const paths = names.map(([, name]) => Buffer.concat([Buffer.from('in/'), name]));
  commitNamed(folder, paths, 'needle here\n');
  return pin(folder);
}

describe('odd names', () => {
  it('files of all these names are listed, read, searched, blamed, and have their history', async () => {
    const pinned = await pinWith(NAMES);
    const listed = await text(pinned, ...list('in'));
    const found = await text(pinned, ...search('needle'));
    for (const [kind, name] of NAMES) {
      const path = `in/${name}`;
      expect(listed, kind).toContain(`\n${name}`);
      expect(found, kind).toContain(`\n${path}:1: needle here`);
      expect(await text(pinned, ...read(path)), kind).toContain('1: needle here');
      expect(await text(pinned, ...search('needle', path)), kind).toContain(
        `\n${path}:1: needle here`,
      );
      expect(await text(pinned, ...history(path)), kind).toMatch(/1 commit up to.*\n.*Odd names/);
      expect(await text(pinned, ...blame(path)), kind).toMatch(/1: [0-9a-f]{12} needle here/);
    }
  });

  it('files whose names do not print are listed and found, each on one line, and opened by no tool', async () => {
    const pinned = await pinWith(ODD);
    const listed = await text(pinned, ...list('in'));
    const found = await text(pinned, ...search('needle'));
    for (const [kind, name] of ODD) {
      const shown = showPath(`in/${name}`);
      expect(shown, kind).not.toMatch(/[\n\t\u202e]/);
      expect(`${listed}\n`, kind).toContain(`\n${shown.slice('in/'.length)}\n`);
      expect(found, kind).toContain(`\n${shown}:1: needle here`);
      for (const path of [`in/${name}`, shown]) {
        const calls = [list(path), read(path), search('needle', path), history(path), blame(path)];
        for (const [tool, input] of calls)
          expect(await refusal(pinned, tool, input), kind).toMatch(
            /is listed, but cannot be opened|There is no/,
          );
      }
    }
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
    expect(await refusal(await pin(folder), ...read('link'))).toContain(
      'a symbolic link to two␊lines.',
    );
  });

  it('A15: names that are commands, options, links or ways out are names', async () => {
    const folder = makeRepository({ 'a.txt': 'one\n' });
    const names = [
      '--output=x',
      ':(exclude)a.txt',
      '*',
      '$(touch x)',
      'a\nb',
      '\u001b[31m',
      '%s',
      'x'.repeat(2_000),
    ];
    commitNamed(
      folder,
      names.map((name) => Buffer.from(name)),
      'one\n',
    );
    commitNamed(folder, [Buffer.from('out')], '../../../../etc/passwd', '120000');
    await answersOf(folder, [...names, 'out', '../a.txt', '/etc/passwd', '.git/config']);
    const pinned = await pin(folder);
    expect(await text(pinned, ...read('--output=x'))).toContain('1: one');
    for (const path of ['out', '../a.txt', '/etc/passwd', '.git/config'])
      expect((await pinned.run(...read(path), unbounded)).text).not.toMatch(/root:|\[core\]/);
  });
});
