import { existsSync } from 'node:fs';
import { parse } from 'node:path';
import type { Reached } from '../../ports/repository.ts';
import { explainFailure } from './not-here.ts';
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

/**
 * Git on one repository during one call. Its processes end with the call's signal. If git fails,
 * nothing is here.
 */
export interface Git {
  /** Stops once `onOutput` returns `enough`. */
  stream(
    command: readonly string[],
    onOutput: (chunk: Buffer) => Wanted,
    options?: { readonly successCodes?: readonly number[] },
  ): Promise<Reached<GitEnd>>;
  /** `cut`: there was more. */
  read(command: readonly string[], maxBytes: number): Promise<Reached<Output>>;
}

/** Git's search complains of a file that is not here, and ends as if it had been searched. */
const UNREAD = /^error: .*unable to read/m;

interface Output {
  readonly bytes: Buffer;
  readonly cut: boolean;
}

/**
 * Opens only a repository's objects. Git runs in the root folder, where relative paths mean
 * nothing. `onFailure` gets git's complaint about each read that failed.
 */
export function openGit(
  run: RunGit,
  store: ObjectStore,
  signal: AbortSignal,
  onFailure: (cause: string) => void = () => undefined,
): Git {
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
    if (successCodes.includes(end.exitCode) && !UNREAD.test(end.complaint))
      return { kind: 'it', ...end };
    onFailure(`git ${command[0]} ended with ${end.exitCode}: ${mainComplaintOf(end)}`);
    return explainFailure(isFiltered(store));
  };
  const read: Git['read'] = async (command, maxBytes) => {
    const { take, collected } = createCollector(maxBytes);
    const end = await stream(command, take);
    return end.kind === 'it' ? { kind: 'it', ...collected() } : end;
  };
  return { stream, read };
}

/** True if a failure is probably that of a clone with a filter, which is where it was. */
export function isFiltered({ isPartial, objectsFolder }: ObjectStore): boolean {
  return isPartial && existsSync(objectsFolder);
}

/** `there`: false for a commit that is not here, as git says itself. */
export async function findCommit(
  git: Git,
  commit: string,
): Promise<Reached<{ readonly there: boolean }>> {
  const end = await git.stream(['cat-file', '-e', commit], () => 'more', { successCodes: [0, 1] });
  return end.kind === 'it' ? { kind: 'it', there: end.exitCode !== 1 } : end;
}

/** Counts files and folders of the commit that are missing, as in a clone with a filter. */
export async function countMissing(
  git: Git,
  commit: string,
): Promise<Reached<{ readonly missing: number }>> {
  const objects = [
    'rev-list',
    '--objects',
    '--no-object-names',
    '--no-walk',
    '--missing=print',
    commit,
  ];
  let missing = 0;
  const end = await git.stream(objects, (names) => {
    for (const byte of names) if (byte === QUESTION_MARK) missing += 1;
    return 'more';
  });
  return end.kind === 'it' ? { kind: 'it', missing } : end;
}

const QUESTION_MARK = 0x3f;

/** Git's reason for failing. Warnings are never shown, since some quote a file's content. */
export function mainComplaintOf(end: GitEnd): string {
  const lines = end.complaint.trim().split('\n');
  const reason =
    lines.find((line) => line.startsWith('fatal: ')) ??
    lines.find((line) => line.startsWith('error: '));
  return reason ?? 'it did not say why';
}
