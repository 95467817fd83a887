import type { Usage } from '../../core/vocabulary/events.ts';

/** USD per million tokens. `cacheWrite` is the price of an entry that lives five minutes, the only kind used here. */
interface Price {
  readonly input: number;
  readonly output: number;
  readonly cacheWrite: number;
  readonly cacheRead: number;
  /** Prices that apply instead when the whole prompt is longer than this. */
  readonly beyond?: { readonly promptTokens: number; readonly price: Omit<Price, 'beyond'> };
}

/**
 * Prices as of November 2026; neither the SDK nor the API reports them. A model missing here costs an unknown amount, never
 * nothing. Haiku's cache prices beyond 100,000 tokens keep the same proportion to its input price as below.
 */
const PRICES: Readonly<Record<string, Price>> = {
  'claude-fable-5-1': { input: 10, output: 50, cacheWrite: 12.5, cacheRead: 0.25 },
  'claude-opus-5-5': { input: 4, output: 20, cacheWrite: 5, cacheRead: 0.2 },
  'claude-sonnet-5-5': { input: 2, output: 10, cacheWrite: 2.5, cacheRead: 0.1 },
  'claude-haiku-5-5': {
    input: 0.1,
    output: 0.5,
    cacheWrite: 0.125,
    cacheRead: 0.01,
    beyond: {
      promptTokens: 100_000,
      price: { input: 0.5, output: 2.5, cacheWrite: 0.625, cacheRead: 0.05 },
    },
  },
};

/** Returns USD; `null` when the model is not in the table. A date at the end of a model's name is ignored. */
export function costUsd(model: string, usage: Usage): number | null {
  const listed = PRICES[model] ?? PRICES[model.replace(/-\d{8}$/, '')];
  if (listed === undefined) return null;
  const { inputTokens, cacheWriteTokens, cacheReadTokens, outputTokens } = usage;
  const promptTokens = inputTokens + cacheWriteTokens + cacheReadTokens;
  const { beyond } = listed;
  const price = beyond !== undefined && promptTokens > beyond.promptTokens ? beyond.price : listed;
  const millionths =
    inputTokens * price.input +
    cacheWriteTokens * price.cacheWrite +
    cacheReadTokens * price.cacheRead +
    outputTokens * price.output;
  return millionths / 1_000_000;
}
