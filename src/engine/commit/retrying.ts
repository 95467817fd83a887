import { outcomeOf } from '../../core/outcome/outcome.ts';
import { type RetryReason, retryQuestionOf, shouldRetry } from '../../core/outcome/policy/should-retry.ts';
import type { Design } from '../../core/vocabulary/design.ts';
import type { DesignId } from '../../core/vocabulary/ids.ts';
import { personas as personasOf } from '../../core/vocabulary/participants.ts';
import type { Parts } from '../design/parts.ts';

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
  const allowed = shouldRetry({
    ...own,
    // A design is run again only once; after that, only its successor can be.
    retriesUsed: successor === null ? own.retriesUsed : own.maxRetries,
    // Rehearsals and real designs never continue each other; and without a persona file nobody can speak.
    enabled:
      own.enabled &&
      design.rehearsal === rehearsal &&
      personasOf(design).some(({ id }) => personas.some(({ profile }) => profile.id === id)),
  });
  return { ...allowed, ...(successor === null ? {} : { successor }) };
}

/** Returns why it is not `enabled`, as the end of a sentence. `isRehearsing`: another run would rehearse. */
export function obstacleOf(design: Design, isRehearsing: boolean): string {
  if (design.end === null) return 'it is still running';
  if (!retryQuestionOf(design).enabled) {
    const { decidedBy } = outcomeOf(design);
    return decidedBy?.choice === 'accept'
      ? `${decidedBy.by} accepted its decision`
      : 'it ended with a decision: follow up on that';
  }
  if (design.rehearsal === isRehearsing) return 'the files of all its personas are gone';
  return design.rehearsal
    ? 'it was a rehearsal, and another run would not be one'
    : 'it was not a rehearsal, and another run would be one';
}
