import type { StopReason } from '../events.ts';

/** Whether the cause that ended a design would end it again. */
export const IS_PERMANENT: Record<StopReason, boolean> = {
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

export interface RetryQuestion {
  readonly retriesUsed: number;
  readonly maxRetries: number;
  /** The error is not known to be transient, so it counts as permanent. */
  readonly permanent: boolean;
  readonly enabled: boolean;
  /** There is a full result, but one that code found too uncertain. */
  readonly lowConfidence: boolean;
}

/**
 * Whether to retry, and the reason. The same function decides on replacing a lost session and on running a design
 * again: for the run itself, the preview and the button (A6).
 */
export function shouldRetry(question: RetryQuestion): {
  readonly retry: boolean;
  readonly reason: RetryReason;
} {
  if (!question.enabled) return { retry: false, reason: 'disabled_by_policy' };
  if (question.retriesUsed >= question.maxRetries) return { retry: false, reason: 'max_retries_reached' };
  if (question.permanent) return { retry: false, reason: 'permanent_error' };
  return { retry: true, reason: question.lowConfidence ? 'low_confidence' : 'retry' };
}
