import type { Design } from '../../core/design.ts';
import type { DesignId } from '../../core/ids.ts';
import { IS_PERMANENT, type RetryQuestion } from '../../core/policy/should-retry.ts';
import type { Store } from '../ports/store.ts';
import type { Parts } from './parts.ts';

/** How often one design may be run again, all successors counted. Our own choice. */
const MAX_DESIGN_RETRIES = 3;

/** What `shouldRetry` needs to know about running this design again. */
export async function retryQuestion(
  design: Design,
  { store, personas, rehearsal }: Pick<Parts, 'store' | 'personas' | 'rehearsal'>,
): Promise<RetryQuestion> {
  const { end } = design;
  const lowConfidence = design.settled?.reasons.includes('low_confidence') ?? false;
  return {
    // It is run again once; after that, what may be run again is its successor.
    retriesUsed:
      (await store.successor(design.id)) === null ? await predecessors(design, store) : MAX_DESIGN_RETRIES,
    maxRetries: MAX_DESIGN_RETRIES,
    permanent: end !== null && IS_PERMANENT[end.stoppedBecause],
    // A design that still runs, or that met every check, is nothing to run again. What was rehearsed is never carried
    // over into advice, nor advice into a rehearsal; and somebody whose file is gone cannot speak again.
    enabled:
      end !== null &&
      (end.status !== 'completed' || lowConfidence) &&
      design.rehearsal === rehearsal &&
      design.participants.every(({ id }) => personas.some(({ profile }) => profile.id === id)),
    lowConfidence,
  };
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
