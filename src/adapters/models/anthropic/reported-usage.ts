import type Anthropic from '@anthropic-ai/sdk';
import * as z from 'zod';
import type { Usage } from '../../../core/vocabulary/events.ts';

/** Far more than any model reads or writes at once. It keeps sums small enough to store. */
const MAX_TOKENS = 100_000_000;

const tokens = z.number().int().nonnegative().max(MAX_TOKENS);
/** Endpoints without a cache leave it out or send `null`. */
const cacheTokens = tokens.nullish();

const ReportedUsage = z.object({
  input_tokens: tokens,
  cache_creation_input_tokens: cacheTokens,
  cache_read_input_tokens: cacheTokens,
  output_tokens: tokens,
});
type ReportedUsage = z.infer<typeof ReportedUsage>;

/** Validates an endpoint's usage figures, which are untrusted although the client's types promise more. */
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

/** Returns the figures after an event of the stream; `null` where it has none. `before`: those so far. */
export function usageIn(event: Anthropic.Messages.MessageStreamEvent, before: Usage | null): Usage | null {
  if (event.type === 'message_start' && isUsage(event.message.usage)) return usageOf(event.message.usage);
  if (event.type !== 'message_delta' || before === null) return null;
  const counted: unknown = { ...event.usage, input_tokens: 0 };
  return isUsage(counted) ? { ...before, outputTokens: counted.output_tokens } : null;
}
