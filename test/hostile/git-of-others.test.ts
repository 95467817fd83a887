import { execFileSync, spawnSync } from 'node:child_process';
import { chownSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import {
  DEFAULT_SEARCH_PATH,
  GIT_OPTIONS,
  makeGitEnvironment,
} from '../../src/adapters/repository/environment.ts';
import { makeSealedFolder } from '../../src/adapters/repository/sealed-folder.ts';
import { needing } from '../support/runner/needing.ts';
import { temporaryFolder } from '../support/runner/temporary-folder.ts';

const { test: asRoot } = await needing('root');

/** Git reads what belongs to somebody else only where that is the repository that was named. */
asRoot('a folder for git that somebody else has made again is not used', () => {
  const before = makeSealedFolder('sha1');
  expect(makeSealedFolder('sha1')).toBe(before);
  chownSync(dirname(before), 12_345, 12_345);
  expect(makeSealedFolder('sha1')).not.toBe(before);
});

test('git reads no grafts: it would quote a line of any file that they are a link to', () => {
  const folder = temporaryFolder();
  writeFileSync(join(folder, 'secret'), 'a line of a secret\n');
  const git = (...words: string[]) => execFileSync('git', words, { cwd: folder, stdio: 'ignore' });
  git('init', '-q');
  git('-c', 'user.name=a', '-c', 'user.email=a@b', 'commit', '-q', '--allow-empty', '-m', 'x');
  mkdirSync(join(folder, '.git/info'), { recursive: true });
  symlinkSync(join(folder, 'secret'), join(folder, '.git/info/grafts'));
  const saidWith = (env: Record<string, string>) =>
    String(
      spawnSync('git', [...GIT_OPTIONS, 'rev-parse', 'HEAD^{commit}'], { cwd: folder, env }).stderr,
    );
  const own = makeGitEnvironment(DEFAULT_SEARCH_PATH);
  const { GIT_GRAFT_FILE: _, ...open } = own;
  expect(saidWith(open)).toContain('a line of a secret');
  expect(saidWith(own)).toBe('');
});
