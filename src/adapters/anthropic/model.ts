import Anthropic from '@anthropic-ai/sdk';
import type { Log } from '../../runtime/ports/log.ts';
import { type Model, ModelFault, type ModelReply } from '../../runtime/ports/model.ts';
import { toFault } from './faults.ts';
import { ANTHROPIC_URL } from './known-models.ts';
import { observedFetch } from './observed-fetch.ts';
import { costUsd, PRICES, type PriceTable } from './prices.ts';
import { RequestClocks } from './request-clocks.ts';
import { toWire } from './wire.ts';

/** Longer than any name that the endpoint was given; a longer one cannot be passed on to a session. */
const NAME_CHARACTERS = 100;
const ID_CHARACTERS = 200;

const STOPS: Readonly<Record<string, ModelReply['stop']>> = {
  tool_use: 'tool_use',
  end_turn: 'end_turn',
  max_tokens: 'max_tokens',
  refusal: 'refusal',
  pause_turn: 'pause_turn',
  model_context_window_exceeded: 'context_exceeded',
};

/**
 * A model behind an Anthropic-compatible endpoint. One request per answer, streamed, with its own timeouts and no
 * retries: the broker retries. `baseUrl` empty or absent means Anthropic's own; there is never a fallback from one
 * endpoint or model to another (A10). Nothing is read from the environment.
 */
export function createAnthropicModel(options: {
  readonly apiKey: string;
  readonly baseUrl?: string;
  readonly log: Log;
  /** Replaces the dated table in `prices.ts`. */
  readonly prices?: PriceTable;
}): Model {
  const { apiKey, log } = options;
  const prices = options.prices ?? PRICES;
  const client = new Anthropic({
    apiKey,
    authToken: null,
    webhookKey: null,
    baseURL: options.baseUrl || ANTHROPIC_URL,
    maxRetries: 0,
    // It would write prompts and answers; what operators need is logged here.
    logLevel: 'off',
  });

  return {
    rehearsal: false,
    answer: async (request, { ask, callNumber }, { signal, clocks: bounds, onProgress }) => {
      const clocks = new RequestClocks(bounds, signal);
      const startedAt = performance.now();
      let firstTokenMs = 0;
      let hasEnded = false;
      try {
        const fetching = client.withOptions({ fetch: observedFetch(clocks) });
        // The SDK's own timeout must never be the first to act: it cannot say what it timed.
        const timeout = Math.ceil(bounds.totalMs) + 60_000;
        const stream = fetching.messages.stream(toWire(request), { signal: clocks.signal, timeout });
        stream.on('streamEvent', (event) => {
          onProgress(charactersIn(event));
          hasEnded = event.type === 'message_stop';
          if (event.type !== 'content_block_start' || firstTokenMs > 0) return;
          firstTokenMs = performance.now() - startedAt;
          clocks.contentBegan();
        });
        const message = await untilAborted(stream.finalMessage(), clocks.signal);
        const totalMs = performance.now() - startedAt;
        const reply = toReply(message, prices, firstTokenMs || totalMs, totalMs);
        log.debug('model_answered', { turnId: ask.turnId, call: callNumber, stop: reply.stop, totalMs });
        return reply;
      } catch (error) {
        throw clocks.signal.aborted ? toFault(clocks.signal.reason, false) : toFault(error, hasEnded);
      } finally {
        clocks.stop();
      }
    },
  };
}

/** Settles when aborted even if the SDK does not, so that no abandoned request is awaited. */
function untilAborted<Value>(work: Promise<Value>, signal: AbortSignal): Promise<Value> {
  return new Promise((resolve, reject) => {
    const aborted = (): void => reject(toFault(signal.reason, false));
    signal.addEventListener('abort', aborted, { once: true });
    if (signal.aborted) aborted();
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', aborted));
  });
}

function charactersIn(event: Anthropic.Messages.MessageStreamEvent): number {
  if (event.type !== 'content_block_delta') return 0;
  if (event.delta.type === 'text_delta') return event.delta.text.length;
  return event.delta.type === 'input_json_delta' ? event.delta.partial_json.length : 0;
}

/** Blocks are taken by their type, never by their place; thinking stays where it was. */
function toReply(
  message: Anthropic.Messages.Message,
  prices: PriceTable,
  firstTokenMs: number,
  totalMs: number,
): ModelReply {
  const content = message.content.flatMap((block): ModelReply['content'][number][] => {
    if (block.type === 'text') return [{ type: 'text', text: block.text }];
    if (block.type !== 'tool_use') return [];
    const { id, name, input } = block;
    if (id.length > ID_CHARACTERS || name.length > NAME_CHARACTERS) {
      throw new ModelFault('malformed_answer', 'a tool call has a name or id of no sensible length', true);
    }
    return [{ type: 'tool_use', id, name, input }];
  });
  const usage = {
    inputTokens: message.usage.input_tokens,
    cacheWriteTokens: message.usage.cache_creation_input_tokens ?? 0,
    cacheReadTokens: message.usage.cache_read_input_tokens ?? 0,
    outputTokens: message.usage.output_tokens,
  };
  const stop = STOPS[message.stop_reason ?? ''] ?? 'other';
  const { model } = message;
  return { content, stop, model, usage, costUsd: costUsd(prices, model, usage), firstTokenMs, totalMs };
}
