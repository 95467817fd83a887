import { countOf } from '../../core/vocabulary/figures.ts';
import type { NotHere } from '../../ports/repository.ts';
import type { GitBounds } from './bounds.ts';
import type { GitStopReason } from './process.ts';

/** Words about what a repository may have, but was not read. */

const COMPLETE = 'git fetch --refetch --no-filter';
export const FETCH_ALL = `To fetch all that is missing, run ${COMPLETE} there: without --no-filter, git fetches as little as before.`;

/** A sentence of the digest, by which it is known that a pinned clone is partial. */
export const PARTIAL = 'It is a partial clone: earlier versions of files may be missing.';

export function sayLacking(missing: number): string {
  return `It lacks ${countOf(missing, 'file or folder', 'files or folders')} of this commit. What it lacks exists all the same.`;
}

const GO_ON = 'Go on without it, and say so.';

/** Why git could not read an object. `isPartial`: the clone has a filter. */
export function explainFailure(isPartial: boolean): NotHere {
  if (isPartial) {
    const text = `This is not here, though it may well exist: the clone is partial, and lacks some files or earlier versions. People can complete it with ${COMPLETE}. ${GO_ON}`;
    return { kind: 'not_here', reason: 'partial', text };
  }
  const text = `This could not be read, though it may well exist: the repository may have been moved, deleted or damaged, or lack objects of this commit. ${GO_ON}`;
  return { kind: 'not_here', reason: 'unreadable', text };
}

/** Not read as a rule. */
export function refuseReading(text: string): NotHere {
  return { kind: 'not_here', reason: 'refused', text };
}

export function explainTooLarge(what: string): NotHere {
  const text = `${what} is too large to be read to its end, so this may well exist. ${GO_ON}`;
  return { kind: 'not_here', reason: 'too_large', text };
}

export function explainStop(reason: GitStopReason, bounds: GitBounds): NotHere {
  return {
    kind: 'not_here',
    reason: reason === 'out_of_memory' ? 'too_large' : 'no_room',
    text: sayStop(reason, bounds),
  };
}

function sayStop(reason: GitStopReason, bounds: GitBounds): string {
  switch (reason) {
    case 'timed_out':
      return `This took longer than ${Math.ceil(bounds.callMs / 1000)} s and was ended. Narrow the path, or ask for fewer lines or commits.`;
    case 'out_of_memory':
      return `This took more than ${bounds.memoryBytes / 1024 ** 2} MiB of memory and was ended: there is a huge file. Narrow the path so that it is left out.`;
    case 'busy':
      return 'Too many reads are waiting already. Ask again later.';
    case 'aborted':
      return 'The turn ended before this was read.';
  }
}
