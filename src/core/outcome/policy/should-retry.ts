import type { Design, Participant } from '../../vocabulary/design.ts';
import type { StopReason } from '../../vocabulary/event-parts.ts';
import type { EventOf } from '../../vocabulary/events.ts';
import { listPersonas } from '../../vocabulary/participants.ts';
import { isPermanentCrash } from '../../vocabulary/session.ts';
import { mustFailAgain } from '../../workflow/rounds/cause.ts';

/** Most runs after the first, all successors counted: what failed four times will fail again. Our own choice. */
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

/** The closed set of reasons for and against a retry (A6). */
export type RetryReason =
  | 'retry'
  | 'max_retries_reached'
  | 'permanent_error'
  | 'low_confidence'
  | 'disabled_by_policy';

type End = Pick<EventOf<'design_ended'>, 'status' | 'stoppedBecause'>;

export interface RetryQuestion {
  readonly retriesUsed: number;
  readonly maxRetries: number;
  /** An error that is not known to be transient counts as permanent. */
  readonly permanent: boolean;
  readonly enabled: boolean;
  /** The full result is too uncertain; another run would be as uncertain. */
  readonly lowConfidence: boolean;
}

/**
 * Decides about a retry, with the reason. One function for replacing a lost session and for running a design again: in the run
 * itself, the preview and the button (A6). A result of low confidence is sent back or followed up, not run again.
 */
export function shouldRetry(question: RetryQuestion): {
  readonly retry: boolean;
  readonly reason: RetryReason;
} {
  if (!question.enabled) return { retry: false, reason: 'disabled_by_policy' };
  if (question.retriesUsed >= question.maxRetries) return { retry: false, reason: 'max_retries_reached' };
  if (question.permanent) return { retry: false, reason: 'permanent_error' };
  if (question.lowConfidence) return { retry: false, reason: 'low_confidence' };
  return { retry: true, reason: 'retry' };
}

/**
 * `true` if another run is offered, even while files are being written, or would be after another `end`. Facts outside
 * the design are checked when a person asks. Not offered: a run that must fail until someone acts, though it is granted
 * on request (A21), and one whose persona files are all gone.
 */
export function offersRetry(design: Design, end: End | null = design.end ?? design.settled): boolean {
  const isGone = ({ sessions }: Participant) =>
    sessions.some(({ cause }) => cause !== null && isPermanentCrash(cause));
  const question = retryQuestionOf({ ...design, end });
  return shouldRetry(question).retry && !mustFailAgain(design) && !listPersonas(design).every(isGone);
}

export function startsAnyway({ end, settled }: Pick<Design, 'end' | 'settled'>): boolean {
  return (end ?? settled)?.stoppedBecause === 'no_design_question';
}

/** The design's own part of the retry question; the caller adds outside facts (A6). */
export function retryQuestionOf(design: Omit<Design, 'end'> & { readonly end: End | null }): RetryQuestion {
  const { end, settled, carried } = design;
  const lowConfidence =
    settled?.caveats.some((each) => each.kind === 'not_signed' && each.why === 'unsure') ?? false;
  return {
    retriesUsed: carried?.runsBefore ?? 0,
    maxRetries: MAX_RUNS_AGAIN,
    permanent: end !== null && IS_PERMANENT[end.stoppedBecause],
    // A running design is not run again, nor one that passed every check.
    enabled: end !== null && (end.status !== 'completed' || lowConfidence),
    lowConfidence,
  };
}
