import type { Pinned } from '../../core/vocabulary/event-parts.ts';
import { Fault } from '../../foundation/fault.ts';
import { No } from '../../foundation/no.ts';
import type { KnownRepositories } from '../act-inputs.ts';
import { createProblem, type Problem } from '../problem.ts';

/** Pins the repository in a folder of this machine. */
export async function bringRepository(
  repositories: KnownRepositories,
  path: string,
  commit?: string,
): Promise<Pinned | No<Problem>> {
  try {
    return await repositories.bring(path, commit);
  } catch (error) {
    return new No(createProblem('repoPath', explainUnreadable(error)));
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
