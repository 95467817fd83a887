import { parse } from 'node:path';
import { Fault } from '../../foundation/fault.ts';
import { createCollector, type GitEnd, type RunGit, type Wanted } from './process.ts';
import { type ObjectFormat, sealedFolder } from './sealed-folder.ts';

/** The place of a repository's objects. Once it is known, nothing else of the repository is read. */
export interface ObjectStore {
  /** Absolute path; one folder for all worktrees of a repository. */
  readonly objectsFolder: string;
  /** The file that lists where a shallow clone cut the history. */
  readonly shallowFile: string | null;
  readonly format: ObjectFormat;
}

/** One repository's git during one call. Every process ends when `signal` does. */
export interface Git {
  /** Passes output to `onOutput` until that returns `enough`. Throws `Fault` when git fails. */
  stream(
    command: readonly string[],
    onOutput: (chunk: Buffer) => Wanted,
    options?: { readonly input?: string; readonly successCodes?: readonly number[] },
  ): Promise<GitEnd>;
  /** Reads up to `maxBytes` of output; `cut` when there was more. Throws `Fault` when git fails. */
  read(
    command: readonly string[],
    maxBytes: number,
    options?: { readonly input?: string },
  ): Promise<{ readonly bytes: Buffer; readonly cut: boolean }>;
}

/** Opens a repository's objects and nothing else of it. Git runs in the root folder, where no path means anything. */
export function openGit(run: RunGit, store: ObjectStore, signal: AbortSignal): Git {
  const environment = {
    GIT_OBJECT_DIRECTORY: store.objectsFolder,
    ...(store.shallowFile === null ? {} : { GIT_SHALLOW_FILE: store.shallowFile }),
  };
  const stream: Git['stream'] = async (command, onOutput, options = {}) => {
    const gitFolder = sealedFolder(store.format);
    const end = await run({
      arguments: [`--git-dir=${gitFolder}`, ...command],
      folder: parse(gitFolder).root,
      environment,
      signal,
      onOutput,
      ...(options.input === undefined ? {} : { input: options.input }),
    });
    const successCodes: readonly (number | null)[] = [null, ...(options.successCodes ?? [0])];
    if (!successCodes.includes(end.exitCode)) throw gitFailed(command[0] ?? '', end);
    return end;
  };
  const read: Git['read'] = async (command, maxBytes, options = {}) => {
    const { take, collected } = createCollector(maxBytes);
    await stream(command, take, options);
    return collected();
  };
  return { stream, read };
}

/** Checks that the repository holds a commit of this id. */
export async function hasCommit(git: Git, commit: string): Promise<boolean> {
  const end = await git.stream(['cat-file', '-e', `${commit}^{commit}`], () => 'more', {
    successCodes: [0, 1, 128],
  });
  return end.exitCode === 0;
}

function gitFailed(command: string, end: GitEnd): Fault {
  return new Fault(
    'repository_unreadable',
    `git ${command} ended with ${end.exitCode}: ${mainComplaint(end)}`,
  );
}

/** Returns the line in which git says why it gave up. Warnings are never shown: some quote a file's content. */
export function mainComplaint(end: GitEnd): string {
  const lines = end.complaint.trim().split('\n');
  const said =
    lines.find((line) => line.startsWith('fatal: ')) ?? lines.find((line) => line.startsWith('error: '));
  return said ?? 'it did not say why';
}
