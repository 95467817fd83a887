import * as z from 'zod';
import type { Design } from './design.ts';
import { TimerId } from './ids.ts';
import { deliberationDeadlineAt, pausedMsSince } from './policy/reserve.ts';
import { isOver, openGate, openRound, timeUsedBy } from './status.ts';

export const Timer = z.strictObject({
  id: TimerId,
  /** Milliseconds since the epoch. */
  dueAt: z.number().int().nonnegative(),
});
export type Timer = z.infer<typeof Timer>;

/** All timers that a design has armed: a function of its state, so that none can be forgotten or left behind. */
export function timersOf(design: Design): Timer[] {
  if (isOver(design)) return [];
  const gate = openGate(design);
  if (gate !== null) return [{ id: `gate:${gate.id}`, dueAt: gate.deadlineAt }];
  if (design.answering !== null) return [{ id: 'answering', dueAt: design.answering.deadlineAt }];

  const timers: Timer[] = [];
  const round = openRound(design);
  if (round !== null) timers.push({ id: `round:${round.id}`, dueAt: round.deadlineAt });
  if (timeUsedBy(design.step) === 'synthesis') {
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
