import type { RecordPlace } from '../../core/follow-up/places.ts';
import type { Parts } from '../../engine/design/parts.ts';
import type { ModelRequest } from '../../engine/ports/model.ts';
import { NO_USAGE } from '../../turns/records/record.ts';
import { ATTEMPTS, QUESTION_BOUNDS, questionRequest } from './question-request.ts';

/** Characters per token in most texts, and in the densest. */
const [CHARACTERS_PER_TOKEN, FEWEST_PER_TOKEN] = [4, 2];
/** Tokens of a usual answer with its quotations. */
const USUAL_OUTPUT_TOKENS = 500;

/** USD for one question: usually, and at most, with every attempt and answers of full length. */
export interface QuestionPrice {
  readonly usualUsd: number;
  readonly mostUsd: number;
}

/** Prices a question about this record; `null` without a known price. */
export function questionPrice(
  places: readonly RecordPlace[],
  model: string,
  priceOf: Parts['priceOf'],
): QuestionPrice | null {
  const request = questionRequest('', places, model);
  const price = (perToken: number, outputTokens: number) =>
    priceOf(model, {
      ...NO_USAGE,
      cacheWriteTokens: Math.ceil(charactersOf(request) / perToken),
      outputTokens,
    });
  const usualUsd = price(CHARACTERS_PER_TOKEN, USUAL_OUTPUT_TOKENS);
  const attemptUsd = price(FEWEST_PER_TOKEN, QUESTION_BOUNDS.outputTokens);
  return usualUsd === null || attemptUsd === null ? null : { usualUsd, mostUsd: ATTEMPTS * attemptUsd };
}

/** Least cost of sending this request, in USD; 0 without a known price. */
export function leastUsd(request: ModelRequest, priceOf: Parts['priceOf']): number {
  const inputTokens = Math.floor(charactersOf(request) / CHARACTERS_PER_TOKEN);
  return priceOf(request.model, { ...NO_USAGE, inputTokens }) ?? 0;
}

function charactersOf({ system, messages }: ModelRequest): number {
  return JSON.stringify([system, messages]).length;
}
