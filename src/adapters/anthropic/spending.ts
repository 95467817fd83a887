import type Anthropic from '@anthropic-ai/sdk';
import type { Usage } from '../../core/events.ts';
import type { Spent } from '../../runtime/ports/model.ts';
import { costUsd, type PriceTable } from './prices.ts';
import { isUsage, usageOf } from './reported-usage.ts';

/** What is taken for a token where the endpoint has not counted. */
const CHARACTERS_PER_TOKEN = 4;
/** What a connection fails with before anything could be sent over it. */
const NEVER_CONNECTED = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
]);

/**
 * What one request has used so far, at least (T7): its input, as the endpoint says when it begins to answer and estimated
 * before that, and what it has streamed of its output.
 */
export class Spending {
  readonly #request: Anthropic.Messages.MessageStreamParams;
  readonly #prices: PriceTable;
  #isSent = false;
  #reported: Usage | null = null;
  #characters = 0;

  constructor(request: Anthropic.Messages.MessageStreamParams, prices: PriceTable) {
    this.#request = request;
    this.#prices = prices;
  }

  sent(): void {
    this.#isSent = true;
  }

  /** An endpoint that refuses a request, or is not there, charges nothing for it. */
  failed(error: unknown, refused: boolean): void {
    if (refused || NEVER_CONNECTED.has(codeOf(error))) this.#isSent = false;
  }

  streamed(event: Anthropic.Messages.MessageStreamEvent, characters: number): void {
    this.#characters += characters;
    if (event.type === 'message_start' && isUsage(event.message.usage))
      this.#reported = usageOf(event.message.usage);
    if (event.type !== 'message_delta' || this.#reported === null) return;
    const counted: unknown = { ...event.usage, input_tokens: 0 };
    if (!isUsage(counted)) return;
    const outputTokens = Math.max(this.#reported.outputTokens, counted.output_tokens);
    this.#reported = { ...this.#reported, outputTokens };
  }

  /** `null` while nothing was sent, and where nothing is charged. */
  soFar(): Spent | null {
    if (!this.#isSent) return null;
    const input = this.#reported ?? estimateOf(this.#request);
    const streamed = Math.floor(this.#characters / CHARACTERS_PER_TOKEN);
    const usage = { ...input, outputTokens: Math.max(input.outputTokens, streamed) };
    return spentOn(this.#request, usage, this.#prices);
  }
}

/** What sending a request costs at least: its input, as it is estimated until the endpoint has counted it. */
export function leastFor(request: Anthropic.Messages.MessageStreamParams, prices: PriceTable): Spent {
  return spentOn(request, estimateOf(request), prices);
}

function spentOn({ model }: Anthropic.Messages.MessageStreamParams, usage: Usage, prices: PriceTable): Spent {
  return { model, usage, costUsd: costUsd(prices, model, usage) };
}

function estimateOf(request: Anthropic.Messages.MessageStreamParams): Usage {
  const inputTokens = Math.ceil(JSON.stringify(request).length / CHARACTERS_PER_TOKEN);
  return { inputTokens, cacheWriteTokens: 0, cacheReadTokens: 0, outputTokens: 0 };
}

/** Of the innermost cause that has one. */
function codeOf(error: unknown): string {
  if (!(error instanceof Error)) return '';
  const deeper = codeOf(error.cause);
  if (deeper !== '') return deeper;
  return 'code' in error && typeof error.code === 'string' ? error.code : '';
}
