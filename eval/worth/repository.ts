import { execFile } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import type { Question } from './question.ts';

const run = promisify(execFile);

/** The same author and hours for every repository, so that one question always gives the same commits. */
const AUTHOR = {
  GIT_AUTHOR_NAME: 'Kim',
  GIT_AUTHOR_EMAIL: 'kim@example.com',
  GIT_COMMITTER_NAME: 'Kim',
  GIT_COMMITTER_EMAIL: 'kim@example.com',
  GIT_CONFIG_GLOBAL: '/dev/null',
  GIT_CONFIG_NOSYSTEM: '1',
} as const;

/** Makes the git repository of a question in an empty folder, commit by commit. */
export async function makeRepository({ commits }: Pick<Question, 'commits'>, folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  const git = (args: readonly string[], date = '') =>
    run('git', [...args], {
      cwd: folder,
      env: { PATH: process.env.PATH, ...AUTHOR, GIT_AUTHOR_DATE: date, GIT_COMMITTER_DATE: date },
    });
  await git(['init', '--quiet', '--initial-branch=main']);
  for (const { message, date, files } of commits) {
    for (const [path, text] of Object.entries(files)) {
      const target = join(folder, path);
      await mkdir(dirname(target), { recursive: true });
      await writeFile(target, text);
    }
    await git(['add', '--all']);
    await git(['commit', '--quiet', '--message', message], `${date}T10:00:00Z`);
  }
}
