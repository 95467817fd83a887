import * as z from 'zod';
import type { Usage } from '../../core/vocabulary/events.ts';

/** Far more than any model reads or writes at once; what is added up stays a number that can be stored. */
const MAX_TOKENS = 100_000_000;

const tokens = z.number().int().nonnegative().max(MAX_TOKENS);
/** Left out, or `null`, by endpoints that keep no cache. */
const cacheTokens = tokens.nullish();

const ReportedUsage = z.object({
  input_tokens: tokens,
  cache_creation_input_tokens: cacheTokens,
  cache_read_input_tokens: cacheTokens,
  output_tokens: tokens,
});
type ReportedUsage = z.infer<typeof ReportedUsage>;

/** What an endpoint says that an answer took is outside text like any other, though the client's types promise more. */
export function isUsage(reported: unknown): reported is ReportedUsage {
  return ReportedUsage.safeParse(reported).success;
}

export function usageOf(reported: ReportedUsage): Usage {
  return {
    inputTokens: reported.input_tokens,
    cacheWriteTokens: reported.cache_creation_input_tokens ?? 0,
    cacheReadTokens: reported.cache_read_input_tokens ?? 0,
    outputTokens: reported.output_tokens,
  };
}
