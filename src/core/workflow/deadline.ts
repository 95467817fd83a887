import { endAnsweringAtDeadline } from '../answering/closing.ts';
import { endPart } from '../policy/reserve.ts';
import type { Draft } from '../vocabulary/draft.ts';
import type { TimerId } from '../vocabulary/ids.ts';
import { listAwaited } from '../vocabulary/round.ts';
import { openGate, openRound } from '../vocabulary/status.ts';
import { resumeAfterPause } from './pause.ts';
import { endTurn, excuse } from './rounds/turns.ts';
import { reminderOf, timersOf } from './timers.ts';

/** A timer's id without the number of the object it bounds. */
type TimerKind = TimerId extends infer Id
  ? Id extends `${infer Kind}:${string}`
    ? Kind
    : Id
  : never;

const PASSED: Record<TimerKind, (draft: Draft) => void> = {
  round: excuseSlow,
  answering: endAnsweringAtDeadline,
  gate: (draft) => {
    const gate = openGate(draft.design);
    if (gate === null) return;
    draft.record({ type: 'gate_decided', gateId: gate.id, choice: 'unanswered', note: '', by: '' });
  },
  reminder: remindPeople,
  pause: resumeAfterPause,
  deliberation: endPhase,
  synthesis: endPhase,
};

/**
 * Handles a timer that went off. A disarmed timer changes nothing, since it bounded something that
 * is over.
 */
export function passDeadline(draft: Draft, timerId: TimerId): void {
  if (!timersOf(draft.design).some((timer) => timer.id === timerId)) return;
  for (const [kind, pass] of Object.entries(PASSED)) {
    if (timerId === kind || timerId.startsWith(`${kind}:`)) pass(draft);
  }
}

function remindPeople(draft: Draft): void {
  const reminder = reminderOf(draft.design);
  if (reminder !== null) draft.record({ type: 'people_reminded', about: reminder.about, by: '' });
}

/** Begins no more rounds of the part and goes on with the contributions so far. */
function endPhase(draft: Draft): void {
  endPart(draft);
  excuseSlow(draft);
}

function excuseSlow(draft: Draft): void {
  const round = openRound(draft.design);
  if (round === null) return;
  const error = {
    class: 'round_deadline',
    message: 'The round ended before this turn did.',
    retryable: false,
  };
  for (const id of listAwaited(round)) {
    for (const turn of draft.design.turns) {
      if (turn.participant === id && turn.roundId === round.id)
        endTurn(draft, turn, 'timed_out', error);
    }
    excuse(draft, round, id, 'timed_out', 'no answer by the deadline');
  }
}
