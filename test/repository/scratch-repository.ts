/** A real repository in a folder of its own, for one test. */

import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

export interface Scratch {
  readonly folder: string;
  git(...words: string[]): string;
  write(path: string, text: string | Uint8Array): void;
  commit(message?: string): string;
}

export function makeRepository(): Scratch {
  const folder = mkdtempSync(join(tmpdir(), 'charrette-scratch-'));
  const environment = {
    PATH: process.env.PATH,
    HOME: folder,
    GIT_CONFIG_NOSYSTEM: '1',
    GIT_AUTHOR_NAME: 'Ana',
    GIT_AUTHOR_EMAIL: 'ana@example.com',
    GIT_COMMITTER_NAME: 'Ana',
    GIT_COMMITTER_EMAIL: 'ana@example.com',
  };
  const git = (...words: string[]) =>
    execFileSync('git', words, { cwd: folder, env: environment, encoding: 'utf8' }).trim();
  git('init', '-q', '-b', 'main');
  return {
    folder,
    git,
    write: (path, text) => {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), text);
    },
    commit: (message = 'Change') => {
      git('add', '-A', '-f');
      git('commit', '-q', '--no-gpg-sign', '-m', message);
      return git('rev-parse', 'HEAD');
    },
  };
}
