import { existsSync } from 'node:fs';
import { mkdtemp, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { errorMessageOf, Fault } from '../../foundation/fault.ts';
import { keepDefined } from '../../foundation/keep-defined.ts';
import { DEFAULT_GIT_BOUNDS } from './bounds.ts';
import { DEFAULT_SEARCH_PATH } from './environment.ts';
import { mainComplaintOf } from './git.ts';
import { createGitRunner } from './process.ts';

/** Longer than any import of a history that fits into one text file. */
const IMPORT_MS = 30_000;

/**
 * Creates a bare repository with the branch `main` at `folder`, from a history for `git
 * fast-import`. The parent folder must exist. Does nothing if the repository exists. It appears as
 * a whole, even if two processes create it at once. The same history gives the same commit ids
 * everywhere. Throws `Fault`.
 */
export async function importHistory(history: string, folder: string): Promise<void> {
  if (existsSync(folder)) return;
  const run = createGitRunner({
    gitPath: 'git',
    searchPath: DEFAULT_SEARCH_PATH,
    processes: 1,
    waiting: 1,
    memoryBytes: DEFAULT_GIT_BOUNDS.memoryBytes,
  });
  const unfinished = await mkdtemp(`${folder}-`);
  const git = async (command: readonly string[], input?: string): Promise<void> => {
    const end = await run({
      arguments: command,
      folder: unfinished,
      signal: AbortSignal.timeout(IMPORT_MS),
      // A process that reads no input may end before an empty input is written.
      ...keepDefined({ input }),
      onOutput: () => 'more',
    });
    if (end.exitCode !== 0)
      throw new Fault('repository_unreadable', `git ${command[0]}: ${mainComplaintOf(end)}`);
  };
  try {
    await git(['init', '--quiet', '--bare', '--template=', '.']);
    await git(['symbolic-ref', 'HEAD', 'refs/heads/main']);
    await git(['fast-import', '--quiet'], history);
    await rename(unfinished, folder);
  } catch (error) {
    await rm(unfinished, { recursive: true, force: true });
    // Another process was faster.
    if (existsSync(join(folder, 'HEAD'))) return;
    if (error instanceof Fault) throw error;
    throw new Fault('write_failed', `${folder} could not be made: ${errorMessageOf(error)}`, error);
  }
}
