import { outcomeOf } from '../../core/outcome/outcome.ts';
import { isStoppedForGood, mayRunAgain, type RunAgainReason } from '../../core/policy/run-again.ts';
import type { Design } from '../../core/vocabulary/design.ts';
import type { DesignId } from '../../core/vocabulary/ids.ts';
import { listPersonas as personasOf } from '../../core/vocabulary/participants.ts';
import { No } from '../../foundation/no.ts';
import type { Parts } from '../parts/parts.ts';

/** `not_open`: it has not ended. `successor`: the design that has already run it again, if any. */
export interface NotAgain {
  readonly reason: Exclude<RunAgainReason, 'again'> | 'not_open';
  readonly successor?: DesignId;
}

/** Says whether this design may be run again, or why not. */
export async function previewRetry(
  design: Design,
  { store, personas, rehearsal }: Pick<Parts, 'store' | 'personas' | 'rehearsal'>,
): Promise<'again' | No<NotAgain>> {
  if (design.end === null) return new No({ reason: 'not_open' });
  const successor = await store.successor(design.id);
  const hasFile = personasOf(design).some(({ id }) =>
    personas.some(({ profile }) => profile.id === id),
  );
  const reason = mayRunAgain(design, design.end, {
    hasSuccessor: successor !== null,
    // Rehearsals and real designs never continue each other; and without a persona file nobody can
    // speak.
    isBarred: design.rehearsal !== rehearsal || !hasFile,
  });
  if (reason === 'again') return reason;
  return new No({ reason, ...(successor === null ? {} : { successor }) });
}

/** Why a design is not run again, in sentences. `isRehearsing`: another run would rehearse. */
export function sayNotAgain(
  reason: NotAgain['reason'],
  design: Design,
  isRehearsing: boolean,
): string {
  switch (reason) {
    case 'not_open':
      return refuseAgain('It is still running');
    case 'decision_passed': {
      const { decidedBy } = outcomeOf(design);
      const why =
        decidedBy?.choice === 'accept'
          ? `${decidedBy.by} accepted its decision`
          : 'It ended with a decision';
      return `${refuseAgain(why)} Follow up instead.`;
    }
    case 'max_retries_reached':
      return 'It has been run again as often as allowed. Start a new design.';
    case 'permanent_error':
      return refuseAgain(nameBar(design, isRehearsing));
    case 'low_confidence':
      return 'It is not run again: another run would be just as unsure. Follow up on it with what is missing.';
  }
}

function nameBar(
  { end, rehearsal }: Pick<Design, 'end' | 'rehearsal'>,
  isRehearsing: boolean,
): string {
  if (rehearsal !== isRehearsing)
    return rehearsal
      ? 'It was a rehearsal, and another run would not be one'
      : 'It was not a rehearsal, and another run would be one';
  return end !== null && isStoppedForGood(end)
    ? 'What stopped it would stop it again'
    : 'The files of all its personas are gone';
}

function refuseAgain(why: string): string {
  return `${why}, so it can’t be run again.`;
}
