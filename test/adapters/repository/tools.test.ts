import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { REPOSITORY_TOOLS, type RepositoryTool } from '#ports/repository.ts';
import {
  blame,
  commit,
  git,
  history,
  list,
  makeRepository,
  pin,
  read,
  refusal,
  search,
  text,
} from './repository-on-disk.ts';

const numbered = (count: number) =>
  Array.from({ length: count }, (_, index) => `line ${index + 1}`).join('\n');

describe('list_files', () => {
  it('list_files shows the names in a folder; folders, links and submodules as such', async () => {
    const inner = makeRepository({ 'inner.txt': 'x' });
    const folder = makeRepository({ 'src/a.ts': 'abc', 'src/deep/b.ts': '', 'README.md': 'hello' });
    symlinkSync('src/a.ts', join(folder, 'short'));
    symlinkSync('/etc/passwd', join(folder, 'outside'));
    git(folder, [
      '-c',
      'protocol.file.allow=always',
      'submodule',
      '--quiet',
      'add',
      inner,
      'vendor/inner',
    ]);
    commit(folder, 'More');
    const pinned = await pin(folder);
    const top = await text(pinned, ...list(''));
    expect(top).toContain('the top of the repository: 6 entries');
    expect(top.split('\n').slice(1)).toEqual([
      '.gitmodules',
      'README.md',
      'outside (symbolic link)',
      'short (symbolic link)',
      'src/',
      'vendor/',
    ]);
    expect(await text(pinned, ...list('vendor/'))).toContain('\ninner (submodule)');
    expect(await refusal(pinned, ...list('vendor/inner'))).toContain('is a submodule');
    expect(await refusal(pinned, ...read('vendor/inner/inner.txt'))).toContain('is a submodule');
    expect(await refusal(pinned, ...read('outside/more'))).toContain(
      'symbolic link to /etc/passwd',
    );
    expect(await refusal(pinned, ...read('outside'))).toMatch(
      /symbolic link to \/etc\/passwd.*not followed/,
    );
    expect(await refusal(pinned, ...search('root', 'outside'))).toContain('symbolic link');
    expect(await refusal(pinned, ...list('README.md'))).toContain('read it with read_file');
  });

  it('cuts a folder of many names, and shows the rest by their beginnings', async () => {
    const names = Array.from(
      { length: 30 },
      (_, index) => `n${String(index).padStart(2, '0')}.txt`,
    );
    const folder = makeRepository(Object.fromEntries(names.map((name) => [`many/${name}`, 'x'])));
    const pinned = await pin(folder, { bounds: { entries: 12 } });
    const first = await text(pinned, ...list('many'));
    expect(first).toContain('many: 30 entries');
    expect(first).toContain('[… 18 more; list many/<beginning>* for names that begin that way]');
    const later = await text(pinned, ...list('many/n2*'));
    expect(later).toContain('many that begin with n2: 10 entries');
    expect(later).toContain('\nn29.txt');
    expect(await refusal(pinned, ...list('many/zz*'))).toContain('no names that begin with zz');
  });
});

