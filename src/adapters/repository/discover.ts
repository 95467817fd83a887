import { stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { errorMessage, Fault } from '../../foundation/fault.ts';
import { mainComplaint, type ObjectStore } from './git.ts';
import { createCollector, type GitEnd, type RunGit } from './process.ts';
import { selfContained } from './self-contained.ts';

const ANSWER_BYTES = 64 * 1024;

interface Discovered {
  readonly store: ObjectStore;
  /** HEAD's commit. Throws `Fault('not_a_repository')` if there is none yet. */
  readonly head: () => Promise<string>;
  /**
   * The address of the remote `origin` in the repository's own configuration, or `''`. It may contain a password: keep and show
   * only the web page derived from it.
   */
  readonly remote: () => Promise<string>;
}

/**
 * Finds the repository of `path`, and its objects. Git reads the repository's own configuration only for these questions, none
 * of which starts a program. It is given the folder and searches no other. Throws `Fault('not_a_repository')` with a remedy.
 */
export async function discoverRepository(
  run: RunGit,
  path: string,
  signal: AbortSignal,
): Promise<Discovered> {
  const folder = resolve(path);
  await requireFolder(folder);
  const gitFolder = await gitFolderOf(folder);
  const askGit = async (...question: readonly string[]) => {
    const { take, collected } = createCollector(ANSWER_BYTES);
    const named = [`--git-dir=${gitFolder}`, ...question];
    const end = await run({ arguments: named, folder, signal, onOutput: take });
    // One line, even if it contains line feeds.
    return { answer: collected().bytes.toString('utf8').replace(/\n$/, ''), end };
  };
  const ask = async (...question: readonly string[]) => {
    const { answer, end } = await askGit('rev-parse', ...question);
    if (end.exitCode !== 0) throw refusedByGit(folder, end);
    return answer;
  };
  const objectsFolder = await ask('--path-format=absolute', '--git-path', 'objects');
  const isShallow = (await ask('--is-shallow-repository')) === 'true';
  const shallowFile = isShallow ? await ask('--path-format=absolute', '--git-path', 'shallow') : null;
  const format = await ask('--show-object-format');
  if (format !== 'sha1' && format !== 'sha256')
    throw notARepository(
      `The repository in ${folder} names its objects by ${format}, which is not supported.`,
    );
  return {
    store: { objectsFolder, shallowFile, format },
    head: async () => headIn(folder, await askGit('rev-parse', ...HEAD_COMMIT)),
    remote: async () => {
      const { answer, end } = await askGit(
        'config',
        '--local',
        '--no-includes',
        '--get',
        'remote.origin.url',
      );
      return end.exitCode === 0 ? answer.trim() : '';
    },
  };
}

const HEAD_COMMIT = ['--verify', '--quiet', '--end-of-options', 'HEAD^{commit}'];

async function requireFolder(folder: string): Promise<void> {
  let isFolder: boolean;
  try {
    isFolder = (await stat(folder)).isDirectory();
  } catch (error) {
    throw notARepository(`${folder} cannot be opened: check the path and that it may be read.`, error);
  }
  if (!isFolder) throw notARepository(`${folder} is not a folder: give the folder of a git repository.`);
}

async function gitFolderOf(folder: string): Promise<string> {
  let found: string | null;
  try {
    found = await selfContained(folder);
  } catch (error) {
    if (error instanceof Fault) throw error;
    throw notARepository(`The repository in ${folder} cannot be read: ${errorMessage(error)}`, error);
  }
  if (found === null) throw notInOne(folder);
  return found;
}

function refusedByGit(folder: string, end: GitEnd): Fault {
  if (end.complaint.includes('not a git repository')) return notInOne(folder);
  return notARepository(`git cannot open the repository in ${folder}: ${mainComplaint(end)}`);
}

function notInOne(folder: string): Fault {
  return notARepository(
    `${folder} is not in a git repository: give one, or run git init there and commit what the design should read.`,
  );
}

function headIn(folder: string, { answer, end }: { readonly answer: string; readonly end: GitEnd }): string {
  if (end.exitCode === 0 && /^[0-9a-f]{40,64}$/.test(answer)) return answer;
  if (end.exitCode !== 1) throw refusedByGit(folder, end);
  throw notARepository(
    `The repository in ${folder} has no commit yet: commit what the design should read, or run without it.`,
  );
}

function notARepository(message: string, cause?: unknown): Fault {
  return new Fault('not_a_repository', message, cause);
}
