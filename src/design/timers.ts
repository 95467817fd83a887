/** When something is due without anybody reporting it: computed from the state, so that none is forgotten. */

import type { Change } from './change.ts';
import { answersDueAt, closeAnswering, matchingTimeOf } from './questioning.ts';
import { beginRound, openRound } from './rounds.ts';
import { hasProcesses, park } from './sessions.ts';
import type { Design } from './state.ts';
import { isSettled, openGate } from './status.ts';

/** A design that waits for people keeps no process for longer (C23). */
const PARK_MS = 60_000;

/** The next moment at which `pass_time` is due, in milliseconds since the epoch, or `null`. */
export function timersOf(design: Design): number | null {
  if (isSettled(design)) return null;
  const moments = [
    openGate(design)?.deadlineAt ?? null,
    answersDueAt(design),
    matchingTimeOf(design),
    parkingTimeOf(design),
  ].filter((moment) => moment !== null);
  return moments.length === 0 ? null : Math.min(...moments);
}

/** Carries out what is due at this moment; `flow.ts` does the rest. */
export function passTime(change: Change): void {
  const { design, at } = change;
  const isDue = (moment: number | null) => moment !== null && at >= moment;
  if (isSettled(design)) return;
  const gate = openGate(design);
  if (gate !== null && at >= gate.deadlineAt)
    change.record({
      type: 'gate_decided',
      gateId: gate.id,
      choice: 'unanswered',
      note: '',
      by: null,
    });
  else if (isDue(answersDueAt(design)))
    closeAnswering(change, design.answering === null ? 'cannot_ask' : 'deadline', null);
  else if (isDue(matchingTimeOf(design))) beginRound(change, 'matching');
  else if (isDue(parkingTimeOf(design))) park(change);
}

/** Until people have answered, no participant has anything to do. */
function parkingTimeOf(design: Design): number | null {
  const { answering } = design;
  if (answering === null || openRound(design) !== null || !hasProcesses(design)) return null;
  const since = design.rounds.at(-1)?.closedAt ?? 0;
  return Math.max(answering.openedAt, since) + PARK_MS;
}
