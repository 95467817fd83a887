import type { Draft } from './draft.ts';
import { settleOutcome } from './outcome/ending.ts';
import { closeAnswering } from './question/answering.ts';
import { type Round, waitingFor } from './round/round.ts';
import { endTurn, excuse } from './round/turns.ts';
import { openGate, openRound } from './status.ts';
import { type TimerId, timersOf } from './timers.ts';

/** A timer that is no longer armed when it goes off changes nothing: what it bounded is over. */
export function passDeadline(draft: Draft, timerId: TimerId): void {
  const { design } = draft;
  if (!timersOf(design).some((timer) => timer.id === timerId)) return;
  const round = openRound(design);
  if (timerId === 'answering') {
    closeAnswering(draft, 'deadline', '');
  } else if (timerId.startsWith('gate:')) {
    const gate = openGate(design);
    if (gate !== null)
      draft.record({ type: 'gate_decided', gateId: gate.id, choice: 'unanswered', note: '', by: '' });
  } else if (timerId === 'deliberation') {
    draft.record({ type: 'deliberation_stopped', reason: 'time_used_up' });
    if (round !== null) excuseSlow(draft, round);
  } else if (timerId === 'synthesis') {
    settleOutcome(draft, 'needs_review', 'time_used_up', [], 'The time for synthesis was used up.');
  } else if (round !== null) {
    excuseSlow(draft, round);
  }
}

function excuseSlow(draft: Draft, round: Round): void {
  const error = {
    class: 'round_deadline',
    message: 'The round ended before this turn did.',
    retryable: false,
  };
  for (const id of waitingFor(round)) {
    for (const turn of draft.design.turns) {
      if (turn.participant === id && turn.roundId === round.id) endTurn(draft, turn, 'timed_out', error);
    }
    excuse(draft, round, id, 'timed_out', 'no answer by the deadline');
  }
}
