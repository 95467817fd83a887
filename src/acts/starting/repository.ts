import type { Pinned } from '../../core/vocabulary/event-parts.ts';
import { Fault } from '../../foundation/fault.ts';
import type { KnownRepositories } from '../act-inputs.ts';
import { problemIn } from '../problem.ts';

/** Pins the repository in a folder of this machine. Throws `Problem`. */
export async function bringRepository(
  repositories: KnownRepositories,
  path: string,
  commit?: string,
): Promise<Pinned> {
  try {
    return await repositories.bring(path, commit);
  } catch (error) {
    throw problemIn('repoPath', explainUnreadable(error));
  }
}

/** Explains an unreadable repository, for the local command line alone. Throws any other error. */
export function explainUnreadable(error: unknown): string {
  if (
    error instanceof Fault &&
    (error.code === 'not_a_repository' || error.code === 'repository_unreadable')
  )
    return error.message;
  throw error;
}
