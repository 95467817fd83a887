import type { Usage } from '../../core/vocabulary/event-parts.ts';
import type { ModelReply, ModelRequest, Spent, Weight } from '../../ports/model.ts';
import { NO_USAGE } from '../../ports/turn-record.ts';
import { costOf, type ModelEntry } from '../../turns/models/entry.ts';
import { type Counts, NOT_COUNTED } from './counts.ts';

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

/** A request in its wire's form, and all that its cost depends on. */
interface Sending<Wire> {
  readonly wire: Wire;
  readonly entry: ModelEntry;
  readonly characters: number;
  /** In UTF-8. */
  readonly bytes: number;
}
type Sent = Omit<Sending<unknown>, 'wire'>;

/**
 * The minimum that a request has used so far: its input, estimated until the endpoint reports it,
 * and the output so far.
 */
export class RequestSpending {
  readonly #sending: Sent;
  #isSent = false;
  #counts: Counts = NOT_COUNTED;
  #characters = 0;

  constructor(sending: Sent) {
    this.#sending = sending;
  }

  sent(): void {
    this.#isSent = true;
  }

  /** An endpoint charges nothing for a request that it refuses or never receives. */
  notCharged(): void {
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
    const { characters } = this.#sending;
    const counted = inputTokens + cacheWriteTokens + cacheReadTokens;
    const isTooFew =
      characters >= LEAST_PROMPT_CHARACTERS && characters > counted * MOST_CHARACTERS_PER_TOKEN;
    return isTooFew ? characters : null;
  }

  /** `null` if nothing was sent or charged. */
  soFar(): Spent | null {
    if (!this.#isSent) return null;
    const { input, outputTokens } = this.#counts;
    const streamed = Math.floor(this.#characters / CHARACTERS_PER_TOKEN);
    const usage = {
      ...(input ?? estimateInput(this.#sending)),
      outputTokens: Math.max(outputTokens ?? 0, streamed),
    };
    return spentOf(this.#sending, usage);
  }
}

/**
 * At least, the input is as short as an endpoint may count it, and all of it cached where it can
 * be. At most, it is long, none of it is cached, and all of it is charged at the dearest rate.
 */
export function weigh(sending: Sent): Weight {
  const { entry, bytes } = sending;
  const tokens = Math.ceil(bytes / BYTES_PER_TOKEN);
  const usdOf = (usage: Partial<Usage>) => costOf(entry.price, { ...NO_USAGE, ...usage }) ?? 0;
  const inputUsd = Math.max(usdOf({ inputTokens: tokens }), usdOf({ cacheWriteTokens: tokens }));
  const outputTokenUsd =
    usdOf({ inputTokens: tokens, outputTokens: 1 }) - usdOf({ inputTokens: tokens });
  return {
    least: spentOf(sending, { ...estimateInput(sending), outputTokens: 0 }),
    inputUsd,
    outputTokenUsd,
  };
}

/** An answer without words, for which nothing is charged. */
export function freeReply({ id: model, price }: ModelEntry, stop: ModelReply['stop']): ModelReply {
  return { content: [], stop, model, usage: NO_USAGE, costUsd: costOf(price, NO_USAGE) };
}

function spentOf({ entry }: Sent, usage: Usage): Spent {
  return { model: entry.name, usage, costUsd: costOf(entry.price, usage) };
}

/** Any of the input may come from an endpoint's cache, at a fraction of the price. */
function estimateInput({ entry, characters }: Sent): Omit<Usage, 'outputTokens'> {
  const tokens = Math.floor(characters / CHARACTERS_PER_TOKEN);
  const cacheReadTokens = entry.cache ? tokens : 0;
  return { inputTokens: tokens - cacheReadTokens, cacheWriteTokens: 0, cacheReadTokens };
}

/** Builds each request once for all attempts, since no other step takes as long. */
export function sendingsOf<Wire>(entry: ModelEntry, make: (request: ModelRequest) => Wire) {
  const made = new WeakMap<ModelRequest, Sending<Wire>>();
  return (request: ModelRequest): Sending<Wire> => {
    const sending = made.get(request) ?? { wire: make(request), entry, ...measure(request) };
    made.set(request, sending);
    return sending;
  };
}

function measure({ tools, system, messages }: ModelRequest) {
  const text = [
    JSON.stringify(tools),
    ...system.map((block) => block.text),
    JSON.stringify(messages),
  ].join('');
  return { characters: text.length, bytes: Buffer.byteLength(text) };
}
