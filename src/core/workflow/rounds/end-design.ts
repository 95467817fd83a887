import { cutText } from '#foundation/cut-text.ts';
import type { Draft } from '../../vocabulary/draft.ts';
import type { FinalStatus, StopReason } from '../../vocabulary/event-parts.ts';
import { type Signed, signatureOf } from '../../vocabulary/via.ts';
import { cancelTurns } from './turns.ts';

/** Longest detail in the events that settle or end a design. */
export const DETAIL_CHARACTERS = 2_000;

/** A design ends once; later endings change nothing. */
export function endDesign(
  draft: Draft,
  status: FinalStatus,
  stoppedBecause: StopReason,
  who: Signed,
  detail: string,
): void {
  if (draft.design.end !== null) return;
  cancelTurns(draft, 'design_ended', detail);
  draft.record({
    type: 'design_ended',
    status,
    stoppedBecause,
    ...signatureOf(who),
    detail: cutText(detail, DETAIL_CHARACTERS),
  });
}
