import { rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parsePlace } from '#core/proposals/place.ts';
import type { LinesRead, LookUp, PinnedRepository } from '#ports/repository.ts';
import { keepLog } from '../../support/processes/child-sessions.ts';
import {
  commit,
  commitNamed,
  git,
  makeRepository,
  pin,
  unbounded,
  writeFiles,
} from './repository-on-disk.ts';

const MEBIBYTE = 1024 * 1024;

async function readAt(
  repository: PinnedRepository,
  words: string,
  signal = unbounded,
): Promise<LookUp<LinesRead>> {
  const place = parsePlace(words);
  if (place === null) throw new Error(`not a place: ${words}`);
  return await repository.readLines(place, signal);
}

function none(text: string) {
  return { kind: 'not_there', text: expect.stringContaining(text) };
}

function refused(text: string) {
  return { kind: 'not_here', reason: 'refused', text: expect.stringContaining(text) };
}

describe('J4: the lines that a citation names', () => {
  it('J4: come whole, from the pinned commit and not from a later one', async () => {
    const folder = makeRepository({ 'src/queue.ts': 'one\r\n\ttwo  \nthree\n' });
    const pinned = await pin(folder);
    commit(folder, 'Later', { 'src/queue.ts': 'other\n', 'src/new.ts': 'new\n' });
    expect(await readAt(pinned, 'src/queue.ts:1-2')).toEqual({
      kind: 'it',
      path: 'src/queue.ts',
      lines: ['one', '\ttwo  '],
      isCut: false,
    });
    expect(await readAt(pinned, './src/queue.ts:3')).toMatchObject({
      path: 'src/queue.ts',
      lines: ['three'],
    });
    expect(await readAt(pinned, 'src/new.ts:1')).toMatchObject(
      none('There is no new.ts in src at this commit'),
    );
  });

  it('J4: a name that does not print cannot be checked, and is missing if no file is shown so', async () => {
    const folder = makeRepository({ 'x.txt': 'x\n', 'src/caf\u240a/a.txt': 'x\n' });
    commitNamed(
      folder,
      [Buffer.from('caf\xe9.txt', 'latin1'), Buffer.from('two\nlines.txt')],
      'one\n',
    );
    const pinned = await pin(folder);
    for (const path of [
      'caf\ufffd.txt',
      './two\u240alines.txt',
      'two\nlines.txt',
      'src/caf\u240a/a.txt',
    ])
      expect(await readAt(pinned, `${path}:1`), path).toMatchObject({ kind: 'not_here' });
    for (const path of ['x.txt\0', 'src/caf\u240a', 'x.txt/\ufffd', 'src/made\ufffdup.ts'])
      expect(await readAt(pinned, `${path}:1`), path).toMatchObject(none(' at this commit.'));
  });

  it('J4: past the end of a file there are no lines, and the answer names its length', async () => {
    const pinned = await pin(makeRepository({ 'a.txt': 'one\ntwo', 'empty.txt': '' }));
    expect(await readAt(pinned, 'a.txt:3')).toEqual(
      none('Line 3 of a.txt does not exist: the file has 2 lines'),
    );
    expect(await readAt(pinned, 'a.txt:1-3')).toMatchObject(none('Line 3 of a.txt does not exist'));
    expect(await readAt(pinned, 'a.txt:1-2')).toMatchObject({ lines: ['one', 'two'] });
    expect(await readAt(pinned, 'empty.txt:1')).toMatchObject(none('empty.txt is empty'));
  });

  it('J4: a folder, a link, a submodule and a binary file have no lines, and links are not followed', async () => {
    const folder = makeRepository({
      'src/a.ts': 'x\n',
      'logo.png': Buffer.from([0x89, 0x50, 0, 0x0a, 0x0a]),
    });
    symlinkSync('/etc/passwd', join(folder, 'passwd'));
    symlinkSync('src', join(folder, 'code'));
    const outside = makeRepository({ 'b.ts': 'y\n' });
    git(folder, [
      'update-index',
      '--add',
      '--cacheinfo',
      `160000,${git(outside, ['rev-parse', 'HEAD'])},vendor`,
    ]);
    git(folder, ['add', '--', 'passwd', 'code']);
    git(folder, ['commit', '--quiet', '-m', 'Links']);
    const pinned = await pin(folder);
    expect(await readAt(pinned, 'src:1')).toMatchObject(none('src is a folder'));
    expect(await readAt(pinned, 'passwd:1')).toEqual(refused('a symbolic link to /etc/passwd'));
    expect(await readAt(pinned, 'code/a.ts:1')).toEqual(refused('a symbolic link to src'));
    expect(await readAt(pinned, 'vendor:1')).toEqual(refused('vendor is a submodule'));
    expect(await readAt(pinned, 'vendor/b.ts:1')).toEqual(refused('vendor is a submodule'));
    expect(await readAt(pinned, 'logo.png:1')).toEqual(refused('a binary file'));
  });

  it('J4: nothing outside the revision is reached, however the path is put', async () => {
    const folder = makeRepository({ 'a.txt': 'one\n' });
    writeFiles(folder, { 'untracked.txt': 'secret\n' });
    const pinned = await pin(folder);
    for (const [path, why] of [
      ['/etc/passwd', 'not an absolute path'],
      ['../../etc/passwd', 'cannot contain ".."'],
      ['a/../a.txt', 'cannot contain ".."'],
      ['.git/config', 'There is no .git/config'],
      ['untracked.txt', 'There is no untracked.txt'],
      ['HEAD:a.txt', 'There is no HEAD:a.txt'],
      [':(glob)*', 'There is no :(glob)*'],
      ['--output=stolen', 'There is no --output=stolen'],
    ] as const) {
      expect(await readAt(pinned, `${path}:1`), path).toMatchObject(none(why));
    }
  });

  it('J4: a line of five megabytes is compared as far as it is kept, and marked as cut', async () => {
    const folder = makeRepository({ 'bundle.js': `${'x'.repeat(5 * MEBIBYTE)}\nshort\n` });
    const read = await readAt(await pin(folder), 'bundle.js:1-2');
    if (read.kind !== 'it') throw new Error(read.kind);
    expect(read.isCut).toBe(true);
    expect(read.lines[0]?.length).toBeLessThan(21_000);
    expect(read.lines[1]).toBe('short');
  });

  it('J4: lines too far into a file to be reached are unreadable, not missing', async () => {
    const folder = makeRepository({ 'a.txt': 'line\n'.repeat(40_000) });
    const pinned = await pin(folder, { bounds: { scanBytes: 10_000 } });
    expect(await readAt(pinned, 'a.txt:39999')).toMatchObject({ kind: 'not_here' });
    expect(await readAt(pinned, 'a.txt:9')).toMatchObject({ lines: ['line'] });
  });

  it('J4: a call that is ended, and a repository that is gone, are unreadable and logged', async () => {
    const folder = makeRepository({ 'a.txt': 'one\n' });
    const log = keepLog();
    const pinned = await pin(folder, { log });
    expect(await readAt(pinned, 'a.txt:1', AbortSignal.abort())).toMatchObject({
      kind: 'not_here',
    });
    rmSync(join(folder, '.git', 'objects'), { recursive: true });
    expect(await readAt(pinned, 'a.txt:1')).toMatchObject({ kind: 'not_here' });
    expect(log.events).toMatchObject([
      { event: 'repository_tool_stopped', facts: { tool: 'citation', reason: 'aborted' } },
      { event: 'repository_tool_failed', facts: { tool: 'citation' } },
    ]);
  });

  it('a stopped or failed read is logged with its reader, and a failure once for all readers', async () => {
    const folder = makeRepository({ 'a.txt': 'one\n' });
    const log = keepLog();
    const pinned = await pin(folder, { log });
    const one = { designId: 'dsn_1', participant: 'outsider', turnId: 'trn_1' };
    const other = { designId: 'dsn_1', participant: 'subtractor', turnId: 'trn_2' };
    await readAt(pinned.readBy(one), 'a.txt:1', AbortSignal.abort());
    await pinned.readBy(other).run('list_files', { path: '' }, AbortSignal.abort());
    rmSync(join(folder, '.git', 'objects'), { recursive: true });
    for (const reader of [one, other]) await readAt(pinned.readBy(reader), 'a.txt:1');
    expect(log.events).toMatchObject([
      { event: 'repository_tool_stopped', facts: { ...one, tool: 'citation' } },
      { event: 'repository_tool_stopped', facts: { ...other, tool: 'list_files' } },
      { event: 'repository_tool_failed', facts: one },
    ]);
  });
});

