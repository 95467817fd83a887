import type { Usage } from '../../core/vocabulary/event-parts.ts';

/** What an endpoint has counted of a request; `null`: not counted. */
export interface Counts {
  readonly input: Omit<Usage, 'outputTokens'> | null;
  readonly outputTokens: number | null;
}

export const NOT_COUNTED: Counts = { input: null, outputTokens: null };

/** Far more than any model reads or writes at once. Keeps sums small enough to store. */
const MAX_TOKENS = 100_000_000;
const DIGITS = /^\d{1,9}$/;

/** A number of tokens; `null` for anything that cannot be one. */
export function readCount(figure: unknown): number | null {
  const count = typeof figure === 'string' && DIGITS.test(figure) ? Number(figure) : figure;
  const isCount =
    typeof count === 'number' && Number.isInteger(count) && count >= 0 && count <= MAX_TOKENS;
  return isCount ? count : null;
}

/**
 * Figures are untrusted, whatever a client's types promise. A missing one is zero, but a prompt of
 * zero tokens was not counted.
 */
export function readInput(
  figures: {
    readonly [Name in keyof Omit<Usage, 'outputTokens'>]: unknown;
  },
): Counts['input'] {
  const inputTokens = readCount(figures.inputTokens ?? 0);
  const cacheWriteTokens = readCount(figures.cacheWriteTokens ?? 0);
  const cacheReadTokens = readCount(figures.cacheReadTokens ?? 0);
  if (inputTokens === null || cacheWriteTokens === null || cacheReadTokens === null) return null;
  const sum = inputTokens + cacheWriteTokens + cacheReadTokens;
  return sum === 0 ? null : { inputTokens, cacheWriteTokens, cacheReadTokens };
}
