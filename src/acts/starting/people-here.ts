import type { Settings } from '../../core/vocabulary/event-parts.ts';
import { DAY_MS } from '../../foundation/day.ts';

export const MINUTE_MS = 60_000;

/** Milliseconds that an unattended design waits for a model, unless it has a deadline. */
const UNATTENDED_UNAVAILABLE_MS = 10 * MINUTE_MS;

export interface PeopleHere {
  readonly gates?: boolean | undefined;
  readonly answerSeconds?: number | undefined;
  readonly deadlineMinutes?: number | undefined;
}

/** Settings by which a design waits for people: at the command line they may not be there. */
export function waitingSettingsOf({
  gates,
  answerSeconds,
  deadlineMinutes,
}: PeopleHere): Partial<Settings> {
  const unavailableMs =
    gates === false && deadlineMinutes === undefined ? UNATTENDED_UNAVAILABLE_MS : DAY_MS;
  return {
    ...(gates === undefined ? {} : { gates: gates ? 'ask' : 'none', unavailableMs }),
    ...(answerSeconds === undefined ? {} : { answerMs: Math.round(answerSeconds * 1_000) }),
  };
}
