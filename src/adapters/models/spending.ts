import type { Usage } from '../../core/vocabulary/events.ts';
import type { Spent } from '../../engine/ports/model.ts';
import { costOf, type ModelEntry } from '../../turns/models/entry.ts';
import type { Prompt, SentPrompts } from './sent-prompts.ts';

/** Characters assumed per token until the endpoint has counted. */
export const CHARACTERS_PER_TOKEN = 4;

/** One request, with everything that its cost depends on. `isResumed`: another process of Charrette may have sent any of it. */
export interface Sending {
  readonly entry: ModelEntry;
  readonly prompt: Prompt;
  readonly isResumed: boolean;
  readonly sentPrompts: SentPrompts;
}

/**
 * The least that one request has used so far (T7): its input, estimated until the endpoint reports it, and its output so far.
 */
export class Spending {
  readonly #sending: Sending;
  readonly #estimated: Usage;
  #takeBack = (): void => undefined;
  #isSent = false;
  #reported: Usage | null = null;
  #characters = 0;

  constructor(sending: Sending) {
    this.#sending = sending;
    this.#estimated = estimateOf(sending);
  }

  sent(): void {
    this.#isSent = true;
    this.#takeBack = this.#sending.sentPrompts.add(this.#sending.prompt);
  }

  /** Records a failure that costs nothing: an endpoint that refuses a request, or is unreachable, charges nothing for it. */
  notCharged(): void {
    this.#isSent = false;
    this.#takeBack();
  }

  /** Counts output as it arrives. */
  wrote(characters: number): void {
    this.#characters += characters;
  }

  /** True once anything of the answer has come. */
  get hasWritten(): boolean {
    return this.#characters > 0;
  }

  /** Takes the endpoint's own figures, which may come again as it writes. */
  reported(usage: Usage): void {
    const outputTokens = Math.max(this.#reported?.outputTokens ?? 0, usage.outputTokens);
    this.#reported = { ...usage, outputTokens };
  }

  /** The endpoint's own figures so far; `null` for none. */
  get counted(): Usage | null {
    return this.#reported;
  }

  /** Returns `null` while nothing was sent, and where nothing is charged. */
  soFar(): Spent | null {
    if (!this.#isSent) return null;
    const input = this.#reported ?? this.#estimated;
    const streamed = Math.floor(this.#characters / CHARACTERS_PER_TOKEN);
    const usage = { ...input, outputTokens: Math.max(input.outputTokens, streamed) };
    return spentOn(this.#sending, usage);
  }
}

/** Returns the least that sending a request costs: its input, estimated until the endpoint has counted it. */
export function leastFor(sending: Sending): Spent {
  return spentOn(sending, estimateOf(sending));
}

function spentOn({ entry }: Sending, usage: Usage): Spent {
  return { model: entry.name, usage, costUsd: costOf(entry.price, usage) };
}

/**
 * Estimates the input's usage. A part sent before may come from the endpoint's cache; the rest costs the full price, or a
 * little more where it is written there.
 */
function estimateOf({ entry, prompt, isResumed, sentPrompts }: Sending): Usage {
  const { characters, cached } = sentPrompts.lengthOf(prompt);
  const tokens = Math.floor(characters / CHARACTERS_PER_TOKEN);
  const kept = isResumed ? tokens : Math.floor(cached / CHARACTERS_PER_TOKEN);
  const cacheReadTokens = entry.cache ? kept : 0;
  return { inputTokens: tokens - cacheReadTokens, cacheWriteTokens: 0, cacheReadTokens, outputTokens: 0 };
}
