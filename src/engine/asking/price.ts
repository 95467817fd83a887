import type { RecordPlace } from '../../core/follow-up/places.ts';
import type { ModelRequest } from '../../ports/model.ts';
import { NO_USAGE } from '../../ports/turn-record.ts';
import type { Parts } from '../parts/parts.ts';
import { ATTEMPTS, makeQuestionRequest, QUESTION_BOUNDS } from './question-request.ts';

/** Characters per token in most texts, and in the densest. */
const CHARACTERS_PER_TOKEN = 4;
const FEWEST_PER_TOKEN = 2;

/** USD that a question about this record costs at most, with every attempt; `null` without a known price. */
export function estimateMostUsd(
  places: readonly RecordPlace[],
  model: string,
  priceOf: Parts['priceOf'],
): number | null {
  const request = makeQuestionRequest('', places, model);
  const cacheWriteTokens = Math.ceil(charactersOf(request) / FEWEST_PER_TOKEN);
  const { outputTokens } = QUESTION_BOUNDS;
  const attemptUsd = priceOf(model, { ...NO_USAGE, cacheWriteTokens, outputTokens });
  return attemptUsd === null ? null : ATTEMPTS * attemptUsd;
}

/** Least cost of sending this request, in USD; 0 without a known price. */
export function estimateLeastUsd(request: ModelRequest, priceOf: Parts['priceOf']): number {
  const inputTokens = Math.floor(charactersOf(request) / CHARACTERS_PER_TOKEN);
  return priceOf(request.model, { ...NO_USAGE, inputTokens }) ?? 0;
}

function charactersOf({ system, messages }: ModelRequest): number {
  return JSON.stringify([system, messages]).length;
}
