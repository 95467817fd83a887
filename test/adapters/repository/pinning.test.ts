import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { Pinned } from '#core/vocabulary/event-parts.ts';
import { keepLog } from '../../support/processes/child-sessions.ts';
import {
  blame,
  commit,
  commitNamed,
  git,
  history,
  list,
  makeRepository,
  pin,
  read,
  refusal,
  repositories,
  search,
  temporaryFolder,
  text,
} from './repository-on-disk.ts';

/** What is not a repository that can be read, and what is said of it. */
const UNPINNABLE: readonly (readonly [string, () => string, string])[] = [
  ['a path that does not exist', () => join(temporaryFolder(), 'nowhere'), 'PATH cannot be opened'],
  ['a file', () => fileIn(temporaryFolder()), 'not a folder'],
  ['a folder without a repository', temporaryFolder, 'is not in a git repository'],
  ['a repository without a commit', () => initialised(temporaryFolder()), 'has no commit yet'],
  ['a repository in a format that this git does not know', inFormat99, '99'],
];

function fileIn(folder: string): string {
  writeFileSync(join(folder, 'file'), '');
  return join(folder, 'file');
}

function initialised(folder: string): string {
  git(folder, ['init', '--quiet']);
  return folder;
}

function inFormat99(): string {
  const folder = makeRepository({ 'README.md': 'x' });
  git(folder, ['config', 'core.repositoryFormatVersion', '99']);
  return folder;
}

describe('a repository that cannot be pinned', () => {
  it.each(UNPINNABLE)('%s is refused with the reason', async (_, make, reason) => {
    const path = make();
    await expect(pin(path)).rejects.toMatchObject({
      code: 'not_a_repository',
      message: expect.stringContaining(reason.replace('PATH', path)),
    });
  });

  it('a damaged repository is refused in words, with the way to mend it', async () => {
    const folder = makeRepository({ 'src/README.md': 'x' });
    const id = git(folder, ['rev-parse', 'HEAD:src']);
    rmSync(join(folder, '.git/objects', id.slice(0, 2)), { recursive: true });
    await expect(pin(folder)).rejects.toMatchObject({
      code: 'repository_unreadable',
      message: expect.stringMatching(
        /^\S+ lacks parts of commit \w+, or they are damaged: git fsck/,
      ),
    });
  });

  it('a missing git program is reported as missing', async () => {
    const folder = makeRepository({ 'README.md': 'x' });
    await expect(pin(folder, { gitPath: join(folder, 'no-git') })).rejects.toMatchObject({
      code: 'not_a_repository',
      message: expect.stringContaining('Install git'),
    });
    await expect(pin(folder, { searchPath: folder })).rejects.toMatchObject({
      code: 'not_a_repository',
    });
  });
});

/** A clone of a repository that allows every filter. */
function clonedWith(options: readonly string[]): string {
  const origin = makeRepository({ 'README.md': 'x\n', 'src/a.ts': 'first\nthe same\n' });
  commit(origin, 'Second', { 'src/a.ts': 'second\nthe same\n' });
  git(origin, ['config', 'uploadpack.allowFilter', 'true']);
  git(origin, ['config', 'uploadpack.allowAnySHA1InWant', 'true']);
  const folder = temporaryFolder();
  git(folder, ['clone', '--quiet', ...options, `file://${origin}`, 'it']);
  return join(folder, 'it');
}

