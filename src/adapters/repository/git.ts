import { parse } from 'node:path';
import { Fault } from '../../foundation/fault.ts';
import { createCollector, type GitEnd, type RunGit, type Wanted } from './process.ts';
import { makeSealedFolder, type ObjectFormat } from './sealed-folder.ts';

/** Where a repository's objects are. Nothing else of it is read from then on. */
export interface ObjectStore {
  readonly objectsFolder: string;
  readonly shallowFile: string | null;
  /** A clone with a filter, so objects may be missing although nothing is damaged. */
  readonly isPartial: boolean;
  readonly format: ObjectFormat;
}

/** Git on one repository during one call. Its processes end with the call's signal. */
export interface Git {
  /** Stops once `onOutput` returns `enough`. Throws `Fault` if git fails. */
  stream(
    command: readonly string[],
    onOutput: (chunk: Buffer) => Wanted,
    options?: { readonly successCodes?: readonly number[] },
  ): Promise<GitEnd>;
  /** `cut`: there was more. Throws `Fault` if git fails. */
  read(
    command: readonly string[],
    maxBytes: number,
  ): Promise<{ readonly bytes: Buffer; readonly cut: boolean }>;
}

/** Opens only a repository's objects. Git runs in the root folder, where relative paths mean nothing. */
export function openGit(run: RunGit, store: ObjectStore, signal: AbortSignal): Git {
  const environment = {
    GIT_OBJECT_DIRECTORY: store.objectsFolder,
    ...(store.shallowFile === null ? {} : { GIT_SHALLOW_FILE: store.shallowFile }),
  };
  const stream: Git['stream'] = async (command, onOutput, options = {}) => {
    const gitFolder = makeSealedFolder(store.format);
    const end = await run({
      arguments: [`--git-dir=${gitFolder}`, ...command],
      folder: parse(gitFolder).root,
      environment,
      signal,
      onOutput,
    });
    const successCodes: readonly (number | null)[] = [null, ...(options.successCodes ?? [0])];
    if (!successCodes.includes(end.exitCode)) throw makeGitFault(command[0] ?? '', end);
    return end;
  };
  const read: Git['read'] = async (command, maxBytes) => {
    const { take, collected } = createCollector(maxBytes);
    await stream(command, take);
    return collected();
  };
  return { stream, read };
}

export async function hasCommit(git: Git, commit: string): Promise<boolean> {
  const end = await git.stream(['cat-file', '-e', `${commit}^{commit}`], () => 'more', {
    successCodes: [0, 1, 128],
  });
  return end.exitCode === 0;
}

/** True if files or folders of the commit are missing, as in a clone with a filter. */
export async function lacksObjects(git: Git, commit: string): Promise<boolean> {
  const objects = ['rev-list', '--objects', '--no-object-names', '--no-walk', '--missing=print', commit];
  const end = await git.stream(objects, (names) => (names.includes('?') ? 'enough' : 'more'));
  return end.exitCode === null;
}

function makeGitFault(command: string, end: GitEnd): Fault {
  return new Fault(
    'repository_unreadable',
    `git ${command} ended with ${end.exitCode}: ${mainComplaintOf(end)}`,
  );
}

/** Git's reason for failing. Warnings are never shown, since some quote a file's content. */
export function mainComplaintOf(end: GitEnd): string {
  const lines = end.complaint.trim().split('\n');
  const reason =
    lines.find((line) => line.startsWith('fatal: ')) ?? lines.find((line) => line.startsWith('error: '));
  return reason ?? 'it did not say why';
}
