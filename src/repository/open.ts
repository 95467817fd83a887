/**
 * Opens a folder's repository at one commit.
 *
 * @example
 * const repository = await openRepository('/srv/shop', null, redact); // at HEAD
 * await repository.use('search', { text: 'outbox', path: '' }, signal);
 */

import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { ZodError } from 'zod';
import type { Redact } from '#support/redact.ts';
import { Blobs } from './blobs.ts';
import { citationAt } from './cite.ts';
import { NotRead, type Objects } from './git.ts';
import { isRepositoryTool, REPOSITORY_TOOLS, type Repository } from './repository.ts';
import { listFiles, listHistory, readLines, searchText } from './tools.ts';

const run = promisify(execFile);

export interface OpenRepository extends Repository {
  readonly commit: string;
  close(): void;
}

/** @throws {NotRead} for a folder that is not here, or no repository. `commit`: `null` for HEAD's. */
export async function openRepository(
  folder: string,
  commit: string | null,
  redact: Redact,
): Promise<OpenRepository> {
  const { objects, head } = await locate(folder, commit);
  const blobs = new Blobs(objects, head);
  const reading = { objects, commit: head, blobs, redact };
  return {
    commit: head,
    close: () => blobs.close(),
    use: async (tool, input, signal) => {
      if (!isRepositoryTool(tool)) return { text: `There is no tool ${tool}.`, isError: true };
      try {
        return { text: await useTool(reading, tool, input, signal), isError: false };
      } catch (error) {
        if (error instanceof NotRead) return { text: error.message, isError: true };
        if (error instanceof ZodError)
          return { text: error.issues.map(({ message }) => message).join('; '), isError: true };
        throw error;
      }
    },
    cite: (place, quote) => citationAt(blobs, place, quote),
  };
}

async function useTool(
  reading: Parameters<typeof readLines>[0],
  tool: keyof typeof REPOSITORY_TOOLS,
  input: unknown,
  signal: AbortSignal,
): Promise<string> {
  switch (tool) {
    case 'read_lines':
      return readLines(reading, REPOSITORY_TOOLS.read_lines.parse(input));
    case 'search':
      return searchText(reading, REPOSITORY_TOOLS.search.parse(input), signal);
    case 'list_files':
      return listFiles(reading, REPOSITORY_TOOLS.list_files.parse(input), signal);
    case 'history':
      return listHistory(reading, REPOSITORY_TOOLS.history.parse(input), signal);
  }
}

/** Asks git itself; `rev-parse` reads the repository's configuration, and runs nothing of it. */
async function locate(
  folder: string,
  commit: string | null,
): Promise<{ objects: Objects; head: string }> {
  const words = [
    '-c',
    'safe.directory=*',
    'rev-parse',
    '--path-format=absolute',
    '--git-common-dir',
    '--show-object-format',
    '--verify',
    '--end-of-options',
    `${commit ?? 'HEAD'}^{commit}`,
  ];
  const environment = {
    PATH: process.env.PATH,
    HOME: '/dev/null',
    LC_ALL: 'C.UTF-8',
    GIT_CONFIG_NOSYSTEM: '1',
    GIT_CONFIG_GLOBAL: '/dev/null',
    GIT_NO_LAZY_FETCH: '1',
    GIT_NO_REPLACE_OBJECTS: '1',
  };
  const cwd = resolve(folder);
  if (!existsSync(cwd)) throw new NotRead(`The folder ${folder} is not on this machine.`);
  try {
    const { stdout } = await run('git', words, { cwd, env: environment, timeout: 10_000 });
    const [common = '', format = '', head = ''] = stdout.trim().split('\n');
    const shallowFile = join(common, 'shallow');
    return {
      objects: {
        folder: join(common, 'objects'),
        format: format === 'sha256' ? 'sha256' : 'sha1',
        shallowFile: existsSync(shallowFile) ? shallowFile : null,
      },
      head,
    };
  } catch (cause) {
    const problem =
      commit === null
        ? `${basename(cwd)} is no git repository with a commit.`
        : `${basename(cwd)} has no commit ${commit.slice(0, 12)} on this machine.`;
    throw new NotRead(problem, {
      isPassing: cause instanceof Error && 'killed' in cause && cause.killed === true,
    });
  }
}