describe('a pinned repository', () => {
  it('a bare repository is read', async () => {
    const folder = makeRepository({ 'README.md': 'bare\n' });
    const bare = temporaryFolder();
    git(bare, ['clone', '--quiet', '--bare', folder, 'it.git']);
    expect(await text(await pin(join(bare, 'it.git')), ...read('README.md'))).toContain('1: bare');
  });

  it.each([
    ['a shallow clone', ['--depth=1']],
    ['a sparse checkout', ['--sparse']],
    ['a clone of one branch', ['--single-branch', '--no-tags']],
    ['a mirror', ['--mirror']],
    ['a clone without a checkout', ['--no-checkout']],
    ['a partial clone with all files of its commit', ['--filter=blob:none']],
    ['a partial clone without large files', ['--filter=blob:limit=1m', '--no-checkout']],
    ['a shallow partial clone', ['--depth=1', '--filter=tree:0']],
  ])('%s is read', async (_, options) => {
    const repository = await pin(clonedWith(options));
    expect(await text(repository, ...read('src/a.ts'))).toContain('1: second');
    expect(repository.pinned.digest.includes('partial clone')).toBe(
      options.join(' ').includes('filter'),
    );
  });

  it.each([
    ['--filter=blob:none', '--no-checkout'],
    ['--filter=tree:0', '--mirror'],
  ])('a partial clone by %s %s is completed as it says', async (...options) => {
    const folder = clonedWith(options);
    git(folder, ['fetch', '--quiet', '--refetch', '--no-filter']);
    const repository = await pin(folder);
    expect(repository.pinned.missing).toBeUndefined();
    expect(await text(repository, ...read('src/a.ts'))).toContain('1: second');
  });

  it('a partial clone says what it lacks of the past, without a fetch from its remote', async () => {
    const folder = clonedWith(['--filter=blob:none']);
    git(folder, ['remote', 'set-url', 'origin', 'ext::sh -c touch% fetched']);
    const log = keepLog();
    const repository = await pin(folder, { log });
    expect(await refusal(repository, ...blame('src/a.ts'))).toBe(
      'This is not here, though it may well exist: the clone is partial, and lacks some files or earlier versions. People can complete it with git fetch --refetch --no-filter. Go on without it, and say so.',
    );
    expect(log.events).toMatchObject([
      {
        event: 'repository_tool_failed',
        facts: { what: expect.stringContaining('--refetch --no-filter') },
      },
    ]);
    expect(await text(repository, ...read('src/a.ts'))).toContain('1: second');
  });

  it('a shallow clone says where its history ends', async () => {
    const folder = makeRepository({ 'README.md': 'one\n' });
    commit(folder, 'Second', { 'README.md': 'two\n' });
    const clone = temporaryFolder();
    git(clone, ['clone', '--quiet', '--depth=1', `file://${folder}`, 'it']);
    const pinned = await pin(join(clone, 'it'));
    expect(pinned.pinned.digest).toContain('shallow clone');
    const told = await text(pinned, ...history(''));
    expect(told).toContain('Second');
    expect(told).toContain('[this is a shallow clone: older history is not in it]');
    expect(await text(pinned, ...blame('README.md'))).toContain(
      'its oldest commit stands in for all earlier ones',
    );
  });

  it('a repository with SHA-256 ids is read', async () => {
    const folder = makeRepository({ 'README.md': 'long ids\n' }, ['--object-format=sha256']);
    const pinned = await pin(folder);
    expect(pinned.pinned.commit).toHaveLength(64);
    expect(await text(pinned, ...blame('README.md'))).toContain('long ids');
    expect(await text(pinned, ...search('long'))).toContain('README.md:1: long ids');
  });

  it('a repository at a path with spaces, quotes, a newline and a leading dash is read', async () => {
    const folder = join(temporaryFolder(), `- a "b" 'c'\nd é`);
    mkdirSync(folder);
    git(folder, ['init', '--quiet']);
    commit(folder, 'First', { 'README.md': 'odd place\n' });
    expect(await text(await pin(folder), ...read('README.md'))).toContain('odd place');
  });

  it('D6: the page of its remote is known, without the password in the configuration', async () => {
    const folder = makeRepository({ 'a.txt': 'one\n' });
    expect((await pin(folder)).pinned.webUrl).toBeUndefined();
    git(folder, ['remote', 'add', 'origin', 'https://ana:hunter2secret@github.com/acme/shop.git']);
    const { pinned } = await pin(folder);
    expect(pinned.webUrl).toBe('https://github.com/acme/shop');
    expect(JSON.stringify(pinned)).not.toContain('hunter2secret');
    git(folder, ['remote', 'set-url', 'origin', '/srv/git/shop.git']);
    expect((await pin(folder)).pinned.webUrl).toBeUndefined();
  });

  it('a repository that includes a file is read, and no remote from there', async () => {
    const folder = makeRepository({ 'a.txt': 'one\n' });
    const included = join(temporaryFolder(), 'included');
    writeFileSync(included, '[remote "origin"]\n\turl = https://github.com/acme/other\n');
    git(folder, ['config', 'include.path', included]);
    expect((await pin(folder)).pinned.webUrl).toBeUndefined();
  });

  it('a replaced commit does not change what is read', async () => {
    const folder = makeRepository({ 'README.md': 'true\n' });
    const first = git(folder, ['rev-parse', 'HEAD']);
    const other = commit(folder, 'Other', { 'README.md': 'false\n' });
    git(folder, ['reset', '--quiet', '--hard', first]);
    git(folder, ['replace', first, other]);
    expect(await text(await pin(folder), ...read('README.md'))).toContain('1: true');
  });
});

