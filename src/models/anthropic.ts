/** Models behind the Messages API, of Anthropic or of any endpoint that speaks it. */

import type Anthropic from '@anthropic-ai/sdk';
import type { Call, ProviderApi } from './call.ts';
import { type Block, type Message, type ModelAnswer, ModelFault } from './model.ts';

type ContentParam = Anthropic.Messages.ContentBlockParam;

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

const load = () => import('@anthropic-ai/sdk');

export const messagesApi: ProviderApi = { load, send };

async function send(call: Call): Promise<Omit<ModelAnswer, 'usage'>> {
  const { entry, key, signal, fetch, meter, heard } = call;
  const { default: Client } = await load();
  const client = new Client({
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
    fetch,
  });
  // Unlike the bare stream of events, this one rejects where an answer breaks off.
  const stream = client.messages.stream(paramsOf(call), { signal });
  stream.on('streamEvent', (event) => {
    heard(textIn(event));
    // The first figure of output is a guess.
    if (event.type === 'message_start') meter.count(inputIn(event.message.usage));
    if (event.type === 'message_delta')
      meter.count({ ...inputIn(event.usage), outputTokens: event.usage.output_tokens });
  });
  const { content, stop_reason, model } = await stream.finalMessage().catch((error: unknown) => {
    const isPlain = error instanceof Client.AnthropicError && error.cause === undefined;
    if (!isPlain || error instanceof Client.APIError) throw error;
    throw new ModelFault('cut_off', `the answer broke off: ${error.message}`);
  });
  return {
    content: content.flatMap(blockOf),
    stopReason: STOPS[stop_reason ?? ''] ?? 'other',
    model,
  };
}

/**
 * The shared block is the system's, and cached for all who are asked in the round; in a turn that goes
 * on, so is what was said before. No tool is forced: newer models refuse that.
 */
function paramsOf({
  entry,
  request,
  maxOutputTokens,
}: Call): Anthropic.Messages.MessageStreamParams {
  const said = request.messages.map(({ role, content }) => {
    return { role, content: content.flatMap(paramOf) };
  });
  const last = said.at(-1)?.content.at(-1);
  if (last !== undefined) Object.assign(last, CACHED);
  return {
    model: entry.name,
    max_tokens: maxOutputTokens,
    ...(entry.effort ? { output_config: { effort: request.effort } } : {}),
    system: [{ type: 'text', text: request.shared, ...CACHED }],
    messages: [{ role: 'user', content: `${request.own}\n\n${request.ask}` }, ...said],
    tools: request.tools.map(({ name, description, inputSchema }) => ({
      name,
      description,
      ...(entry.tools === 'strict' ? { strict: true } : {}),
      input_schema: { ...inputSchema, type: 'object' },
    })),
    tool_choice: { type: 'auto', disable_parallel_tool_use: true },
  };
}

function paramOf(block: Message['content'][number]): ContentParam[] {
  switch (block.type) {
    case 'text':
      return block.text.trim() === '' ? [] : [block];
    case 'tool_use':
      return [block];
    case 'opaque':
      return [block.value as ContentParam];
    case 'tool_result':
      return [
        {
          type: 'tool_result',
          tool_use_id: block.toolUseId,
          is_error: block.isError,
          content: block.text.trim() === '' ? '(empty)' : block.text,
        },
      ];
  }
}

/** By type, never by position. */
function blockOf(block: Anthropic.Messages.ContentBlock): Block[] {
  switch (block.type) {
    case 'text':
      return [{ type: 'text', text: block.text }];
    case 'tool_use':
      return [{ type: 'tool_use', id: block.id, name: block.name, input: block.input }];
    case 'thinking':
    case 'redacted_thinking':
      return [{ type: 'opaque', value: block }];
    default:
      return [];
  }
}

function inputIn(usage: Anthropic.Messages.Usage | Anthropic.Messages.MessageDeltaUsage) {
  return {
    inputTokens: usage.input_tokens,
    cacheWriteTokens: usage.cache_creation_input_tokens,
    cacheReadTokens: usage.cache_read_input_tokens,
  };
}

function textIn(event: Anthropic.Messages.MessageStreamEvent): string {
  if (event.type !== 'content_block_delta') return '';
  const { delta } = event;
  if (delta.type === 'text_delta') return delta.text;
  if (delta.type === 'thinking_delta') return delta.thinking;
  return delta.type === 'input_json_delta' ? delta.partial_json : '';
}
