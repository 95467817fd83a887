/** What both adapters do around a call: its clock, its usage, and its fault with what it used (T7). */

import type { Usage } from '../design/events.ts';
import { CallClock } from './call-clock.ts';
import { faultOfUnknown } from './faults.ts';
import { type CallOptions, type ModelAnswer, ModelFault, type ModelRequest } from './model.ts';
import type { ModelEntry } from './models-file.ts';
import { estimateRequestTokens, NO_USAGE } from './price.ts';

/** An answer as it arrives. */
export interface Arriving {
  readonly clock: CallClock;
  readonly meter: UsageMeter;
  /** Call it at each event. */
  readonly heard: () => void;
}

/** `send` throws `ModelFault`; anything else is unknown, and permanent. */
export async function makeCall(
  entry: ModelEntry,
  key: string | null,
  request: ModelRequest,
  options: CallOptions,
  send: (arriving: Arriving) => Promise<ModelAnswer>,
): Promise<ModelAnswer> {
  const inputTokens = estimateRequestTokens(request);
  // Some servers cut a long prompt without a word. The estimate may be a quarter too high.
  if (0.75 * inputTokens > entry.contextTokens)
    throw new ModelFault(
      'context_too_long',
      `the prompt has some ${inputTokens} tokens, and ${entry.name} reads ${entry.contextTokens} (the field context of models.yaml)`,
      { usage: NO_USAGE },
    );
  const clock = new CallClock(options);
  const meter = new UsageMeter(inputTokens);
  let hasBegun = false;
  const heard = (): void => {
    if (!hasBegun) options.onFirstEvent?.();
    hasBegun = true;
  };
  try {
    return await clock.race(send({ clock, meter, heard }));
  } catch (error) {
    const fault = clock.signal.aborted
      ? clock.fault
      : error instanceof ModelFault
        ? error
        : faultOfUnknown(error, key);
    const { kind, message, retryAfterMs } = fault;
    throw new ModelFault(kind, message, { retryAfterMs, usage: fault.usage ?? meter.usage });
  } finally {
    clock.stop();
  }
}

/** More than the endpoint's share of its context is refused by some, as a prompt that is too long. */
export function outputTokensOf(request: ModelRequest, entry: ModelEntry): number {
  return Math.min(request.maxOutputTokens, Math.floor(entry.contextTokens / 4));
}

/** What the endpoint has counted; until then, and where it does not count, what was sent and streamed. */
export class UsageMeter {
  readonly #estimatedInput: number;
  #characters = 0;
  #counted: Partial<Usage> = {};

  constructor(estimatedInput: number) {
    this.#estimatedInput = estimatedInput;
  }

  wrote(text: string): void {
    this.#characters += text.length;
  }

  count(figures: Readonly<Record<keyof Usage, unknown>>): void {
    for (const [field, figure] of Object.entries(figures))
      if (Number.isSafeInteger(figure) && Number(figure) >= 0)
        this.#counted = { ...this.#counted, [field]: Number(figure) };
  }

  get usage(): Usage {
    const counted = { ...NO_USAGE, ...this.#counted };
    const input = counted.inputTokens + counted.cacheWriteTokens + counted.cacheReadTokens;
    return {
      ...counted,
      inputTokens: input === 0 ? this.#estimatedInput : counted.inputTokens,
      outputTokens: this.#counted.outputTokens ?? Math.ceil(this.#characters / 4),
    };
  }
}

/** `null`: it is not JSON. */
export function parseInput(json: string): { readonly value: unknown } | null {
  try {
    return { value: JSON.parse(json) };
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}
