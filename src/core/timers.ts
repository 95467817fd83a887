import type { Design } from './design.ts';
import type { GateId, RoundId } from './ids.ts';
import { deliberationDeadlineAt, pausedMsSince } from './policy/reserve.ts';
import { openGate, openRound, phaseOf } from './status.ts';

/** A timer is named after what it bounds; its name is what `pass_deadline` brings back. */
export type TimerId = `round:${RoundId}` | 'answering' | `gate:${GateId}` | 'deliberation' | 'synthesis';

export interface Timer {
  readonly id: TimerId;
  /** Milliseconds since the epoch. */
  readonly dueAt: number;
}

/** All timers that a design has armed: a function of its state, so that none can be forgotten or left behind. */
export function timersOf(design: Design): Timer[] {
  if (design.end !== null || design.settled !== null) return [];
  const gate = openGate(design);
  if (gate !== null) return [{ id: `gate:${gate.id}`, dueAt: gate.deadlineAt }];
  if (design.answering !== null) return [{ id: 'answering', dueAt: design.answering.deadlineAt }];

  const timers: Timer[] = [];
  const round = openRound(design);
  if (round !== null) timers.push({ id: `round:${round.id}`, dueAt: round.deadlineAt });
  if (phaseOf(design.step) === 'synthesis') {
    const began = design.rounds.findLast((each) => each.kind === 'composite')?.openedAt;
    if (began !== undefined) {
      const ownMs = design.settings.synthesisMs + pausedMsSince(design, began);
      timers.push({ id: 'synthesis', dueAt: began + ownMs });
    }
  } else if (design.deliberationStopped === null) {
    timers.push({ id: 'deliberation', dueAt: deliberationDeadlineAt(design) });
  }
  return timers;
}
