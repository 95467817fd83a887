/**
 * The wire of Anthropic's Messages API, by Anthropic's own client: this file makes a request and
 * reads its stream, `wire.ts` writes it in the API's form, `loose-events.ts` takes what gateways
 * send instead.
 */

import Anthropic from '@anthropic-ai/sdk';
import type { FormPart } from '#core/vocabulary/sets.ts';
import { DAY_MS } from '#foundation/day.ts';
import type { Log } from '#foundation/log.ts';
import { awaitUnlessAborted } from '#foundation/timeout.ts';
import type { ModelReply } from '#ports/model.ts';
import type { Model } from '#turns/model-context.ts';
import type { ModelEntry } from '#turns/models/entry.ts';
import { unsupportedPartsOf } from '#turns/models/form.ts';
import { makeToolUse, readModelName } from '../answer-bounds.ts';
import { type Counts, NOT_COUNTED, readCount, readInput } from '../counts.ts';
import { makeEventsStrict } from '../event-stream.ts';
import type { RequestSpending } from '../spending.ts';
import { createStreamedModel } from '../streamed-model.ts';
import { convertToFault } from './faults.ts';
import { LooseEvents } from './loose-events.ts';
import { convertToWire } from './wire.ts';

/** Known ids look like `req_011C…`. */
const REQUEST_ID = /^[\w.:-]{1,100}$/;

const STOPS: Readonly<Record<string, ModelReply['stop']>> = {
  tool_use: 'tool_use',
  end_turn: 'end_turn',
  max_tokens: 'max_tokens',
  refusal: 'refusal',
  pause_turn: 'pause_turn',
  model_context_window_exceeded: 'context_exceeded',
};

/**
 * The SDK's timeout must never come first: it cannot say what was late. A day is longer than any
 * turn.
 */
const NEVER_MS = DAY_MS;

/**
 * A model at an endpoint for the Messages API. Never falls back to another endpoint or model, and
 * reads nothing from the environment. Without a key it sends a placeholder, which an endpoint
 * without keys ignores.
 */
export function createAnthropicModel(options: {
  readonly entry: ModelEntry;
  readonly apiKey: string | null;
  readonly log: Log;
  /** Parts to leave out of requests; by default those that the model never takes. */
  readonly without?: readonly FormPart[];
}): Model {
  const { entry, without = unsupportedPartsOf(entry) } = options;
  const client = new Anthropic({
    apiKey: options.apiKey ?? 'none',
    authToken: null,
    webhookKey: null,
    baseURL: entry.baseUrl,
    maxRetries: 0,
    // The SDK would log prompts and answers; our own log has the facts for operators.
    logLevel: 'off',
    // By default the SDK traces every request, as environment variables tell it to.
    openTelemetry: false,
  });

  return createStreamedModel(options, {
    make: (request) => convertToWire(request, entry, without),
    send: async (params, { clocks, spending, fetch, heard }) => {
      let hasEnded = false;
      try {
        const strict = makeEventsStrict(fetch, entry, () => new LooseEvents(entry));
        const fetching = client.withOptions({ fetch: strict });
        const stream = fetching.messages.stream(params, {
          signal: clocks.signal,
          timeout: NEVER_MS,
        });
        stream.on('streamEvent', (event) => {
          spending.reported(countsIn(event));
          heard(charactersIn(event), event.type === 'content_block_start');
          hasEnded = event.type === 'message_stop';
        });
        // The SDK may never settle after an abort, so the wait ends with the signal.
        const message = await awaitUnlessAborted(stream.finalMessage(), clocks.signal);
        return { ...convertToReply(message, spending), ...requestIdOf(stream.request_id) };
      } catch (error) {
        throw convertToFault(error, hasEnded, entry);
      }
    },
  });
}

/** Shown to people and stored, so anything unlike an id is dropped. */
function requestIdOf(id: string | null | undefined): Pick<ModelReply, 'requestId'> {
  return REQUEST_ID.test(id ?? '') ? { requestId: id ?? '' } : {};
}

function charactersIn(event: Anthropic.Messages.MessageStreamEvent): number {
  if (event.type === 'content_block_start') {
    const { content_block: block } = event;
    if (block.type === 'text') return block.text.length;
    if (block.type === 'thinking') return block.thinking.length;
    return block.type === 'redacted_thinking' ? block.data.length : 0;
  }
  if (event.type !== 'content_block_delta') return 0;
  if (event.delta.type === 'text_delta') return event.delta.text.length;
  if (event.delta.type === 'thinking_delta') return event.delta.thinking.length;
  return event.delta.type === 'input_json_delta' ? event.delta.partial_json.length : 0;
}

/**
 * Reads blocks by type, never by position. Thinking is unchanged, for the turn to send back. The
 * price is that of the requested model: an endpoint must not escape the ceiling by giving another
 * name.
 */
function convertToReply(
  message: Anthropic.Messages.Message,
  spending: RequestSpending,
): ModelReply {
  const content = message.content.flatMap((block): ModelReply['content'][number][] => {
    switch (block.type) {
      case 'text':
        return [{ type: 'text', text: block.text }];
      case 'thinking':
        return [{ type: 'thinking', thinking: block.thinking, signature: block.signature }];
      case 'redacted_thinking':
        return [{ type: 'redacted_thinking', data: block.data }];
      case 'tool_use':
        return [makeToolUse(block.id, block.name, block.input)];
      default:
        return [];
    }
  });
  const stop = STOPS[message.stop_reason ?? ''] ?? 'other';
  return { content, stop, model: readModelName(message.model), ...spending.ofAnswer() };
}

/** The output at a message's beginning is a guess. */
function countsIn(event: Anthropic.Messages.MessageStreamEvent): Counts {
  if (event.type === 'message_start')
    return { input: inputIn(event.message.usage), outputTokens: null };
  if (event.type !== 'message_delta') return NOT_COUNTED;
  return { input: inputIn(event.usage), outputTokens: readCount(event.usage.output_tokens) };
}

function inputIn(usage: Partial<Anthropic.Messages.MessageDeltaUsage>): Counts['input'] {
  return readInput({
    inputTokens: usage.input_tokens,
    cacheWriteTokens: usage.cache_creation_input_tokens,
    cacheReadTokens: usage.cache_read_input_tokens,
  });
}
