import type { Usage } from '../../core/vocabulary/event-parts.ts';
import type { ModelReply, ModelRequest, Spent, Weight } from '../../ports/model.ts';
import { NO_USAGE } from '../../ports/turn-record.ts';
import type { ModelContext } from '../../turns/model-context.ts';
import { costOf, type ModelEntry } from '../../turns/models/entry.ts';
import { type Counts, NOT_COUNTED } from './counts.ts';
import { type Prompt, SentPrompts } from './sent-prompts.ts';

export const CHARACTERS_PER_TOKEN = 4;
/**
 * For an upper estimate: a token of prose has four bytes or more, of code three, of Chinese, digits
 * or identifiers about two. No endpoint counts more than one token for a byte, so none counts more
 * than twice as many.
 */
const BYTES_PER_TOKEN = 2;
/** More than any text has on average: our own choice, with a margin, since a caveat follows. */
export const MOST_CHARACTERS_PER_TOKEN = 8;
/** Fewer characters fit into every model's context. */
export const LEAST_PROMPT_CHARACTERS = 8_000;

/**
 * All that a request's cost depends on. `isResumed`: another process of Charrette may have sent any
 * of it.
 */
interface Sending {
  readonly entry: ModelEntry;
  readonly prompt: Prompt;
  readonly isResumed: boolean;
  readonly sentPrompts: SentPrompts;
}

/**
 * The minimum that a request has used so far: its input, estimated until the endpoint reports it,
 * and the output so far.
 */
export class RequestSpending {
  readonly #sending: Sending;
  readonly #estimated: Usage;
  #takeBack = (): void => undefined;
  #isSent = false;
  #counts: Counts = NOT_COUNTED;
  #characters = 0;

  constructor(sending: Sending) {
    this.#sending = sending;
    this.#estimated = estimateOf(sending);
  }

  sent(): void {
    this.#isSent = true;
    this.#takeBack = this.#sending.sentPrompts.add(this.#sending.prompt);
  }

  /** An endpoint charges nothing for a request that it refuses or never receives. */
  notCharged(): void {
    if (this.#isSent) this.#takeBack();
    this.#isSent = false;
  }

  wrote(characters: number): void {
    this.#characters += characters;
  }

  get hasWritten(): boolean {
    return this.#characters > 0;
  }

  /** The endpoint may repeat its figures as it writes. */
  reported({ input, outputTokens }: Counts): void {
    const before = this.#counts;
    const most = Math.max(before.outputTokens ?? 0, outputTokens ?? 0);
    const isCounted = before.outputTokens !== null || outputTokens !== null;
    this.#counts = { input: input ?? before.input, outputTokens: isCounted ? most : null };
  }

  /**
   * Of a whole answer. What the endpoint has not counted is at least what was sent and streamed.
   */
  ofAnswer(): Pick<ModelReply, 'usage' | 'costUsd' | 'isAtLeast'> {
    const { input, outputTokens } = this.#counts;
    const { price } = this.#sending.entry;
    const isCounted = input !== null && outputTokens !== null;
    const usage = isCounted ? { ...input, outputTokens } : (this.soFar()?.usage ?? NO_USAGE);
    return { usage, costUsd: costOf(price, usage), ...(isCounted ? {} : { isAtLeast: true }) };
  }

  /**
   * Characters of the prompt, if the endpoint counts so few tokens that it cannot have read all of
   * it; else `null`.
   */
  readInPart({ inputTokens, cacheWriteTokens, cacheReadTokens }: Usage): number | null {
    const { prompt, sentPrompts } = this.#sending;
    const counted = inputTokens + cacheWriteTokens + cacheReadTokens;
    const sent = this.#estimated.inputTokens * CHARACTERS_PER_TOKEN;
    const isTooFew = sent >= LEAST_PROMPT_CHARACTERS && sent > counted * MOST_CHARACTERS_PER_TOKEN;
    return isTooFew ? sentPrompts.lengthOf(prompt).characters : null;
  }

  /** `null` if nothing was sent or charged. */
  soFar(): Spent | null {
    if (!this.#isSent) return null;
    const { input, outputTokens } = this.#counts;
    const streamed = Math.floor(this.#characters / CHARACTERS_PER_TOKEN);
    const usage = {
      ...(input ?? this.#estimated),
      outputTokens: Math.max(outputTokens ?? 0, streamed),
    };
    return spentOf(this.#sending, usage);
  }
}

/**
 * At least, the input is as short as an endpoint may count it, and cached where it can be. At most,
 * it is long, none of it is cached any more, and all of it is charged at the dearest rate.
 */
export function weigh(sending: Sending): Weight {
  const { entry, prompt, sentPrompts } = sending;
  const tokens = Math.ceil(sentPrompts.lengthOf(prompt).bytes / BYTES_PER_TOKEN);
  const usdOf = (usage: Partial<Usage>) => costOf(entry.price, { ...NO_USAGE, ...usage }) ?? 0;
  const inputUsd = Math.max(usdOf({ inputTokens: tokens }), usdOf({ cacheWriteTokens: tokens }));
  const outputTokenUsd =
    usdOf({ inputTokens: tokens, outputTokens: 1 }) - usdOf({ inputTokens: tokens });
  return { least: spentOf(sending, estimateOf(sending)), inputUsd, outputTokenUsd };
}

/** An answer without words, for which nothing is charged. */
export function freeReply({ id: model, price }: ModelEntry, stop: ModelReply['stop']): ModelReply {
  return { content: [], stop, model, usage: NO_USAGE, costUsd: costOf(price, NO_USAGE) };
}

function spentOf({ entry }: Sending, usage: Usage): Spent {
  return { model: entry.name, usage, costUsd: costOf(entry.price, usage) };
}

/**
 * Input sent before may come from the endpoint's cache. The rest costs the full price, or slightly
 * more when it is cached.
 */
function estimateOf({ entry, prompt, isResumed, sentPrompts }: Sending): Usage {
  const { characters, cached } = sentPrompts.lengthOf(prompt);
  const tokens = Math.floor(characters / CHARACTERS_PER_TOKEN);
  const kept = isResumed ? tokens : Math.floor(cached / CHARACTERS_PER_TOKEN);
  const cacheReadTokens = entry.cache ? kept : 0;
  return {
    inputTokens: tokens - cacheReadTokens,
    cacheWriteTokens: 0,
    cacheReadTokens,
    outputTokens: 0,
  };
}

/** A request in its wire's form, and its prompt as the endpoint's cache knows it. */
export interface Made<Wire> {
  readonly wire: Wire;
  readonly prompt: Prompt;
}

/**
 * Builds each request once for all attempts, since no other step takes as long. Adds the facts that
 * its cost depends on.
 */
export function sendingsOf<Wire>(entry: ModelEntry, make: (request: ModelRequest) => Made<Wire>) {
  const sentPrompts = new SentPrompts();
  const made = new WeakMap<ModelRequest, Made<Wire>>();
  return (
    request: ModelRequest,
    context: ModelContext,
  ): { readonly wire: Wire; readonly sending: Sending } => {
    const { wire, prompt } = made.get(request) ?? make(request);
    made.set(request, { wire, prompt });
    const isResumed = context.ask?.isResumed === true;
    return { wire, sending: { entry, prompt, isResumed, sentPrompts } };
  };
}