describe('read_file', () => {
  it('numbers its lines, says how to cite them, and where to read on', async () => {
    const pinned = await pin(makeRepository({ 'src/long.txt': `${numbered(450)}\n` }));
    const first = await text(pinned, ...read('src/long.txt'));
    expect(first.split('\n')[0]).toBe(
      `src/long.txt, lines 1-200 of 450; cite as src/long.txt:LINE`,
    );
    expect(first).toContain('\n200: line 200\n[… 250 more lines; read on with fromLine 201]');
    const last = await text(pinned, ...read('src/long.txt', 449, 100));
    expect(last.split('\n').slice(1)).toEqual(['449: line 449', '450: line 450']);
    expect(await refusal(pinned, ...read('src/long.txt', 451, 1))).toBe(
      'Line 451 of src/long.txt does not exist: the file has 450 lines.',
    );
  });

  it('read_file reads a last line without a line feed, lines that end in CR LF, and an empty file', async () => {
    const pinned = await pin(makeRepository({ 'a.txt': 'one\r\ntwo', 'empty.txt': '' }));
    const lines = (await text(pinned, ...read('a.txt'))).split('\n').slice(1);
    expect(lines).toEqual(['1: one', '2: two']);
    expect(await text(pinned, ...read('empty.txt'))).toBe('empty.txt is empty.');
  });

  it('reports a binary file as binary, and shows nothing of it', async () => {
    const pinned = await pin(
      makeRepository({ 'x.bin': Buffer.from('secret\0bytes'), 'y.txt': 'a secret' }),
    );
    expect(await text(pinned, ...read('x.bin'))).toBe(
      'x.bin is a binary file, or in UTF-16; its content is not shown.',
    );
    expect(await text(pinned, ...blame('x.bin'))).toContain('x.bin is a binary file');
    expect((await text(pinned, ...search('secret'))).split('\n').slice(1)).toEqual([
      'y.txt:1: a secret',
    ]);
  });

  it('cuts a long line, shows control characters as pictures, and says when bytes are not UTF-8', async () => {
    const folder = makeRepository({
      'wide.txt': `${'w'.repeat(2_000_000)}\nnext\n`,
      'tty.txt': 'a\u001b[2Jb\u202ec\u0007\td\n',
      'latin.txt': Buffer.from('caf\xe9\n', 'latin1'),
    });
    const pinned = await pin(folder);
    const wide = await text(pinned, ...read('wide.txt'));
    expect(wide.length).toBeLessThan(1_000);
    expect(wide).toContain('this line has 2,000,000 bytes');
    expect(wide).toContain('2: next');
    expect(await text(pinned, ...read('tty.txt'))).toContain('1: a␛[2Jb\\u202ec␇\td');
    expect(await text(pinned, ...read('latin.txt'))).toMatch(/1: caf\ufffd\n\[not UTF-8/);
  });

  it('read_file reads a window deep in a huge file without counting it to its end', async () => {
    const folder = makeRepository({ 'huge.txt': `${numbered(400_000)}\n` });
    const pinned = await pin(folder, { bounds: { countBytes: 100_000, scanBytes: 3_000_000 } });
    const begin = await text(pinned, ...read('huge.txt', 0, 2));
    expect(begin).toMatch(/lines 1-2 of more than [\d,]+;/);
    expect(begin).toMatch(/\[… more than [\d,]+ more lines; read on with fromLine 3\]/);
    const deep = await text(pinned, ...read('huge.txt', 200_000, 1));
    expect(deep).toContain('200000: line 200000');
    expect(await refusal(pinned, ...read('huge.txt', 399_999, 1))).toMatch(
      /too far into a huge file: lines up to [\d,]+ can be read/,
    );
  });

  it('read_file keeps an answer to its bound, and says where to read on', async () => {
    const folder = makeRepository({ 'a.txt': `${Array(300).fill('x'.repeat(300)).join('\n')}\n` });
    const pinned = await pin(folder, { bounds: { answerCharacters: 3_100 } });
    const part = await text(pinned, ...read('a.txt', 1, 300));
    expect(part).toContain('lines 1-10 of 300');
    expect(part).toContain('[… 290 more lines; read on with fromLine 11]');
  });
});

describe('search_text', () => {
  const files = {
    'src/a.ts': 'export class RedisQueue {}\nconst timeout = 1; // retry\n',
    'src/b.ts': 'export interface Queue {}\n// retry after the timeout\n',
    'docs/a.md': 'The queue.\n',
  };

  it('search_text finds plain text, alternatives, and text after a gap, as path:line: text', async () => {
    const pinned = await pin(makeRepository(files));
    expect(await text(pinned, ...search('timeout.*retry'))).toBe(
      `1 match in 1 file for timeout.*retry in the repository; cite as PATH:LINE\nsrc/a.ts:2: const timeout = 1; // retry`,
    );
    const either = await text(pinned, ...search('class .*Queue|interface Queue', 'src'));
    expect(either).toContain('src/a.ts:1: export class RedisQueue {}');
    expect(either).toContain('src/b.ts:1: export interface Queue {}');
    expect(await text(pinned, ...search('QUEUE', '', true))).toContain('docs/a.md:1: The queue.');
    expect(await text(pinned, ...search('queue', 'docs/a.md'))).toContain(
      'docs/a.md:1: The queue.',
    );
  });

  it('search_text names the text that was not found, and explains the pattern when it looks like an expression', async () => {
    const pinned = await pin(makeRepository(files));
    expect(await text(pinned, ...search('nothing like it'))).toBe(
      'No line in the repository has nothing like it.',
    );
    expect(await text(pinned, ...search('^export [a-z]+'))).toContain('The pattern is plain text');
  });

  it('search_text shows each file its part, counts what is left, and names where it is', async () => {
    const folder = makeRepository({
      'a/loud.txt': 'needle\n'.repeat(60),
      'b/quiet.txt': 'needle\n',
    });
    const pinned = await pin(folder);
    const found = await text(pinned, ...search('needle'));
    expect(found).toContain('61 matches in 2 files');
    expect(found).toContain('b/quiet.txt:1: needle');
    expect(found).toContain('[… 40 more matches, most of them in a/loud.txt (40); narrow the path');
    const inFile = await text(pinned, ...search('needle', 'a/loud.txt'));
    expect(inFile).toContain('a/loud.txt:60: needle');
  });

  it('search_text ends a search that finds too much, and says so', async () => {
    const folder = makeRepository({ 'a.txt': 'x\n'.repeat(50_000) });
    const pinned = await pin(folder, { bounds: { countedMatches: 500 } });
    expect(await text(pinned, ...search('x'))).toContain('more than 500 matches');
  });

  it('search_text shows of a very long line the part with the match', async () => {
    const long = `${'a'.repeat(3_000_000)}needle${'b'.repeat(3_000_000)}`;
    const near = `${'a'.repeat(5_000)}needle${'b'.repeat(5_000)}`;
    const pinned = await pin(
      makeRepository({ 'near.js': near, 'wide.js': long, 'z.txt': 'needle\n' }),
    );
    const found = await text(pinned, ...search('needle'));
    expect(found.length).toBeLessThan(2_000);
    expect(found).toMatch(/near\.js:1: \[… a+needleb+ …\] \[line of 10,006 characters\]/);
    expect(found).toContain('z.txt:1: needle');
  });
});

describe('read_history', () => {
  it('read_history lists commits of a file through a rename, with the beginning of their messages', async () => {
    const folder = makeRepository({ 'old.txt': numbered(20) });
    git(folder, ['mv', 'old.txt', 'new.txt']);
    commit(folder, 'Rename it\n\nBecause the old name misled people.\n');
    commit(folder, 'Unrelated', { 'other.txt': 'x' });
    const pinned = await pin(folder);
    const told = await text(pinned, ...history('new.txt'));
    expect(told).toContain('2 commits up to');
    expect(told).toMatch(
      /2024-03-01 Ada Author: Rename it\n\s+Because the old name misled people\./,
    );
    expect(told).toContain(': First');
    expect(told).not.toContain('Unrelated');
    const two = await text(pinned, ...history('', 2));
    expect(two).toContain('[… there are older commits; a limit up to 100 shows more]');
  });

  it('read_history tells the history of a file that is gone', async () => {
    const folder = makeRepository({ 'gone.txt': 'x', 'kept.txt': 'y' });
    git(folder, ['rm', '--quiet', 'gone.txt']);
    commit(folder, 'Remove what nobody used');
    const told = await text(await pin(folder), ...history('gone.txt'));
    expect(told).toContain('gone.txt (no longer in the pinned commit)');
    expect(told).toContain('Remove what nobody used');
  });
});

describe('blame_file', () => {
  it('blame_file names for each line the commit that changed it last, and each commit once', async () => {
    const folder = makeRepository({ 'a.txt': 'one\ntwo\nthree\n' });
    const first = git(folder, ['rev-parse', '--short=12', 'HEAD']);
    const second = commit(folder, 'Change two', { 'a.txt': 'one\nTWO\nthree\n' }).slice(0, 12);
    const pinned = await pin(folder);
    expect((await text(pinned, ...blame('a.txt', 1, 2))).split('\n')).toEqual([
      `a.txt, lines 1-2 of 3, each with the commit that changed it last; cite as a.txt:LINE`,
      `1: ${first} one`,
      `2: ${second} TWO`,
      '[… 1 more line; go on with fromLine 3]',
      'Commits:',
      `${first} 2024-03-01 Ada Author: First`,
      `${second} 2024-03-01 Ada Author: Change two`,
    ]);
    expect(await refusal(pinned, ...blame('a.txt', 9, 2))).toContain('the file has 3 lines');
  });
});

describe('arguments', () => {
  it('A1: arguments that do not fit the schema are refused with the reason, and never thrown', async () => {
    const pinned = await pin(makeRepository({ 'a.txt': 'x' }));
    const odd: readonly unknown[] = [
      undefined,
      null,
      'a.txt',
      [],
      {},
      { path: 5 },
      { path: ['a.txt'] },
    ];
    for (const tool of REPOSITORY_TOOLS satisfies readonly RepositoryTool[]) {
      for (const input of odd) {
        expect(await refusal(pinned, tool, input)).toContain('The arguments are not usable');
      }
    }
    expect(await refusal(pinned, ...read('a.txt', -1, 0))).toContain('fromLine');
    expect(await refusal(pinned, ...read('a.txt', 0, 501))).toContain('lines');
    expect(await refusal(pinned, ...search('x'.repeat(201)))).toContain('pattern');
    expect(await refusal(pinned, ...list('x'.repeat(1_025)))).toContain('path');
  });

  it('A20: numbers in strings are read, and unknown fields dropped', async () => {
    const pinned = await pin(makeRepository({ 'a.txt': 'one\ntwo\n' }));
    const given = await text(pinned, 'read_file', {
      path: 'a.txt',
      fromLine: '2',
      lines: '1',
      extra: 1,
    });
    expect(given).toBe(await text(pinned, ...read('a.txt', 2, 1)));
  });

  it.each([
    ['/etc/passwd', 'start at the top'],
    ['C:\\Windows', 'start at the top'],
    ['../outside', 'cannot contain ".."'],
    ['src/../../outside', 'cannot contain ".."'],
    ['a\0b', 'is listed, but cannot be opened'],
  ])('A4: the path %j is refused by every tool, with the reason', async (path, reason) => {
    const pinned = await pin(makeRepository({ 'src/a.txt': 'x' }));
    const calls = [list(path), read(path), search('x', path), history(path), blame(path)];
    for (const [tool, input] of calls) {
      expect(await refusal(pinned, tool, input)).toContain(reason);
    }
  });

  it('A4: an unknown path is refused with similar ones', async () => {
    const pinned = await pin(makeRepository({ 'src/queue/Worker.ts': 'x', 'src/index.ts': 'x' }));
    expect(await refusal(pinned, ...read('src/queue/worker.ts'))).toContain(
      'Similar names in src/queue: Worker.ts',
    );
    expect(await refusal(pinned, ...read('lib/Worker.ts'))).toContain(
      'Files of that name: src/queue/Worker.ts',
    );
    expect(await refusal(pinned, ...list('zzz'))).toContain(
      'Names at the top of the repository: src/',
    );
    expect(await refusal(pinned, ...read('src/index.ts:12'))).toContain(
      'Give the path without a line number or commit.',
    );
    expect(await refusal(pinned, ...read('src/index.ts/more'))).toContain(
      'is a file, not a folder',
    );
    expect(await refusal(pinned, ...read('src'))).toContain('is a folder');
    expect(await refusal(pinned, ...history('never/was'))).toContain('There is no never/was');
  });
});
