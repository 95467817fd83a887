import { existsSync, renameSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { openRepository } from '#repository/open.ts';
import { NamedRepositories } from '#repository/repositories.ts';
import { createRedactor } from '#support/redact.ts';
import { makeRepository } from './scratch-repository.ts';

const signal = new AbortController().signal;
const KEY_LINE = 'aB3dE5fG7hJ9'.repeat(5);
const redact = createRedactor(['correct-horse-battery']);

async function opened(make: (scratch: ReturnType<typeof makeRepository>) => void) {
  const scratch = makeRepository();
  make(scratch);
  scratch.commit('Add the outbox\n\nBecause Redis lost jobs in March.');
  const repository = await openRepository(scratch.folder, null, redact);
  const use = async (tool: string, input: unknown) => repository.use(tool, input, signal);
  return { scratch, repository, use };
}

describe('the tools of a repository', () => {
  test('read numbered lines, and say how many there are', async () => {
    const { use } = await opened(({ write }) => write('src/a.ts', 'one\ntwo\nthree\n'));
    const { text } = await use('read_lines', { path: 'src/a.ts', from: 2, lines: 5 });
    expect(text).toBe('2: two\n3: three\nsrc/a.ts has 3 lines.');
  });

  test('take a path however it leads there from the top, and never out of it', async () => {
    const { use } = await opened(({ write }) => write('src/a.ts', 'one\n'));
    for (const path of ['./src/a.ts', '/src/a.ts', 'src//a.ts', 'src/../src/./a.ts', '../src/a.ts'])
      expect((await use('read_lines', { path, from: 0, lines: 0 })).text).toContain('1: one');
    const outside = { path: '../../etc/passwd', from: 0, lines: 0 };
    expect((await use('read_lines', outside)).text).toBe(
      'There is no file etc/passwd at this commit.',
    );
  });

  test('find plain text whatever its case, and take nothing for a pattern', async () => {
    const { use } = await opened(({ write }) => {
      write('src/a.ts', 'const Outbox = 1;\n');
      write('src/b.ts', 'outbo.\n');
    });
    const found = await use('search', { text: 'OUTBOX', path: '' });
    expect(found).toEqual({ text: 'src/a.ts:1: const Outbox = 1;', isError: false });
    expect((await use('search', { text: 'outbo.', path: 'src' })).text).toBe('src/b.ts:1: outbo.');
    expect((await use('search', { text: 'absent', path: '' })).text).toContain('Nothing found');
  });

  test('list a folder, with submodules and links as names', async () => {
    const { use } = await opened(({ write, folder }) => {
      write('src/queue/worker.ts', 'x\n');
      symlinkSync('/etc/passwd', join(folder, 'src/leads-out'));
    });
    expect((await use('list_files', { path: 'src/' })).text).toBe('leads-out\nqueue/');
    const link = await use('read_lines', { path: 'src/leads-out', from: 0, lines: 0 });
    expect(link.text).toContain('1: /etc/passwd');
    expect(link.text).not.toContain('root:');
  });

  test('tell the history of a file, newest first', async () => {
    const { use } = await opened(({ write }) => write('a.ts', 'x\n'));
    const { text } = await use('history', { path: 'a.ts', commits: 0 });
    expect(text).toMatch(/^[0-9a-f]{7,} \d{4}-\d{2}-\d{2} Add the outbox ⏎/);
    expect(text).toContain('Because Redis lost jobs in March.');
  });

  test('say in one sentence what cannot be read', async () => {
    const { use, scratch } = await opened(({ write }) => {
      write('large.txt', 'x'.repeat(1_200_000));
      write('binary', new Uint8Array([1, 0, 2]));
      write('--output=x', 'a path\n');
      write('böse\tname', 'y\n');
    });
    const read = async (path: string) => use('read_lines', { path, from: 0, lines: 0 });
    expect((await read('missing.ts')).text).toBe('There is no file missing.ts at this commit.');
    expect((await read('large.txt')).text).toContain('1,200,000 bytes');
    expect((await read('binary')).text).toBe('binary is no text file.');
    expect((await read('--output=x')).text).toContain('1: a path');
    expect((await read('böse\tname')).text).toContain('1: y');
    expect((await use('list_files', { path: 'nowhere' })).isError).toBe(true);
    expect((await use('history', { path: '--output=x', commits: 1 })).isError).toBe(false);
    expect(existsSync(join(scratch.folder, 'x'))).toBe(false);
    expect((await use('search', { text: '', path: '' })).isError).toBe(true);
    expect((await use('delete_all', {})).text).toBe('There is no tool delete_all.');
  });

  test('D6: withhold files named for keys, and redact what they return', async () => {
    const { use, repository } = await opened(({ write, commit }) => {
      write('.env', 'TOKEN=abc-secret\n');
      write('.env.example', 'TOKEN=\n');
      write('config.ts', 'password = "correct-horse-battery"\n');
      write('pem.ts', `-----BEGIN PRIVATE KEY-----\n${KEY_LINE}\n${KEY_LINE}\n`);
      commit('Set it to correct-horse-battery');
      write('long.ts', 'x\n');
      commit(`${'x'.repeat(470)} correct-horse-battery`);
      write('more.ts', 'x\n');
    });
    const read = async (path: string) => use('read_lines', { path, from: 0, lines: 0 });
    for (const path of ['.env', './.env', '.env/', 'src/../.env'])
      expect((await read(path)).text).toContain('withheld');
    expect(await repository.cite('.env:1', 'TOKEN=abc-secret')).toBe('absent');
    expect((await read('.env.example')).isError).toBe(false);
    expect((await read('config.ts')).text).toContain('[redacted]');
    // A key over several lines, of which none is one.
    expect((await read('pem.ts')).text).not.toContain(KEY_LINE);
    const history = await use('history', { path: '', commits: 0 });
    expect(history.text).toContain('Set it to [redacted]');
    expect(history.text).not.toContain('correct');
    const found = await use('search', { text: 'secret', path: '' });
    expect(found.text).toBe('Nothing found for “secret”.');
    expect((await use('search', { text: 'password', path: '' })).text).toContain('[redacted]');
  });
});

describe('a citation', () => {
  test('J4: stands where the lines contain the words, blanks folded', async () => {
    const { repository } = await opened(({ write }) => write('a.ts', 'one  two\nthree\nfour\n'));
    expect(await repository.cite('a.ts:1-2', 'one two three')).toBe('stands');
    expect(await repository.cite('a.ts:2', 'one two')).toBe('absent');
    expect(await repository.cite('a.ts:3-9', 'four')).toBe('absent');
    expect(await repository.cite('missing.ts:1', 'four')).toBe('absent');
    expect(await repository.cite('nonsense', 'four')).toBe('absent');
    expect(await repository.cite('a.ts:1', ' ')).toBe('absent');
  });

  test('J4: escapes no check by how it writes its path', async () => {
    const { repository } = await opened(({ write }) => write('src/a.ts', 'one\n'));
    for (const path of ['./src/a.ts', '/src/a.ts', 'src/./a.ts', 'src//a.ts', '../src/a.ts']) {
      expect(await repository.cite(`${path}:1`, 'one')).toBe('stands');
      expect(await repository.cite(`${path}:1`, 'two')).toBe('absent');
    }
    expect(await repository.cite('x/../../etc/passwd:1', 'root')).toBe('absent');
  });

  test('is not looked up where the object is not on this machine', async () => {
    const { scratch, repository } = await opened(({ write }) => write('a.ts', 'one\n'));
    const clone = makeRepository();
    clone.git(
      'config',
      '--file',
      join(scratch.folder, '.git/config'),
      'uploadpack.allowFilter',
      'true',
    );
    clone.git(
      'clone',
      '-q',
      '--no-checkout',
      '--filter=blob:none',
      `file://${scratch.folder}`,
      'partial',
    );
    const partial = await openRepository(join(clone.folder, 'partial'), null, redact);
    expect(await partial.cite('a.ts:1', 'one')).toBe('not_looked_up');
    expect(await repository.cite('a.ts:1', 'one')).toBe('stands');
  });
});

describe('a repository that others wrote', () => {
  test('runs nothing of it: hooks, filters, pagers, aliases, monitors', async () => {
    const { scratch } = await opened(({ write }) => {
      write('.gitattributes', '*.ts filter=evil diff=evil\n');
      write('a.ts', 'one\n');
    });
    const { folder, git } = scratch;
    const program = join(folder, 'program');
    const ran = join(folder, 'ran');
    writeFileSync(program, `#!/bin/sh\ntouch ${ran}\ncat\n`, { mode: 0o755 });
    for (const key of ['core.fsmonitor', 'core.pager', 'core.sshCommand', 'diff.evil.textconv'])
      git('config', key, program);
    git('config', 'core.hooksPath', folder);
    const repository = await openRepository(folder, null, redact);
    const use = (tool: string, input: unknown) => repository.use(tool, input, signal);
    await use('search', { text: 'one', path: '' });
    await use('history', { path: '', commits: 0 });
    await use('read_lines', { path: 'a.ts', from: 0, lines: 0 });
    expect(await repository.cite('a.ts:1', 'one')).toBe('stands');
    expect(existsSync(ran)).toBe(false);
  });

  test('is read at the pinned commit, whatever is committed meanwhile', async () => {
    const { scratch, repository, use } = await opened(({ write }) => write('a.ts', 'old\n'));
    scratch.write('a.ts', 'new\n');
    scratch.commit('Later');
    expect((await use('read_lines', { path: 'a.ts', from: 0, lines: 0 })).text).toContain('1: old');
    const again = await openRepository(scratch.folder, repository.commit, redact);
    expect(await again.cite('a.ts:1', 'old')).toBe('stands');
  });

  test('goes on after its reader was killed, and says when it is gone', async () => {
    const { scratch, repository } = await opened(({ write }) => write('a.ts', 'one\n'));
    expect(await repository.cite('a.ts:1', 'one')).toBe('stands');
    repository.close();
    expect(await repository.cite('a.ts:1', 'one')).toBe('stands');
    repository.close();
    renameSync(join(scratch.folder, '.git'), join(scratch.folder, 'gone'));
    expect(await repository.cite('a.ts:1', 'one')).not.toBe('stands');
  });
});

test('repositories are named by the operator, and others are none', async () => {
  const { scratch, repository } = await opened(({ write }) => write('a.ts', 'one\n'));
  const named = new NamedRepositories(new Map([['shop', scratch.folder]]), redact);
  expect(await named.pin('shop')).toEqual({ name: 'shop', commit: repository.commit });
  expect(await named.pin('unknown')).toBeNull();
  expect(await named.pin('/nowhere')).toBeNull();
  await expect(named.open({ name: 'unknown', commit: repository.commit })).rejects.toThrow(
    'is not on this machine',
  );
});
