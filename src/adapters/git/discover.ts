import { stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { Fault } from '../../runtime/fault.ts';
import { openGit } from './git.ts';
import type { GitEnd, RunGit } from './process.ts';

/** A repository that was found from a path of the operator's or starter's. */
export interface Discovered {
  /** Absolute path of git's own folder: `.git`, a worktree's, or a bare repository itself. */
  readonly gitFolder: string;
  readonly shallow: boolean;
}

const ANSWER_BYTES = 64 * 1024;

/** Finds the repository that `path` is in. Throws `Fault('not_a_repository')` with what was wrong and what to do. */
export async function discoverRepository(
  run: RunGit,
  path: string,
  signal: AbortSignal,
): Promise<Discovered> {
  const folder = resolve(path);
  await requireFolder(folder);
  const gitFolder = await ask(run, folder, ['rev-parse', '--absolute-git-dir'], signal);
  const shallow = await ask(run, folder, ['rev-parse', '--is-shallow-repository'], signal);
  return { gitFolder, shallow: shallow === 'true' };
}

async function requireFolder(folder: string): Promise<void> {
  let isFolder: boolean;
  try {
    isFolder = (await stat(folder)).isDirectory();
  } catch (error) {
    throw notARepository(`${folder} cannot be opened: check the path and that it may be read.`, error);
  }
  if (!isFolder) throw notARepository(`${folder} is not a folder: give the folder of a git repository.`);
}

/** One line of git's answer in a folder, whatever that line holds. */
async function ask(
  run: RunGit,
  folder: string,
  command: readonly string[],
  signal: AbortSignal,
): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  const end = await run({
    arguments: command,
    folder,
    signal,
    onOutput: (chunk) => {
      chunks.push(chunk);
      size += chunk.length;
      return size > ANSWER_BYTES ? 'enough' : 'more';
    },
  });
  if (end.exitCode !== 0) throw refusedByGit(folder, end);
  return Buffer.concat(chunks).toString('utf8').replace(/\n$/, '');
}

function refusedByGit(folder: string, end: GitEnd): Fault {
  if (end.complaint.includes('not a git repository')) {
    return notARepository(
      `${folder} is not in a git repository: give one, or run git init there and commit what the design should read.`,
    );
  }
  const complaint = end.complaint.trim().split('\n', 1)[0] ?? '';
  return notARepository(`git cannot open the repository in ${folder}: ${complaint}`);
}

/** The commit that HEAD names. Throws `Fault('not_a_repository')` when there is none yet. */
export async function readHead(
  run: RunGit,
  path: string,
  found: Discovered,
  signal: AbortSignal,
): Promise<string> {
  const git = openGit(run, found.gitFolder, signal);
  const chunks: Buffer[] = [];
  const end = await git.stream(
    ['rev-parse', '--verify', '--quiet', '--end-of-options', 'HEAD^{commit}'],
    (chunk) => {
      chunks.push(chunk);
      return 'more';
    },
    { successCodes: [0, 1] },
  );
  const commit = Buffer.concat(chunks).toString('latin1').trim();
  if (end.exitCode === 0 && /^[0-9a-f]{40,64}$/.test(commit)) return commit;
  throw notARepository(
    `The repository in ${resolve(path)} has no commit yet: commit what the design should read, or run without it.`,
  );
}

/** Whether the repository holds a commit of this id. */
export async function hasCommit(
  run: RunGit,
  found: Discovered,
  commit: string,
  signal: AbortSignal,
): Promise<boolean> {
  const git = openGit(run, found.gitFolder, signal);
  const end = await git.stream(['cat-file', '-e', `${commit}^{commit}`], () => 'more', {
    successCodes: [0, 1, 128],
  });
  return end.exitCode === 0;
}

function notARepository(message: string, cause?: unknown): Fault {
  return new Fault('not_a_repository', message, cause);
}
