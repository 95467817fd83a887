import { stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { Fault } from '../../runtime/fault.ts';
import { mainComplaint, type ObjectStore } from './git.ts';
import { createCollector, type GitEnd, type RunGit } from './process.ts';

const ANSWER_BYTES = 64 * 1024;

/**
 * Finds the repository that `path` is in, and where its objects are. These questions are the only ones that git
 * answers with the repository's own configuration in sight; none of them starts a program.
 * Throws `Fault('not_a_repository')` with what was wrong and what to do.
 */
export async function discoverRepository(
  run: RunGit,
  path: string,
  signal: AbortSignal,
): Promise<ObjectStore> {
  const folder = resolve(path);
  await requireFolder(folder);
  const ask = async (...question: readonly string[]) => {
    const { answer, end } = await askGit(run, folder, question, signal);
    if (end.exitCode !== 0) throw refusedByGit(folder, end);
    return answer;
  };
  const objectsFolder = await ask('--path-format=absolute', '--git-path', 'objects');
  const isShallow = (await ask('--is-shallow-repository')) === 'true';
  const shallowFile = isShallow ? await ask('--path-format=absolute', '--git-path', 'shallow') : null;
  const format = await ask('--show-object-format');
  if (format === 'sha1' || format === 'sha256') return { objectsFolder, shallowFile, format };
  throw notARepository(`The repository in ${folder} names its objects by ${format}, which is not supported.`);
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

/** Git's answer to a question about a repository; it is one line, whatever that holds. */
async function askGit(
  run: RunGit,
  folder: string,
  question: readonly string[],
  signal: AbortSignal,
): Promise<{ readonly answer: string; readonly end: GitEnd }> {
  const { take, collected } = createCollector(ANSWER_BYTES);
  const end = await run({ arguments: ['rev-parse', ...question], folder, signal, onOutput: take });
  return { answer: collected().bytes.toString('utf8').replace(/\n$/, ''), end };
}

function refusedByGit(folder: string, end: GitEnd): Fault {
  if (end.complaint.includes('not a git repository')) {
    return notARepository(
      `${folder} is not in a git repository: give one, or run git init there and commit what the design should read.`,
    );
  }
  return notARepository(`git cannot open the repository in ${folder}: ${mainComplaint(end)}`);
}

/** The commit that HEAD names. Throws `Fault('not_a_repository')` when there is none yet. */
export async function readHead(run: RunGit, path: string, signal: AbortSignal): Promise<string> {
  const folder = resolve(path);
  const question = ['--verify', '--quiet', '--end-of-options', 'HEAD^{commit}'];
  const { answer, end } = await askGit(run, folder, question, signal);
  if (end.exitCode === 0 && /^[0-9a-f]{40,64}$/.test(answer)) return answer;
  if (end.exitCode !== 1) throw refusedByGit(folder, end);
  throw notARepository(
    `The repository in ${folder} has no commit yet: commit what the design should read, or run without it.`,
  );
}

/**
 * The address of the remote `origin` as the repository's own configuration has it; empty where there is none. It may
 * hold a password: nothing but the page that is made of it may be kept or shown.
 */
export async function readRemote(run: RunGit, path: string, signal: AbortSignal): Promise<string> {
  const question = ['config', '--local', '--no-includes', '--get', 'remote.origin.url'];
  const { take, collected } = createCollector(ANSWER_BYTES);
  const end = await run({ arguments: question, folder: resolve(path), signal, onOutput: take });
  return end.exitCode === 0 ? collected().bytes.toString('utf8').trim() : '';
}

function notARepository(message: string, cause?: unknown): Fault {
  return new Fault('not_a_repository', message, cause);
}
