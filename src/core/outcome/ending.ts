import type { Draft } from '../draft.ts';
import type { FinalStatus, GateReason, Step, StopReason } from '../events.ts';
import { obituary, personas } from '../participants.ts';
import { endAllTurns } from '../round/turns.ts';
import { phaseOf, statusOf } from '../status.ts';

/**
 * What code found the design to come to. Its sessions are released and its files written; only then does it end,
 * because nobody is told of a result that cannot be read (P3).
 */
export function settleOutcome(
  draft: Draft,
  status: 'completed' | 'needs_review',
  stoppedBecause: StopReason,
  reasons: readonly GateReason[],
  detail: string,
): void {
  endAllTurns(draft, 'cancelled', { class: 'design_settled', message: detail, retryable: false });
  draft.record({ type: 'outcome_settled', status, stoppedBecause, reasons: [...reasons], detail });
  enterStep(draft, 'writing');
}

export function endDesign(
  draft: Draft,
  status: FinalStatus,
  stoppedBecause: StopReason,
  by: string,
  detail: string,
): void {
  endAllTurns(draft, 'cancelled', {
    class: 'design_ended',
    message: detail.slice(0, 1_000),
    retryable: false,
  });
  draft.record({ type: 'design_ended', status, stoppedBecause, by, detail: detail.slice(0, 2_000) });
}

/** C8, C9: the step that loses the last persona is the step that cancels, once, naming what each died of. */
export function cancelForWantOfPersonas(draft: Draft): void {
  const all = personas(draft.design);
  const neverResumed = all.every(({ sessions }) => {
    const resumed = sessions.findIndex((session) => session.origin === 'resume');
    return resumed >= 0 && sessions.slice(resumed).every((session) => session.pid === null);
  });
  const reason = neverResumed ? 'not_resumed' : 'no_persona_left';
  endDesign(draft, 'cancelled', reason, '', `${all.map(obituary).join('. ')}.`);
}

export function enterStep(draft: Draft, step: Step): void {
  draft.record({ type: 'status_changed', status: statusOf(draft.design), phase: phaseOf(step), step });
}
