import type { RecordPlace } from '../../core/follow-up/places.ts';
import { NO_USAGE } from '../../ports/turn-record.ts';
import type { Parts } from '../parts/parts.ts';
import { ATTEMPTS, makeQuestionRequest, QUESTION_BOUNDS } from './question-request.ts';

/** Characters per token in the densest texts. */
const FEWEST_PER_TOKEN = 2;

/**
 * USD that a question about this record costs at most, with every attempt; `null` without a known
 * price.
 */
export function estimateMostUsd(
  places: readonly RecordPlace[],
  model: string,
  priceOf: Parts['priceOf'],
): number | null {
  const { system, messages } = makeQuestionRequest('', places, model);
  const cacheWriteTokens = Math.ceil(JSON.stringify([system, messages]).length / FEWEST_PER_TOKEN);
  const { outputTokens } = QUESTION_BOUNDS;
  const attemptUsd = priceOf(model, { ...NO_USAGE, cacheWriteTokens, outputTokens });
  return attemptUsd === null ? null : ATTEMPTS * attemptUsd;
}
