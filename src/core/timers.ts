import * as z from 'zod';
import type { Design } from './design.ts';
import { TimerId } from './ids.ts';
import { deliberationEndsAt, endsAt, isDeliberationOver } from './policy/reserve.ts';
import { answeringUntil } from './question/questions.ts';
import { isOver, isSynthesis, openGate, openRound } from './status.ts';

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
  const timers: Timer[] = [];
  const round = openRound(design);
  if (round !== null) timers.push({ id: `round:${round.id}`, dueAt: round.deadlineAt });
  const until = answeringUntil(design);
  // While people are waited for, the design's own time stands still.
  if (until !== null) return [...timers, { id: 'answering', dueAt: until }];
  if (isSynthesis(design.step)) timers.push({ id: 'synthesis', dueAt: endsAt(design) });
  else if (!isDeliberationOver(design))
    timers.push({ id: 'deliberation', dueAt: deliberationEndsAt(design) });
  return timers;
}
