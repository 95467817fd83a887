import type { Design } from '../design.ts';
import type { StopReason } from '../events.ts';
import { reasonsIn, STOP_WORDS } from '../words.ts';
import { outcomeOf } from './outcome.ts';

/** Why it ended. That everything was done is no reason for a person to look at it. Continues a sentence. */
export function endWords(design: Design, stoppedBecause: StopReason): string {
  const outcome = outcomeOf(design);
  const { reasons } = outcome;
  const isReviewed = (design.end ?? design.settled)?.status === 'needs_review' && reasons.length > 0;
  return isReviewed && stoppedBecause === 'finished'
    ? reasonsIn(reasons, outcome).join('; ')
    : STOP_WORDS[stoppedBecause];
}
