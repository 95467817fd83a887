import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { REPOSITORY_TOOLS, type RepositoryTool } from '#ports/repository.ts';
import {
  blame,
  commit,
  git,
  makeRepository,
  personEnvironment,
  pin,
  search,
  temporaryFolder,
  unbounded,
} from './repository-on-disk.ts';

const INPUTS: Readonly<Record<RepositoryTool, readonly unknown[]>> = {
  list_files: [{ path: '' }, { path: 'missing' }],
  read_file: ['a.evil', 'lost.txt', 'nowhere'].map((path) => ({ path, fromLine: 0, lines: 0 })),
  search_text: ['', 'a.evil'].map((path) => ({ pattern: 'one', path, ignoreCase: true })),
  read_history: ['', 'a.evil'].map((path) => ({ path, limit: 0 })),
  blame_file: ['a.evil', 'lost.txt'].map((path) => ({ path, fromLine: 0, lines: 0 })),
};

/**
 * A repository whose every setting that can start a program starts one that leaves a file behind.
 */
function makeHostile(traces: string): string {
  const folder = makeRepository({
    'a.evil': 'one\ntwo\n',
    'lost.txt': 'lost\n',
    '.gitattributes': ATTRIBUTES,
  });
  commit(folder, 'Second', { 'a.evil': 'one\nTWO\n' });
  signHead(folder);
  const lost = git(folder, ['rev-parse', 'HEAD:lost.txt']);
  const programs = temporaryFolder();
  const trap = (name: string) => {
    const program = join(programs, name);
    writeFileSync(
      program,
      `#!/bin/sh\ntouch '${join(traces, name)}'\ncat >/dev/null 2>&1 </dev/null\n`,
    );
    chmodSync(program, 0o755);
    return program;
  };
  writeFileSync(join(folder, '.git', 'config'), hostileConfiguration(trap, programs), {
    flag: 'a',
  });
  mkdirSync(join(programs, 'hooks'));
  for (const hook of [
    'reference-transaction',
    'post-index-change',
    'pre-auto-gc',
    'post-checkout',
  ]) {
    const program = trap(`hook-${hook}`);
    writeFileSync(join(programs, 'hooks', hook), `#!/bin/sh\nexec '${program}'\n`);
    chmodSync(join(programs, 'hooks', hook), 0o755);
  }
  writeFileSync(join(folder, '.git', 'info', 'attributes'), ATTRIBUTES);
  rmSync(join(folder, '.git', 'objects', lost.slice(0, 2), lost.slice(2)));
  return folder;
}

const ATTRIBUTES = '*.evil diff=evil merge=evil\nlost.txt filter=evil\n';

function hostileConfiguration(trap: (name: string) => string, programs: string): string {
  return `
[core]
  fsmonitor = ${trap('fsmonitor')}
  pager = ${trap('core-pager')}
  editor = ${trap('editor')}
  sshCommand = ${trap('ssh')}
  gitProxy = ${trap('proxy')}
  askPass = ${trap('askpass')}
  hooksPath = ${join(programs, 'hooks')}
  worktree = /
[pager]
  log = ${trap('pager-log')}
  blame = ${trap('pager-blame')}
  grep = ${trap('pager-grep')}
[alias]
  log = !${trap('alias-log')}
  ls-tree = !${trap('alias-ls-tree')}
  cat-file = !${trap('alias-cat-file')}
[diff]
  external = ${trap('external-diff')}
[diff "evil"]
  textconv = ${trap('textconv')}
  command = ${trap('diff-command')}
[filter "evil"]
  clean = ${trap('clean')}
  smudge = ${trap('smudge')}
  process = ${trap('filter-process')}
  required = true
[log]
  showSignature = true
  follow = true
[gpg]
  program = ${trap('gpg')}
[blame]
  ignoreRevsFile = /etc/passwd
[grep]
  patternType = perl
  column = true
  fullName = false
[submodule]
  recurse = true
[protocol]
  allow = always
[protocol "ext"]
  allow = always
[remote "origin"]
  url = ext::${trap('transport')}
  promisor = true
  partialclonefilter = blob:none
[credential]
  helper = ${trap('credential')}
[extensions]
  partialClone = origin
`;
}

/**
 * Gives the last commit a signature, so that showing it starts the program that checks signatures.
 */
function signHead(folder: string): void {
  const commitText = git(folder, ['cat-file', 'commit', 'HEAD']);
  const [headers = '', ...message] = commitText.split('\n\n');
  const signature =
    'gpgsig -----BEGIN PGP SIGNATURE-----\n \n iQEzBAABCAAdFiEE\n -----END PGP SIGNATURE-----';
  const signed = `${headers}\n${signature}\n\n${message.join('\n\n')}\n`;
  const id = git(folder, ['hash-object', '-t', 'commit', '-w', '--stdin'], signed);
  git(folder, ['update-ref', 'refs/heads/main', id]);
}

it('nothing that a hostile repository configures is run, by any tool', async () => {
  const traces = temporaryFolder();
  const folder = makeHostile(traces);
  const pinned = await pin(folder);
  expect(pinned.pinned.digest).toContain('Second');
  for (const tool of REPOSITORY_TOOLS) {
    for (const input of INPUTS[tool]) await pinned.run(tool, input, unbounded);
  }
  expect(readdirSync(traces)).toEqual([]);
  const blamed = await pinned.run(...blame('a.evil'), unbounded);
  expect(blamed).toMatchObject({ ok: true, text: expect.stringContaining('TWO') });
  const searched = await pinned.run(...search('TW'), unbounded);
  expect(searched.text).toContain('\na.evil:2: TWO');
});

it('the same repository does run its programs under an ordinary git, so that the test above means something', () => {
  const traces = temporaryFolder();
  const folder = makeHostile(traces);
  const environment = { ...personEnvironment(), GIT_WORK_TREE: folder };
  for (const command of [
    ['log', '-p', '--ext-diff'],
    ['show', '--textconv', '--no-ext-diff'],
    ['cat-file', 'blob', 'HEAD:lost.txt'],
    ['status'],
  ]) {
    spawnSync('git', command, { cwd: folder, env: environment, input: '', timeout: 10_000 });
  }
  for (const name of ['gpg', 'diff-command', 'textconv', 'transport', 'fsmonitor']) {
    expect(existsSync(join(traces, name)), name).toBe(true);
  }
});
