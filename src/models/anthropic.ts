/**
 * Models behind the Messages API, of Anthropic or of any endpoint that speaks it. The stream is read
 * by hand: the SDK ends silently where an answer breaks off, and retries beyond any bound.
 */

import type Anthropic from '@anthropic-ai/sdk';
import { type Arriving, makeCall, outputTokensOf, parseInput } from './call.ts';
import { faultOfConnection, faultOfRefusal } from './faults.ts';
import {
  type Block,
  type Message,
  type Model,
  type ModelAnswer,
  ModelFault,
  type ModelRequest,
} from './model.ts';
import type { ModelEntry } from './models-file.ts';

type Params = Anthropic.Messages.MessageCreateParamsStreaming;
type ContentParam = Anthropic.Messages.ContentBlockParam;
type StreamEvent = Anthropic.Messages.RawMessageStreamEvent;

/** The SDK's own limit must never come first: it cannot say what was late. */
const NEVER_MS = 86_400_000;
const CACHED = { cache_control: { type: 'ephemeral' } } as const;
const STOPS: Readonly<Record<string, ModelAnswer['stopReason']>> = {
  tool_use: 'tool_use',
  end_turn: 'end',
  stop_sequence: 'end',
  max_tokens: 'max_tokens',
  refusal: 'refusal',
  pause_turn: 'pause',
  model_context_window_exceeded: 'context',
};

export function createAnthropicModel(entry: ModelEntry, key: string | null): Model {
  const { name, family, contextTokens, price, tools } = entry;
  return {
    name,
    family,
    contextTokens,
    price,
    tools,
    call: (request, options) =>
      makeCall(entry, key, request, options, (arriving) => send(entry, key, request, arriving)),
  };
}

async function send(
  entry: ModelEntry,
  key: string | null,
  request: ModelRequest,
  { clock, meter, heard }: Arriving,
): Promise<ModelAnswer> {
  const sdk = await import('@anthropic-ai/sdk');
  const client = new sdk.default({
    // An endpoint without keys ignores it; without any, the SDK would look into the environment.
    apiKey: key ?? 'none',
    authToken: null,
    webhookKey: null,
    baseURL: entry.endpoint,
    maxRetries: 0,
    timeout: NEVER_MS,
    // It would log prompts, and trace requests as variables tell it.
    logLevel: 'off',
    openTelemetry: false,
    fetch: clock.fetch,
  });
  const answer = new StreamedAnswer();
  let hasBegun = false;
  try {
    const stream = await client.messages.create(paramsOf(request, entry), { signal: clock.signal });
    for await (const event of stream) {
      hasBegun = true;
      heard();
      answer.add(event);
      meter.wrote(textIn(event));
      // Its figure of output is a guess.
      if (event.type === 'message_start')
        meter.count({ ...countedIn(event.message.usage), outputTokens: null });
      if (event.type === 'message_delta') meter.count(countedIn(event.usage));
    }
  } catch (error) {
    if (error instanceof ModelFault) throw error;
    if (error instanceof sdk.default.APIConnectionError)
      throw faultOfConnection(error, entry.endpoint, hasBegun);
    if (error instanceof sdk.default.APIError) {
      const { status = null, headers } = error;
      const refusal = { status, body: error.error, header: (field: string) => headers?.get(field) };
      throw faultOfRefusal(refusal, key);
    }
    if (error instanceof SyntaxError)
      throw new ModelFault('unreadable', 'an event of the answer is not JSON');
    // Errors of the connection have a cause; those of our own have none.
    if (error instanceof Error && error.cause !== undefined)
      throw faultOfConnection(error, entry.endpoint, hasBegun);
    throw error;
  }
  return { ...answer.finish(), usage: meter.usage, model: answer.model || entry.name };
}

/**
 * The shared block is the system's, and cached for all who are asked in the round; in a turn that goes
 * on, so is what was said before. No tool is forced: newer models refuse that.
 */
function paramsOf(request: ModelRequest, entry: ModelEntry): Params {
  const asked: ContentParam[] = [request.own, request.ask].flatMap(textParams);
  const said = request.messages.map(({ role, content }) => ({
    role,
    content: content.flatMap(blockParams),
  }));
  const last = said.at(-1)?.content.at(-1);
  if (last !== undefined) Object.assign(last, CACHED);
  const strict = entry.tools === 'strict' ? { strict: true } : {};
  return {
    model: entry.name,
    stream: true,
    max_tokens: outputTokensOf(request, entry),
    ...(entry.takesEffort ? { output_config: { effort: request.effort } } : {}),
    system: [{ type: 'text', text: request.shared, ...CACHED }],
    messages: [{ role: 'user', content: asked }, ...said],
    tools: request.tools.map(({ name, description, inputSchema }) => ({
      name,
      description,
      ...strict,
      input_schema: { ...inputSchema, type: 'object' },
    })),
    tool_choice: { type: 'auto', disable_parallel_tool_use: true },
  };
}

