import type { Design } from './design.ts';
import type { Draft } from './draft.ts';
import { openGateFor } from './gate.ts';
import { enterStep, settleOutcome } from './outcome/ending.ts';
import { isLastStep, isPause } from './status.ts';

/**
 * Nobody can write to the thread any more. If the design is to pause then, a person is asked whether it goes on: once, and
 * only while something is left that would cost money. `accept` lets it go on, `stop` ends it.
 */
export function pauseForThread(draft: Draft): void {
  if (!mayPause(draft.design)) return;
  openGateFor(draft, ['thread_unreachable'], ['accept', 'stop']);
  enterStep(draft, draft.design.step);
}

function mayPause({ settings, gates, step, settled, end }: Design): boolean {
  const isWanted = settings.threadGone === 'pause' && settings.gates === 'ask';
  const isOver = settled !== null || end !== null;
  return isWanted && !isOver && !gates.some(isPause) && !isLastStep(step);
}

/** Whoever configured a pause wants no money spent where nobody reads: undecided it is stopped, as at any gate. */
export function settleIfStoppedInPause(draft: Draft): boolean {
  const gate = draft.design.gates.find(isPause);
  const decision = gate?.decision ?? null;
  if (gate === undefined || decision === null || decision.choice === 'accept') return false;
  if (decision.choice === 'unanswered') {
    const detail = 'Nobody decided in time whether it goes on without its thread.';
    settleOutcome(draft, 'needs_review', 'gate_unanswered', gate.reasons, detail);
  } else {
    settleOutcome(draft, 'needs_review', 'decided_by_person', gate.reasons, decision.note);
  }
  return true;
}
