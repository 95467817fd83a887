import * as z from 'zod';
import type { Usage } from '../../../core/vocabulary/events.ts';
import type { ReportedUsage } from './client.ts';

/** Far more than any model reads or writes at once. It keeps sums small enough to store. */
const MAX_TOKENS = 100_000_000;
const tokens = z.number().int().nonnegative().max(MAX_TOKENS);

/** A prompt of no tokens was not counted: there is none. */
const Counted = z.object({
  total: tokens.min(1),
  cacheRead: tokens.optional(),
  cacheWrite: tokens.optional(),
});

/** Returns the endpoint's figures; `null` where it has not counted; `made_up` where they are no count of tokens. */
export function usageOf({ inputTokens, outputTokens }: ReportedUsage): Usage | null | 'made_up' {
  if (!inputTokens.total || outputTokens.total === undefined) return null;
  const input = Counted.safeParse(inputTokens).data;
  const output = tokens.safeParse(outputTokens.total).data;
  if (input === undefined || output === undefined) return 'made_up';
  const { total, cacheRead: cacheReadTokens = 0, cacheWrite: cacheWriteTokens = 0 } = input;
  const rest = total - cacheReadTokens - cacheWriteTokens;
  if (rest < 0) return 'made_up';
  return { inputTokens: rest, cacheReadTokens, cacheWriteTokens, outputTokens: output };
}