function textParams(text: string): ContentParam[] {
  return text.trim() === '' ? [] : [{ type: 'text', text }];
}

function blockParams(block: Message['content'][number]): ContentParam[] {
  switch (block.type) {
    case 'text':
      return textParams(block.text);
    case 'tool_use':
      return [{ type: 'tool_use', id: block.id, name: block.name, input: block.input }];
    case 'opaque':
      return [block.value as ContentParam];
    case 'tool_result':
      return [
        {
          type: 'tool_result',
          tool_use_id: block.toolUseId,
          is_error: block.isError,
          content: [{ type: 'text', text: block.text.trim() === '' ? '(empty)' : block.text }],
        },
      ];
  }
}

function countedIn(usage: {
  readonly input_tokens?: number | null;
  readonly cache_creation_input_tokens?: number | null;
  readonly cache_read_input_tokens?: number | null;
  readonly output_tokens?: number | null;
}) {
  return {
    inputTokens: usage.input_tokens,
    cacheWriteTokens: usage.cache_creation_input_tokens,
    cacheReadTokens: usage.cache_read_input_tokens,
    outputTokens: usage.output_tokens,
  };
}

function textIn(event: StreamEvent): string {
  if (event.type !== 'content_block_delta') return '';
  const { delta } = event;
  if (delta.type === 'text_delta') return delta.text;
  if (delta.type === 'thinking_delta') return delta.thinking;
  return delta.type === 'input_json_delta' ? delta.partial_json : '';
}

/** Gathers blocks by their index, and looks at them by type, never by position. */
class StreamedAnswer {
  readonly #blocks = new Map<number, { block: Anthropic.Messages.ContentBlock; json: string }>();
  #stop: string | null = null;
  #hasEnded = false;
  model = '';

  add(event: StreamEvent): void {
    switch (event.type) {
      case 'message_start':
        this.model = event.message.model;
        return;
      case 'content_block_start':
        this.#blocks.set(event.index, { block: { ...event.content_block }, json: '' });
        return;
      case 'content_block_delta':
        this.#extend(event);
        return;
      case 'message_delta':
        this.#stop = event.delta.stop_reason;
        return;
      case 'message_stop':
        this.#hasEnded = true;
        return;
      default:
        return;
    }
  }

  #extend({ index, delta }: Anthropic.Messages.RawContentBlockDeltaEvent): void {
    const held = this.#blocks.get(index);
    if (held === undefined)
      throw new ModelFault('unreadable', 'a piece of a block that has not begun');
    const { block } = held;
    if (delta.type === 'input_json_delta') held.json += delta.partial_json;
    if (delta.type === 'text_delta' && block.type === 'text') block.text += delta.text;
    if (delta.type === 'thinking_delta' && block.type === 'thinking')
      block.thinking += delta.thinking;
    if (delta.type === 'signature_delta' && block.type === 'thinking')
      block.signature = delta.signature;
  }

  finish(): Pick<ModelAnswer, 'content' | 'stopReason'> {
    if (!this.#hasEnded) throw new ModelFault('cut_off', 'the answer ended before it was complete');
    const stopReason = STOPS[this.#stop ?? ''] ?? 'other';
    const content = [...this.#blocks.values()].flatMap(({ block, json }): Block[] => {
      switch (block.type) {
        case 'text':
          return block.text.trim() === '' ? [] : [{ type: 'text', text: block.text }];
        case 'thinking':
        case 'redacted_thinking':
          return [{ type: 'opaque', value: block }];
        case 'tool_use': {
          const input = json === '' ? { value: block.input } : parseInput(json);
          // The end of an answer that was cut may be half a call.
          if (input === null && stopReason === 'max_tokens') return [];
          if (input === null) throw new ModelFault('unreadable', 'the input of a tool is not JSON');
          return [{ type: 'tool_use', id: block.id, name: block.name, input: input.value }];
        }
        default:
          return [];
      }
    });
    return { content, stopReason };
  }
}
