/** What both adapters do around a call: its clock, its usage, and its fault with what it used (T7). */

import { NO_USAGE, type Usage } from '#design/events.ts';
import { CallClock } from './call-clock.ts';
import { faultOf } from './faults.ts';
import { type Model, type ModelAnswer, ModelFault, type ModelRequest } from './model.ts';
import type { ModelEntry } from './models-file.ts';
import { estimateRequestTokens } from './price.ts';

/** One attempt at an answer, as it arrives. */
export interface Call {
  readonly entry: ModelEntry;
  readonly key: string | null;
  readonly request: ModelRequest;
  readonly maxOutputTokens: number;
  readonly signal: AbortSignal;
  readonly fetch: typeof fetch;
  readonly meter: UsageMeter;
  /** At each event, with what it adds to the answer. */
  readonly heard: (text: string) => void;
}
type Answer = Omit<ModelAnswer, 'usage'>;

export interface ProviderApi {
  readonly load: () => Promise<unknown>;
  readonly send: (call: Call) => Promise<Answer>;
}

export function createModel(
  entry: ModelEntry,
  key: string | null,
  { load, send }: ProviderApi,
): Model {
  const { name, family, price, context: contextTokens } = entry;
  const call: Model['call'] = async (request, options) => {
    const inputTokens = estimateRequestTokens(request);
    // Some servers cut a long prompt without a word. The estimate may be a quarter too high.
    if (0.75 * inputTokens > contextTokens)
      throw new ModelFault(
        'context_too_long',
        `the prompt has some ${inputTokens} tokens, and ${name} reads ${contextTokens} (context in models.yaml)`,
        { usage: NO_USAGE },
      );
    const clock = new CallClock(options);
    const meter = new UsageMeter(inputTokens);
    let hasBegun = false;
    const heard = (text: string): void => {
      if (!hasBegun) options.onFirstEvent?.();
      hasBegun = true;
      meter.wrote(text);
    };
    // Where little fits in, a long answer is refused as a long prompt is.
    const maxOutputTokens = Math.min(request.maxOutputTokens, Math.floor(contextTokens / 4));
    const { signal, fetch } = clock;
    try {
      const sent = send({ entry, key, request, maxOutputTokens, signal, fetch, meter, heard });
      return { ...(await clock.race(sent)), usage: meter.usage };
    } catch (error) {
      const fault = faultOf(error, { endpoint: entry.endpoint, key, hasBegun });
      const { kind, message, retryAfterMs } = fault;
      throw new ModelFault(kind, message, { retryAfterMs, usage: fault.usage ?? meter.usage });
    }
  };
  return { name, family, price, load: () => void load(), call };
}

/** What the endpoint has counted; until then, and where it does not count, what was sent and streamed. */
class UsageMeter {
  readonly #sentTokens: number;
  #characters = 0;
  #counted: Partial<Usage> = {};

  constructor(sentTokens: number) {
    this.#sentTokens = sentTokens;
  }

  wrote(text: string): void {
    this.#characters += text.length;
  }

  count(figures: Partial<Record<keyof Usage, unknown>>): void {
    for (const [field, figure] of Object.entries(figures))
      if (Number.isSafeInteger(figure) && Number(figure) >= 0)
        this.#counted = { ...this.#counted, [field]: figure };
  }

  get usage(): Usage {
    const written = { ...NO_USAGE, outputTokens: Math.ceil(this.#characters / 4) };
    const usage = { ...written, ...this.#counted };
    const isCounted = usage.inputTokens + usage.cacheWriteTokens + usage.cacheReadTokens > 0;
    return isCounted ? usage : { ...usage, inputTokens: this.#sentTokens };
  }
}
