/** A6: the closed set of reasons for and against trying again. */
export type RetryReason =
  | 'retry'
  | 'max_retries_reached'
  | 'permanent_error'
  | 'low_confidence'
  | 'disabled_by_policy';

export interface RetryQuestion {
  readonly retriesUsed: number;
  readonly maxRetries: number;
  /** What went wrong is not known to pass: an error that is not known to be transient is permanent. */
  readonly permanent: boolean;
  readonly enabled: boolean;
  /** There is a full result, but one that code found too uncertain. */
  readonly lowConfidence: boolean;
}

/**
 * A6: whether to try again, and the reason. The same function decides on the replacement of a lost session and on
 * running a design again, for the run itself, for the preview and for the button.
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
