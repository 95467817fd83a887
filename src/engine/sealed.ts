/** What nobody reads before all proposals are revealed: the proposals, by whichever way. */

import type { Design } from '#design/state.ts';
import type { StoredEvent } from '#store/store.ts';
import type { TurnHead } from '#turns/record.ts';

/** At the end there is nothing left to keep apart. */
export function isRevealed({ areRevealed, settled }: Design): boolean {
  return areRevealed || settled !== null;
}

/** An event as it is shown; a sealed proposal's has its hash alone. */
export function eventJson({ seq, event }: StoredEvent, isRevealed: boolean) {
  return event.type === 'proposal_sealed' && !isRevealed
    ? { seq, ...event, proposal: null, citations: [] }
    : { seq, ...event };
}

export function isSealed({ kind }: TurnHead, design: Design): boolean {
  return kind === 'proposals' && !isRevealed(design);
}
