import { execFileSync, spawnSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { ROOT } from './source.ts';

/** Commits that come after this one are checked. */
const FIRST = '54703a2590009d7bc935593f6ad63735610634e1';
const MAX_CHARACTERS = 72;

/** Subjects that are too long, of commits after this one; none where the history does not hold it. Merges are made by machines. */
function longSubjects(folder: string, first: string): string[] {
  const range = ['log', '--no-merges', '--format=%h %s', `${first}..HEAD`];
  const { status, stdout } = spawnSync('git', range, { cwd: folder, encoding: 'utf8' });
  if (status !== 0) return [];
  return stdout.split('\n').filter((line) => line.slice(line.indexOf(' ') + 1).length > MAX_CHARACTERS);
}

test('the subject of a commit has at most 72 characters', () => {
  expect(longSubjects(ROOT, FIRST)).toEqual([]);
});

test('a subject of 73 characters is found after the first commit that counts, and nothing without that', () => {
  const folder = temporaryFolder();
  const git = (...words: string[]) => execFileSync('git', words, { cwd: folder, encoding: 'utf8' });
  expect(longSubjects(folder, FIRST)).toEqual([]);
  git('init', '--quiet');
  const commit = (subject: string): string => {
    const author = ['-c', 'user.name=Ana', '-c', 'user.email=ana@shop.example'];
    git(
      ...author,
      'commit',
      '--quiet',
      '--allow-empty',
      '--message',
      `${subject}\n\n${'reason '.repeat(20)}`,
    );
    return git('rev-parse', 'HEAD').trim();
  };
  const first = commit('x'.repeat(80));
  commit('y'.repeat(72));
  expect(longSubjects(folder, first)).toEqual([]);
  commit('z'.repeat(73));
  expect(longSubjects(folder, first)).toEqual([expect.stringContaining('z'.repeat(73))]);
  expect(longSubjects(folder, FIRST)).toEqual([]);
});