describe('the digest', () => {
  it('the digest names top level, last commits and how the README begins', async () => {
    const folder = makeRepository({
      'README.md': '# Sample\n\nWhat it is for.\n',
      'src/a.ts': '',
      'src/b/c.ts': '',
      Makefile: '',
    });
    commit(folder, 'Second thoughts');
    const { pinned } = await pin(folder);
    expect(Pinned.parse(pinned)).toEqual(pinned);
    expect(pinned.digest).toContain(`Repository sample at commit ${pinned.commit}: 4 files.`);
    expect(pinned.digest).toContain('src/ (2 files)');
    expect(pinned.digest).toMatch(/2024-03-01 Ada Author: Second thoughts\n[0-9a-f]{12} .*: First/);
    expect(pinned.digest).toContain('README.md begins:\n# Sample\n\nWhat it is for.');
  });

  it('the digest counts every package of a large repository, and names its decisions all the same', async () => {
    const folder = makeRepository({ 'README.md': 'x' });
    const packages = Array.from({ length: 600 }, (_, at) => Buffer.from(`apps/${at}/package.json`));
    commitNamed(folder, [...packages, Buffer.from('docs/adr/1.md')], '# Many apps\n');
    const { digest } = (await pin(folder)).pinned;
    expect(digest).toContain('package.json, and 570 more\n');
    expect(digest).toContain('docs/adr/1.md: Many apps');
  });

  it('the digest keeps to its bound, whatever the repository holds', async () => {
    const long = 'long name '.repeat(20);
    const files = Object.fromEntries(
      Array.from({ length: 200 }, (_, index) => [`${index} ${long}`.trim(), 'x']),
    );
    const folder = makeRepository({ ...files, README: `\u001b[31mwords ${'w'.repeat(50_000)}` });
    commit(folder, 'S'.repeat(5_000));
    const { digest } = (await pin(folder)).pinned;
    expect(digest.length).toBeLessThanOrEqual(20_000);
    expect(digest).toContain('more entries; list_files shows them');
    expect(digest).not.toContain('\u001b');
  });
});

describe('reopening', () => {
  it('a repository is opened again at the commit that was pinned, not the newest', async () => {
    const folder = makeRepository({ 'README.md': 'old\n' });
    const { pinned } = await pin(folder);
    commit(folder, 'Second', { 'README.md': 'new\n' });
    const reopened = await repositories().reopen(folder, pinned);
    expect(reopened.pinned).toEqual(pinned);
    expect(await text(reopened, ...read('README.md'))).toContain('1: old');
  });

  it('a commit that no longer exists is a fault that names it', async () => {
    const folder = makeRepository({ 'README.md': 'x\n' });
    const { pinned } = await pin(folder);
    const gone = { ...pinned, commit: 'f'.repeat(40) };
    await expect(repositories().reopen(folder, gone)).rejects.toMatchObject({
      code: 'repository_unreadable',
      message: expect.stringContaining('ffffffffffff'),
    });
  });

  it('a repository that disappears during a design is a refusal to the model and an error to the operator', async () => {
    const folder = makeRepository({ 'README.md': 'x\n' });
    const log = keepLog();
    const pinned = await pin(folder, { log });
    const [there, away] = [join(folder, '.git'), join(folder, 'moved')];
    renameSync(there, away);
    const said = await refusal(pinned, ...read('README.md'));
    expect(said).toContain('could not be read');
    expect(said).not.toContain(folder);
    await Promise.all([refusal(pinned, ...list('')), refusal(pinned, ...read('README.md'))]);
    const named = {
      event: 'repository_tool_failed',
      facts: {
        repository: pinned.pinned.name,
        folder: join(there, 'objects'),
        tool: 'read_file',
        cause: expect.stringMatching(/^git \S+ ended with/),
        what: expect.stringMatching(/go on without it.*Put it back/),
      },
    };
    expect(log.events).toMatchObject([named]);
    renameSync(away, there);
    expect(await text(pinned, ...read('README.md'))).toContain('1: x');
    renameSync(there, away);
    await refusal(pinned, ...read('README.md'));
    expect(log.events).toMatchObject([named, named]);
  });

  it('a damaged repository is a refusal, not an exception', async () => {
    const folder = makeRepository({ 'README.md': 'x\n' });
    const id = git(folder, ['rev-parse', 'HEAD:README.md']);
    const pinned = await pin(folder);
    rmSync(join(folder, '.git', 'objects', id.slice(0, 2), id.slice(2)), { force: true });
    expect(await refusal(pinned, ...read('README.md'))).toContain('could not be read');
    expect(await text(pinned, ...list(''))).toContain('README.md');
  });
});
