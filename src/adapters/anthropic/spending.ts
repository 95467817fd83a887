import type Anthropic from '@anthropic-ai/sdk';
import type { Usage } from '../../core/vocabulary/events.ts';
import type { Spent } from '../../runtime/ports/model.ts';
import { hasNeverConnected } from './faults.ts';
import { costUsd } from './prices.ts';
import { isUsage, usageOf } from './reported-usage.ts';
import type { SentPrompts } from './sent-prompts.ts';

type Params = Anthropic.Messages.MessageStreamParams;

/** Characters assumed per token until the endpoint has counted. */
const CHARACTERS_PER_TOKEN = 4;
/**
 * The least that one request has used so far (T7): its input, estimated until the endpoint reports it, and its output so far.
 */
export class Spending {
  readonly #request: Params;
  readonly #sentPrompts: SentPrompts;
  readonly #estimated: Usage;
  #takeBack = (): void => undefined;
  #isSent = false;
  #reported: Usage | null = null;
  #characters = 0;

  constructor(request: Params, isResumed: boolean, sentPrompts: SentPrompts) {
    this.#request = request;
    this.#sentPrompts = sentPrompts;
    this.#estimated = estimateOf(request, isResumed, sentPrompts);
  }

  sent(): void {
    this.#isSent = true;
    this.#takeBack = this.#sentPrompts.add(this.#request);
  }

  /** Records a failure. An endpoint that refuses a request, or is unreachable, charges nothing for it. */
  failed(error: unknown, refused: boolean): void {
    if (!refused && !hasNeverConnected(error)) return;
    this.#isSent = false;
    this.#takeBack();
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

  /** Returns `null` while nothing was sent, and where nothing is charged. */
  soFar(): Spent | null {
    if (!this.#isSent) return null;
    const input = this.#reported ?? this.#estimated;
    const streamed = Math.floor(this.#characters / CHARACTERS_PER_TOKEN);
    const usage = { ...input, outputTokens: Math.max(input.outputTokens, streamed) };
    return spentOn(this.#request, usage);
  }
}

/** Returns the least that sending a request costs: its input, estimated until the endpoint has counted it. */
export function leastFor(request: Params, isResumed: boolean, sentPrompts: SentPrompts): Spent {
  return spentOn(request, estimateOf(request, isResumed, sentPrompts));
}

function spentOn({ model }: Params, usage: Usage): Spent {
  return { model, usage, costUsd: costUsd(model, usage) };
}

/**
 * Estimates the input's usage. A part sent before may come from the endpoint's cache; the rest costs the full price, or a
 * little more where it is written there. `isResumed`: another process of Charrette may have sent any of it.
 */
function estimateOf(request: Params, isResumed: boolean, sentPrompts: SentPrompts): Usage {
  const { characters, cached } = sentPrompts.lengthOf(request);
  const tokens = Math.floor(characters / CHARACTERS_PER_TOKEN);
  const cacheReadTokens = isResumed ? tokens : Math.floor(cached / CHARACTERS_PER_TOKEN);
  return { inputTokens: tokens - cacheReadTokens, cacheWriteTokens: 0, cacheReadTokens, outputTokens: 0 };
}
