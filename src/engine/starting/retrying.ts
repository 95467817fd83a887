import { outcomeOf } from '../../core/outcome/outcome.ts';
import { type RetryReason, retryQuestionOf, shouldRetry } from '../../core/outcome/policy/should-retry.ts';
import type { Design } from '../../core/vocabulary/design.ts';
import type { DesignId } from '../../core/vocabulary/ids.ts';
import { listPersonas as personasOf } from '../../core/vocabulary/participants.ts';
import type { Parts } from '../parts/parts.ts';

/** `successor`: the design that has already run it again, if any. */
export interface RetryPreview {
  readonly retry: boolean;
  readonly reason: RetryReason;
  readonly successor?: DesignId;
}

/** Says whether this design may be run again, and why (A6). */
export async function retryPreview(
  design: Design,
  { store, personas, rehearsal }: Pick<Parts, 'store' | 'personas' | 'rehearsal'>,
): Promise<RetryPreview> {
  const own = retryQuestionOf(design);
  const successor = await store.successor(design.id);
  const answer = shouldRetry({
    ...own,
    // A design is run again only once; after that, only its successor can be.
    retriesUsed: successor === null ? own.retriesUsed : own.maxRetries,
    // Rehearsals and real designs never continue each other; and without a persona file nobody can speak.
    enabled:
      own.enabled &&
      design.rehearsal === rehearsal &&
      personasOf(design).some(({ id }) => personas.some(({ profile }) => profile.id === id)),
  });
  return { ...answer, ...(successor === null ? {} : { successor }) };
}

/** The rule against another run, in sentences. `isRehearsing`: another run would rehearse. */
export function obstacleOf(design: Design, isRehearsing: boolean): string {
  if (design.end === null) return notAgain('It is still running');
  if (!retryQuestionOf(design).enabled) {
    const { decidedBy } = outcomeOf(design);
    const why =
      decidedBy?.choice === 'accept' ? `${decidedBy.by} accepted its decision` : 'It ended with a decision';
    return `${notAgain(why)} Follow up instead.`;
  }
  if (design.rehearsal === isRehearsing) return notAgain('The files of all its personas are gone');
  return notAgain(
    design.rehearsal
      ? 'It was a rehearsal, and another run would not be one'
      : 'It was not a rehearsal, and another run would be one',
  );
}

function notAgain(why: string): string {
  return `${why}, so it can’t be run again.`;
}
