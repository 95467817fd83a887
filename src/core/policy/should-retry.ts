import { lateWordsOf, repliesLeft } from '../question/late-words.ts';
import { questionsWith } from '../question/questions.ts';
import type { Design, Participant } from '../vocabulary/design.ts';
import type { EventOf, StopReason } from '../vocabulary/events.ts';
import { personas } from '../vocabulary/participants.ts';
import { isPermanentLoss } from '../vocabulary/session.ts';

/** How often one design may be run again, all successors counted. Our own choice. */
export const MAX_DESIGN_RETRIES = 3;

/** Whether the cause that ended a design would end it again. */
const IS_PERMANENT: Record<StopReason, boolean> = {
  finished: false,
  decided_by_person: false,
  cancelled_by_person: false,
  no_persona_left: false,
  not_resumed: false,
  nothing_contributed: false,
  time_used_up: false,
  money_used_up: false,
  gate_unanswered: false,
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
  /** The error is not known to be transient, so it counts as permanent. */
  readonly permanent: boolean;
  readonly enabled: boolean;
  /** There is a full result that is too uncertain: running it again would bring another of its kind. */
  readonly lowConfidence: boolean;
}

/**
 * Whether to retry, and the reason. The same function decides on replacing a lost session and on running a design
 * again: for the run itself, the preview and the button (A6). A result of low confidence is sent back or followed up,
 * not run again.
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
 * Whether people are offered to run it again, also while its files are written; or would be after another `end`. What others
 * know of that is found out when they ask; where every persona's file was gone, nobody could speak.
 */
export function offersRetry(design: Design, end: End | null = design.end ?? design.settled): boolean {
  const isGone = ({ sessions }: Participant) =>
    sessions.some(({ cause }) => cause !== null && isPermanentLoss(cause));
  const question = retryQuestionOf({ ...design, end });
  return shouldRetry(question).retry && !personas(design).every(isGone);
}

/** What a design says of running itself again; what others know of that is added where it is asked (A6). */
export function retryQuestionOf(design: Omit<Design, 'end'> & { readonly end: End | null }): RetryQuestion {
  const { end, settled, proposals, questions, carried, successorOf } = design;
  const lowConfidence = settled?.reasons.includes('low_confidence') ?? false;
  // With nothing to take over that it had not itself taken over, the same money comes as far once more.
  const isTooDear =
    end?.stoppedBecause === 'money_used_up' &&
    proposals.length === (carried?.proposals.length ?? 0) &&
    questions.length === (carried?.questions.length ?? 0);
  return {
    retriesUsed: carried?.runsBefore ?? (successorOf === null ? 0 : 1),
    maxRetries: MAX_DESIGN_RETRIES,
    permanent: isTooDear || (end !== null && IS_PERMANENT[end.stoppedBecause]),
    // A design that still runs, or that met every check, is nothing to run again.
    enabled: end !== null && (end.status !== 'completed' || lowConfidence),
    lowConfidence,
  };
}

/**
 * What a second run would start from, without what its author has taken back after the end; `isSaid`: whether people have said
 * anything, then or before, be it an answer or not.
 */
export function keptOf(design: Design) {
  const { proposals, answers = '' } = design;
  const left = repliesLeft(design);
  return {
    answers: questionsWith(design, left).filter(({ status }) => status === 'answered').length,
    proposals: proposals.length,
    isSaid: left.length > 0 || lateWordsOf(design).length > 0 || answers.trim() !== '',
  };
}

/** Whether another run would start from anything. */
export function hasKept({ answers, proposals, isSaid }: ReturnType<typeof keptOf>): boolean {
  return isSaid || answers + proposals > 0;
}
