import type { Design, Participant } from '../vocabulary/design.ts';
import type { StopReason } from '../vocabulary/event-parts.ts';
import type { EventOf } from '../vocabulary/events.ts';
import { listPersonas } from '../vocabulary/participants.ts';
import { isPermanentCrash } from '../vocabulary/session.ts';

/**
 * Most runs after the first, all successors counted: what failed four times will fail again. Our
 * own choice.
 */
export const MAX_RUNS_AGAIN = 3;

/** Reasons that would stop the next run too. */
const IS_PERMANENT: Record<StopReason, boolean> = {
  finished: false,
  decided_by_person: false,
  cancelled_by_person: false,
  no_persona_left: false,
  no_design_question: false,
  nothing_contributed: false,
  model_unavailable: false,
  time_used_up: false,
  money_used_up: false,
  gate_unanswered: false,
  thread_unreachable: false,
  write_failed: false,
  internal_error: true,
};

/** The closed set of reasons for and against running an ended design again. */
export type RunAgainReason =
  | 'again'
  | 'decision_passed'
  | 'max_retries_reached'
  | 'permanent_error'
  | 'low_confidence';

type End = Pick<EventOf<'design_ended'>, 'status' | 'stoppedBecause'>;

/** Facts outside the design. `isBarred`: here, another run cannot start at all. */
interface Circumstances {
  readonly hasSuccessor: boolean;
  readonly isBarred: boolean;
}

/**
 * Decides if a design that ended like this may be run again, with the reason: one function for the
 * run, the preview and the button. Only its successor can be run again once there is one. A result
 * of low confidence is sent back or followed up: another run would be as uncertain.
 */
export function mayRunAgain(
  { settled, carried }: Pick<Design, 'settled' | 'carried'>,
  end: End,
  { hasSuccessor, isBarred }: Circumstances = { hasSuccessor: false, isBarred: false },
): RunAgainReason {
  const isUnsure =
    settled?.caveats.some((each) => each.kind === 'not_signed' && each.why === 'unsure') ?? false;
  if (end.status === 'completed' && !isUnsure) return 'decision_passed';
  if (hasSuccessor || countRunsBefore({ carried }) >= MAX_RUNS_AGAIN) return 'max_retries_reached';
  if (isBarred || isStoppedForGood(end)) return 'permanent_error';
  return isUnsure ? 'low_confidence' : 'again';
}

export function isStoppedForGood({ stoppedBecause }: Pick<End, 'stoppedBecause'>): boolean {
  return IS_PERMANENT[stoppedBecause];
}

export function countRunsBefore({ carried }: Pick<Design, 'carried'>): number {
  return carried?.runsBefore ?? 0;
}

/**
 * `true` if another run is offered, even while files are being written. Facts outside the design
 * are checked when a person asks. Also offered where someone has to act first, as the headline
 * says. Not offered: a run whose persona files are all gone.
 */
export function offersRetry(design: Design): boolean {
  const end = design.end ?? design.settled;
  if (end === null || mayRunAgain(design, end) !== 'again') return false;
  const isGone = ({ sessions }: Participant) =>
    sessions.some(({ cause }) => cause !== null && isPermanentCrash(cause));
  return !listPersonas(design).every(isGone);
}

export function startsAnyway({ end, settled }: Pick<Design, 'end' | 'settled'>): boolean {
  return (end ?? settled)?.stoppedBecause === 'no_design_question';
}
