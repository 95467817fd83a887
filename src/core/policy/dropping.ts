import type { Draft } from '../draft.ts';
import type { RoundKind } from '../round/round.ts';
import { isSynthesis } from '../status.ts';
import { kindsOf, type Shortage, shortageNow } from './reserve.ts';

/** Whether a round of this kind may begin now. Where it may not, it is on record that it was left out, and why. */
export function mayBegin(draft: Draft, kind: RoundKind): boolean {
  const reason = shortageNow(draft, kind);
  if (reason !== null) drop(draft, [kind], reason);
  return reason === null;
}

/** The time of deliberation, or of synthesis, is over: nothing more of it is begun. */
export function dropPhase(draft: Draft): void {
  drop(draft, kindsOf(isSynthesis(draft.design.step) ? 'synthesis' : 'deliberation'), 'time_used_up');
}

function drop(draft: Draft, kinds: readonly RoundKind[], reason: Shortage): void {
  const dropped = kinds.filter((kind) => !draft.design.dropped.some((each) => each.kind === kind));
  if (dropped.length > 0) draft.record({ type: 'deliberation_stopped', reason, dropped });
}
