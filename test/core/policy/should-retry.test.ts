import { expect, test } from 'vitest';
import { type RetryQuestion, shouldRetry } from '../../../src/core/policy/should-retry.ts';

const first: RetryQuestion = {
  retriesUsed: 0,
  maxRetries: 1,
  permanent: false,
  enabled: true,
  lowConfidence: false,
};

test.each([
  [{}, true, 'retry'],
  [{ lowConfidence: true }, false, 'low_confidence'],
  [{ retriesUsed: 1, maxRetries: 2 }, true, 'retry'],
  [{ retriesUsed: 1 }, false, 'max_retries_reached'],
  [{ retriesUsed: 2 }, false, 'max_retries_reached'],
  [{ maxRetries: 0 }, false, 'max_retries_reached'],
  [{ retriesUsed: 1, permanent: true }, false, 'max_retries_reached'],
  [{ retriesUsed: 1, lowConfidence: true }, false, 'max_retries_reached'],
  [{ permanent: true }, false, 'permanent_error'],
  [{ permanent: true, lowConfidence: true }, false, 'permanent_error'],
  [{ enabled: false }, false, 'disabled_by_policy'],
  [{ enabled: false, retriesUsed: 1, permanent: true, lowConfidence: true }, false, 'disabled_by_policy'],
] as const)('A6: %o is decided as %s, because: %s', (changes, retry, reason) => {
  expect(shouldRetry({ ...first, ...changes })).toEqual({ retry, reason });
});
