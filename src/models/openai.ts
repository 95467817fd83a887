/**
 * Models of other vendors: OpenAI's own over `/responses`, the only place where its models take tools
 * while they reason; compatible ones over chat completions. This file alone knows the provider packages,
 * whose interface changes with each major version.
 */

import type { OpenAIProvider } from '@ai-sdk/openai';
import type { Call, ProviderApi } from './call.ts';
import { parseJson } from './faults.ts';
import { type Block, type Message, type ModelAnswer, ModelFault } from './model.ts';

type Client = ReturnType<OpenAIProvider['responses']>;
type CallOptions = Parameters<Client['doStream']>[0];
type PromptMessage = CallOptions['prompt'][number];
type AssistantPart = Extract<PromptMessage, { role: 'assistant' }>['content'][number];
type Stream = Awaited<ReturnType<Client['doStream']>>['stream'];
type Finish = Extract<Stream extends ReadableStream<infer Part> ? Part : never, { type: 'finish' }>;

/** `null`: it did not end. */
const STOPS: Record<Finish['finishReason']['unified'], ModelAnswer['stopReason'] | null> = {
  stop: 'end',
  length: 'max_tokens',
  'content-filter': 'refusal',
  'tool-calls': 'tool_use',
  other: 'other',
  error: null,
  interrupted: null,
};

type LoadClient = () => Promise<(call: Call) => Client>;

export const responsesApi = apiOf(async () => {
  const { createOpenAI } = await import('@ai-sdk/openai');
  // Without any key it would look into the environment.
  return ({ entry, key, fetch }) =>
    createOpenAI({ baseURL: entry.endpoint, apiKey: key ?? 'none', fetch }).responses(entry.name);
});

export const completionsApi = apiOf(async () => {
  const { createOpenAICompatible } = await import('@ai-sdk/openai-compatible');
  return ({ entry, key, fetch }) => {
    const credentials = key === null ? {} : { apiKey: key };
    const about = { baseURL: entry.endpoint, name: 'compatible', ...credentials };
    // Some send their counts only when asked.
    return createOpenAICompatible({ ...about, includeUsage: true, fetch })(entry.name);
  };
});

function apiOf(load: LoadClient): ProviderApi {
  return { load, send: async (call) => receive((await load())(call), call) };
}

async function receive(client: Client, call: Call): Promise<Omit<ModelAnswer, 'usage'>> {
  const { stream } = await client.doStream(optionsOf(call));
  const content: Block[] = [];
  const open = new Map<string, string>();
  const close = (id: string): string => {
    const text = open.get(id) ?? '';
    open.delete(id);
    return text;
  };
  /** With what only the model reads: its sealed thoughts, the signatures of its calls. */
  const keep = (part: AssistantPart) => content.push({ type: 'opaque', value: part });
  let stopReason: ModelAnswer['stopReason'] | null = null;
  let model = call.entry.name;
  for await (const part of stream) {
    // The first part comes with the headers.
    if (part.type !== 'stream-start' && part.type !== 'error')
      call.heard('delta' in part ? part.delta : '');
    switch (part.type) {
      case 'text-delta':
      case 'reasoning-delta':
        open.set(part.id, (open.get(part.id) ?? '') + part.delta);
        break;
      case 'text-end':
        content.push({ type: 'text', text: close(part.id) });
        break;
      case 'reasoning-end':
        keep({
          type: 'reasoning',
          text: close(part.id),
          providerOptions: part.providerMetadata ?? {},
        });
        break;
      case 'tool-call': {
        const { toolCallId, toolName, providerMetadata: providerOptions = {} } = part;
        // What is not JSON is told to the model, as any input that its schema refuses.
        const input = parseJson(part.input.trim() || '{}');
        keep({ type: 'tool-call', toolCallId, toolName, input, providerOptions });
        content.push({ type: 'tool_use', id: toolCallId, name: toolName, input });
        break;
      }
      case 'response-metadata':
        model = part.modelId ?? model;
        break;
      case 'finish':
        stopReason = STOPS[part.finishReason.unified];
        call.meter.count(countedIn(part.usage));
        break;
      case 'error':
        throw part.error;
    }
  }
  if (stopReason === null)
    throw new ModelFault('cut_off', 'the answer ended before it was complete');
  return { content, stopReason, model };
}

function optionsOf({ entry, request, maxOutputTokens, signal }: Call): CallOptions {
  return {
    prompt: [
      { role: 'system', content: request.shared },
      { role: 'user', content: [{ type: 'text', text: `${request.own}\n\n${request.ask}` }] },
      ...request.messages.flatMap(messagesOf),
    ],
    maxOutputTokens,
    tools: request.tools.map((tool) => {
      return { type: 'function', ...tool, ...(entry.tools === 'strict' ? { strict: true } : {}) };
    }),
    toolChoice: { type: 'auto' },
    ...(entry.effort ? { reasoning: request.effort } : {}),
    // Nothing is stored at the vendor: thoughts travel sealed with the request.
    providerOptions: { openai: { store: false, parallelToolCalls: false } },
    abortSignal: signal,
  };
}

/** A call of a tool goes back as it was kept. */
function messagesOf(message: Message): PromptMessage[] {
  if (message.role === 'assistant') {
    const content = message.content.flatMap((block): AssistantPart[] => {
      if (block.type === 'opaque') return [block.value as AssistantPart];
      return block.type === 'text' && block.text.trim() !== '' ? [block] : [];
    });
    return [{ role: 'assistant', content }];
  }
  return message.content.map((block): PromptMessage => {
    if (block.type === 'text') return { role: 'user', content: [block] };
    const { toolUseId: toolCallId, isError, text } = block;
    const type = isError ? 'error-text' : 'text';
    const output = { type, value: text.trim() === '' ? '(empty)' : text } as const;
    // Neither API tells the name of the tool again.
    return { role: 'tool', content: [{ type: 'tool-result', toolCallId, toolName: '', output }] };
  });
}

function countedIn({ inputTokens, outputTokens }: Finish['usage']) {
  const { total, cacheRead = 0, cacheWrite = 0 } = inputTokens;
  const counted = { outputTokens: outputTokens.total };
  if (total === undefined) return counted;
  return {
    ...counted,
    inputTokens: total - cacheRead - cacheWrite,
    cacheReadTokens: cacheRead,
    cacheWriteTokens: cacheWrite,
  };
}
