import { deliberationEndOf, endsAt } from '../policy/time-left.ts';
import { answeringEndOf } from '../questions/replies/questions.ts';
import type { Design } from '../vocabulary/design.ts';
import { isAskedAct, type RemindedOf } from '../vocabulary/event-parts.ts';
import type { TimerId } from '../vocabulary/ids.ts';
import {
  findReminder,
  isOver,
  isSynthesis,
  openGate,
  openPauseOf,
  openRound,
} from '../vocabulary/status.ts';

export interface Timer {
  readonly id: TimerId;
  /** Milliseconds since the epoch. */
  readonly dueAt: number;
}

/**
 * All armed timers of a design, computed from its state so that none can be forgotten or left
 * behind.
 */
export function timersOf(design: Design): Timer[] {
  if (isOver(design)) return [];
  const gate = openGate(design);
  const reminder = reminderOf(design);
  const timers: Timer[] =
    reminder === null ? [] : [{ id: `reminder:${reminder.about}`, dueAt: reminder.dueAt }];
  const round = openRound(design);
  const pause = openPauseOf(design);
  // The round's time stops during a pause.
  if (pause !== null) timers.push({ id: 'pause', dueAt: pause.until });
  else if (round !== null) timers.push({ id: `round:${round.id}`, dueAt: round.deadlineAt });
  // The design's own time stops while it waits for people, and theirs begins when they can see what
  // is asked.
  if (gate !== null)
    return gate.isSeen ? [...timers, { id: `gate:${gate.id}`, dueAt: gate.deadlineAt }] : timers;
  const until = answeringEndOf(design);
  if (until !== null)
    return design.answering?.isSeen ? [...timers, { id: 'answering', dueAt: until }] : timers;
  if (isSynthesis(design.step)) timers.push({ id: 'synthesis', dueAt: endsAt(design) });
  // During a pause, ending deliberation would only ask the unavailable model.
  else if (pause === null && !design.partsOver.includes('deliberation'))
    timers.push({ id: 'deliberation', dueAt: deliberationEndOf(design) });
  return timers;
}

/**
 * The next reminder for people: due halfway to a gate's deadline, or halfway through the time to
 * answer if no one has said anything. `null` for none.
 */
export function reminderOf(
  design: Design,
): { readonly about: RemindedOf; readonly dueAt: number } | null {
  const { settings, thread, answering, replies, reminders } = design;
  if (settings.remind === undefined || thread === null || isOver(design)) return null;
  const gate = openGate(design);
  const asked = gate ?? answering;
  const about = gate?.id ?? 'answering';
  const isAnswered = gate === null && replies.some(({ since }) => since > 0);
  if (!asked?.isSeen || isAnswered || reminders.some((each) => each.about === about)) return null;
  const dueAt = Math.floor((asked.openedAt + asked.deadlineAt) / 2);
  return dueAt < asked.deadlineAt ? { about, dueAt } : null;
}

/**
 * `true` once the wait is over that the reminder is about; a request to the starter is never over.
 */
export function isReminderOver(design: Design, index: number): boolean {
  const { about } = findReminder(design, index);
  return !isAskedAct(about) && waitEndOf(design, about) === null;
}

/**
 * End of the wait that people are reminded of, in milliseconds since the epoch; `null` once it is
 * over.
 */
function waitEndOf(design: Design, about: RemindedOf): number | null {
  if (about === 'answering') return answeringEndOf(design);
  const gate = openGate(design);
  return gate?.id === about ? gate.deadlineAt : null;
}
