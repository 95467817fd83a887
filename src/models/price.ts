/** What calls cost, and how many tokens a text has before anybody has counted them. */

import type { Usage } from '#design/events.ts';
import type { ModelRequest, Price } from './model.ts';

const PER_MILLION = 1_000_000;

/** USD; `null`: the model's price is unknown, which is never zero (T7). */
export function costUsdOf(usage: Usage, price: Price | null): number | null {
  if (price === null) return null;
  const sum =
    usage.inputTokens * price.input +
    usage.cacheWriteTokens * price.cacheWrite +
    usage.cacheReadTokens * price.cacheRead +
    usage.outputTokens * price.output;
  return sum / PER_MILLION;
}

/** The most that a call can cost, for reserving: text may have a token for every two bytes. */
export function costAtMostUsd(
  inputTokens: number,
  maxOutputTokens: number,
  price: Price | null,
): number | null {
  if (price === null) return null;
  const input = 2 * inputTokens * Math.max(price.input, price.cacheWrite);
  return (input + maxOutputTokens * price.output) / PER_MILLION;
}

/** Ordinary text has about four bytes a token. */
export function estimateTokens(text: string): number {
  return Math.ceil(Buffer.byteLength(text) / 4);
}

export function estimateRequestTokens(request: ModelRequest): number {
  const { shared, own, ask, messages, tools } = request;
  return estimateTokens([shared, own, ask, JSON.stringify([messages, tools])].join('\n'));
}
