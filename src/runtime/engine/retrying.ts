import type { Design } from '../../core/design.ts';
import type { DesignId } from '../../core/ids.ts';
import { MAX_DESIGN_RETRIES, type RetryQuestion, retryQuestionOf } from '../../core/policy/should-retry.ts';
import type { Store } from '../ports/store.ts';
import type { Parts } from './parts.ts';

/** What `shouldRetry` needs to know about running this design again. */
export async function retryQuestion(
  design: Design,
  { store, personas, rehearsal }: Pick<Parts, 'store' | 'personas' | 'rehearsal'>,
): Promise<RetryQuestion> {
  const own = retryQuestionOf(design);
  return {
    ...own,
    // It is run again once; after that, what may be run again is its successor.
    retriesUsed:
      (await store.successor(design.id)) === null ? await predecessors(design, store) : MAX_DESIGN_RETRIES,
    // What was rehearsed is never carried over into advice, nor advice into a rehearsal; and somebody whose file is
    // gone cannot speak again.
    enabled:
      own.enabled &&
      design.rehearsal === rehearsal &&
      design.participants.every(({ id }) => personas.some(({ profile }) => profile.id === id)),
  };
}

/** What there is to know of a design to say why nobody may run it again. */
interface Ended {
  readonly hasEnded: boolean;
  readonly metEveryCheck: boolean;
  readonly rehearsal: boolean;
}

/** Why it is not `enabled`, of all that there is against it, continuing a sentence. `isRehearsing`: whether another run would be a rehearsal. */
export function obstacleWords({ hasEnded, metEveryCheck, rehearsal }: Ended, isRehearsing: boolean): string {
  if (!hasEnded) return 'it still runs';
  if (metEveryCheck) return 'it met every check';
  if (rehearsal === isRehearsing) return 'the file of one of its personas is gone';
  return rehearsal
    ? 'it was a rehearsal, and another run would be none'
    : 'it was no rehearsal, and another run would be one';
}

/** The same of a design as it is here. */
export function obstacleOf(design: Design, isRehearsing: boolean): string {
  const hasEnded = design.end !== null;
  const metEveryCheck = hasEnded && !retryQuestionOf(design).enabled;
  return obstacleWords({ hasEnded, metEveryCheck, rehearsal: design.rehearsal }, isRehearsing);
}

async function predecessors(design: Design, store: Store): Promise<number> {
  let count = 0;
  let id: DesignId | null = design.successorOf;
  while (id !== null && count < MAX_DESIGN_RETRIES) {
    count += 1;
    id = (await store.summary(id))?.successorOf ?? null;
  }
  return count;
}