describe('J4: a file in which a quotation is counted', () => {
  it('J4: quotations are counted in lines as they are shown, and in a part of a large file', async () => {
    const long = 'word word word\n'.repeat(200_000);
    const repository = await pin(makeRepository({ 'a.ts': 'one\r\n\ttwo\n', 'long.txt': long }));
    const whole = { kind: 'it', text: 'one\n\ttwo', isCut: false };
    expect(await repository.readText('a.ts', unbounded)).toEqual(whole);
    const part = await repository.readText('long.txt', unbounded);
    if (part.kind !== 'it') throw new Error(part.text);
    expect(part.isCut).toBe(true);
    expect(part.text.length).toBeGreaterThan(200 * 1024);
    expect(part.text.length).toBeLessThan(MEBIBYTE);
  });

  it('D6: nothing comes of a file that holds secrets, is no text or is not there', async () => {
    const files = {
      '.env': 'password=x\n',
      'logo.png': Buffer.from([0, 1, 2]),
      'src/a.ts': 'one\n',
    };
    const repository = await pin(makeRepository(files));
    for (const path of ['src', 'gone.ts', '../secret'])
      expect(await repository.readText(path, unbounded)).toMatchObject({ kind: 'not_there' });
    for (const path of ['.env', 'logo.png'])
      expect(await repository.readText(path, unbounded)).toMatchObject({
        kind: 'not_here',
        reason: 'refused',
      });
  });
});
