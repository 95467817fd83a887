import { spawnSync } from 'node:child_process';
import { readFileSync, renameSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { needing } from '../../support/runner/needing.ts';
import {
  commit,
  git,
  makeRepository,
  personEnvironment,
  pin,
  read,
  temporaryFolder,
  text,
} from './repository-on-disk.ts';

/** Adds to the configuration of a repository, as a platform's runner does. */
function configured(added: string): string {
  const folder = makeRepository({ 'README.md': 'A shop.\n' });
  git(folder, ['remote', 'add', 'origin', 'https://github.com/acme/shop.git']);
  writeFileSync(join(folder, '.git/config'), added, { flag: 'a' });
  return folder;
}

const SECRET = 'a line of a file that nobody was to read';

/** A file that git would quote if it read it as settings. */
function secretFile(): string {
  const file = join(temporaryFolder(), 'secret');
  writeFileSync(file, `${SECRET}\n`);
  return file;
}

const { test: traced } = await needing('strace');

describe('settings of a repository are no reason to refuse it', () => {
  test.each([
    [
      "GitLab's runner",
      (file: string) => `[include]\n\tpath = ${file}\n[fetch]\n\trecurseSubmodules = false\n`,
    ],
    [
      'actions/checkout v6 and v7',
      (file: string) =>
        `[includeIf "gitdir:/github/workspace/.git"]\n\tpath = ${file}\n[includeIf "gitdir:**/.git/worktrees/*"]\n\tpath = ${file}\n`,
    ],
    [
      'a token in a header',
      () =>
        '[http "https://github.com/"]\n\textraheader = AUTHORIZATION: basic eA==\n[gc]\n\tauto = 0\n',
    ],
    ['an include without a file', () => '[include]\n\tpath = /nowhere/at/all\n'],
    ['an include of itself', () => '[include]\n\tpath = config\n'],
    [
      'a hook that watches files',
      () => '[core]\n\tfsmonitor = /bin/false\n\thooksPath = /nowhere\n',
    ],
    ['a file of ignored commits', (file: string) => `[blame]\n\tignoreRevsFile = ${file}\n`],
    [
      'an extension whose name includes a file where it is copied',
      (file: string) => `[extensions "[include]path = ${file} #"]\n\tx = true\n`,
    ],
    ['settings of many branches', () => '[branch "b"]\n\tremote = origin\n'.repeat(20_000)],
  ])('%s', async (_, settings) => {
    const { pinned, ...repository } = await pin(configured(settings(secretFile())));
    expect(pinned.webUrl).toBe('https://github.com/acme/shop');
    expect(await text({ pinned, ...repository }, ...read('README.md'))).toContain('1: A shop.');
    expect(JSON.stringify(pinned)).not.toContain(SECRET);
  });

  test('a configuration that git cannot parse is refused without a word of it', async () => {
    const refused = await pin(configured(`[core\n${SECRET}\n`)).catch(
      (error: Error) => error.message,
    );
    expect(refused).toContain('bad config line');
    expect(refused).not.toContain(SECRET);
  });

  test('A15: more settings than are read are refused', async () => {
    const folder = configured('[remote "r"]\n\turl = x\n'.repeat(20_000));
    await expect(pin(folder)).rejects.toThrow('has too many settings to be read');
  });

  test('an extension that this git does not know is refused', async () => {
    const folder = configured('[extensions]\n\tmadeUp = true\n');
    git(folder, ['config', 'core.repositoryFormatVersion', '1']);
    await expect(pin(folder)).rejects.toThrow('unknown repository extension');
  });

  traced('git never opens the configuration', async () => {
    const folder = configured('');
    const trace = join(temporaryFolder(), 'trace');
    const config = join(folder, '.git/config');
    const program = join(temporaryFolder(), 'git');
    writeFileSync(
      program,
      `#!/bin/sh\nexec strace -f -qq -e trace=openat -o '${trace}' -A git "$@"\n`,
      {
        mode: 0o755,
      },
    );
    await pin(folder, { gitPath: program });
    const opened = readFileSync(trace, 'utf8');
    expect(opened).toContain(join(folder, '.git/objects'));
    expect(opened).not.toContain(config);
  });
});

describe('HEAD is found without the folder of git', () => {
  test.each([
    ['a branch with a long name', ['checkout', '--quiet', '-b', 'a/b/c']],
    ['no branch', ['checkout', '--quiet', '--detach']],
    ['packed references', ['pack-refs', '--all']],
  ])('%s', async (_, command) => {
    const folder = configured('');
    git(folder, command);
    expect((await pin(folder)).pinned.commit).toBe(git(folder, ['rev-parse', 'HEAD']));
  });

  test('of a worktree it is the own one, also with settings of its own', async () => {
    const folder = configured('');
    const tree = join(temporaryFolder(), 'tree');
    git(folder, ['worktree', 'add', '--quiet', '-b', 'other', tree]);
    git(folder, ['config', 'extensions.worktreeConfig', 'true']);
    git(tree, ['config', '--worktree', 'core.sparseCheckout', 'false']);
    const id = commit(tree, 'Only there', { 'there.txt': 'there\n' });
    expect((await pin(tree)).pinned.commit).toBe(id);
    expect((await pin(folder)).pinned.commit).not.toBe(id);
  });

  test('of a submodule whose settings were moved for a sparse checkout', async () => {
    const part = makeRepository({ 'part.txt': 'of the part\n' });
    const whole = makeRepository({ 'README.md': 'The whole.\n' });
    git(whole, ['-c', 'protocol.file.allow=always', 'submodule', '--quiet', 'add', part, 'part']);
    git(join(whole, 'part'), ['sparse-checkout', 'set', 'part']);
    expect(await text(await pin(join(whole, 'part')), ...read('part.txt'))).toContain(
      'of the part',
    );
  });
});

describe('a folder that a person has chosen may lead out', () => {
  const borrowing = (name: string) => {
    const mirror = makeRepository({ 'README.md': 'A shop.\n' });
    const folder = join(temporaryFolder(), name);
    git(mirror, ['clone', '--quiet', '--shared', mirror, folder]);
    return folder;
  };
  test.each([
    ["Buildkite's mirror", () => borrowing('shop')],
    [
      'a mirror of a mirror',
      () => {
        const folder = borrowing('shop');
        const second = join(temporaryFolder(), 'second');
        git(folder, ['clone', '--quiet', '--reference', folder, folder, second]);
        return second;
      },
    ],
    [
      'a git folder elsewhere that does not name it',
      () => {
        const folder = configured('');
        const away = join(temporaryFolder(), 'away');
        renameSync(join(folder, '.git'), away);
        writeFileSync(join(folder, '.git'), `gitdir: ${away}\n`);
        return folder;
      },
    ],
    [
      'a link to a git folder, and to its objects',
      () => {
        const folder = configured('');
        const away = temporaryFolder();
        renameSync(join(folder, '.git/objects'), join(away, 'objects'));
        symlinkSync(join(away, 'objects'), join(folder, '.git/objects'));
        renameSync(join(folder, '.git'), join(away, 'git'));
        symlinkSync(join(away, 'git'), join(folder, '.git'));
        return folder;
      },
    ],
  ])('%s', async (_, make) => {
    const folder = make();
    expect(await text(await pin(folder, { mayLeadOut: true }), ...read('README.md'))).toContain(
      'A shop.',
    );
    await expect(pin(folder)).rejects.toThrow('leads out of its own folder');
  });

  test('what a borrowed folder no longer has is not called missing', async () => {
    const folder = borrowing('shop');
    const file = join(folder, '.git/objects/info/alternates');
    const repository = await pin(folder, { mayLeadOut: true });
    writeFileSync(file, '/nowhere/objects\n');
    const looked = await repository.readLines(
      { path: 'README.md', from: 1, to: 1 },
      new AbortController().signal,
    );
    expect(looked).toMatchObject({ kind: 'not_here', reason: 'unreadable' });
  });
});

test('the same folders do quote a file under an ordinary git, so that the tests above mean something', () => {
  const folder = configured(`[include]\n\tpath = ${secretFile()}\n`);
  const { status, stderr } = spawnSync('git', ['rev-parse', 'HEAD'], {
    cwd: folder,
    env: personEnvironment(),
  });
  expect([status, stderr.toString()]).toEqual([128, expect.stringContaining('bad config line')]);
});
