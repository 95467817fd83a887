/**
 * Models of other vendors: OpenAI's own over `/responses`, the only place where its models take tools
 * while they reason; all others over chat completions. This file alone knows the provider packages,
 * whose interface changes with each major version.
 */

import type { OpenAIProvider } from '@ai-sdk/openai';
import { type Arriving, makeCall, outputTokensOf, parseInput } from './call.ts';
import { faultOfConnection, faultOfRefusal, faultOfUnknown, objectOf } from './faults.ts';
import {
  type Block,
  type Message,
  type Model,
  type ModelAnswer,
  ModelFault,
  type ModelRequest,
} from './model.ts';
import type { ModelEntry } from './models-file.ts';

type Client = ReturnType<OpenAIProvider['responses']>;
type CallOptions = Parameters<Client['doStream']>[0];
type PromptMessage = CallOptions['prompt'][number];
type AssistantPart = Extract<PromptMessage, { role: 'assistant' }>['content'][number];
type StreamPart =
  Awaited<ReturnType<Client['doStream']>>['stream'] extends ReadableStream<infer Part>
    ? Part
    : never;
type Finish = Extract<StreamPart, { type: 'finish' }>;
type Metadata = NonNullable<Extract<StreamPart, { type: 'tool-call' }>['providerMetadata']>;

/** What only the model reads: its sealed thoughts, and signatures of its calls. */
type Opaque =
  | { readonly part: 'thought'; readonly text: string; readonly metadata: Metadata }
  | { readonly part: 'call'; readonly id: string; readonly metadata: Metadata };

export function createOpenAiModel(entry: ModelEntry, key: string | null): Model {
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
  const client = await openClient(entry, key, clock.fetch);
  const answer = new StreamedAnswer();
  let hasBegun = false;
  try {
    const { stream } = await client.doStream({
      ...callOf(request, entry),
      abortSignal: clock.signal,
    });
    for await (const part of stream) {
      if (part.type === 'error') throw part.error;
      // The first part tells of the request, and comes with the headers.
      if (part.type === 'stream-start') continue;
      hasBegun = true;
      heard();
      answer.add(part);
      if ('delta' in part) meter.wrote(part.delta);
      if (part.type === 'finish') meter.count(countedIn(part));
    }
  } catch (error) {
    throw faultOf(error, entry, key, hasBegun);
  }
  return { ...answer.finish(), usage: meter.usage, model: answer.model || entry.name };
}

async function openClient(
  entry: ModelEntry,
  key: string | null,
  fetch: typeof globalThis.fetch,
): Promise<Client> {
  const baseURL = entry.endpoint;
  if (entry.provider === 'openai') {
    const { createOpenAI } = await import('@ai-sdk/openai');
    // Without any key it would look into the environment.
    return createOpenAI({ baseURL, apiKey: key ?? 'none', fetch }).responses(entry.name);
  }
  const { createOpenAICompatible } = await import('@ai-sdk/openai-compatible');
  const credentials = key === null ? {} : { apiKey: key };
  // Some send their counts only when asked.
  const options = { baseURL, name: 'compatible', ...credentials, includeUsage: true, fetch };
  return createOpenAICompatible(options)(entry.name);
}

function faultOf(
  error: unknown,
  entry: ModelEntry,
  key: string | null,
  hasBegun: boolean,
): ModelFault {
  if (error instanceof ModelFault) return error;
  const { statusCode, responseBody, responseHeaders, data } = objectOf(error);
  if (typeof statusCode === 'number' && statusCode >= 400) {
    const headers = objectOf(responseHeaders);
    const body = typeof responseBody === 'string' ? responseBody : '';
    const refusal = {
      status: statusCode,
      body: parseInput(body)?.value ?? body,
      header: (field: string) => (typeof headers[field] === 'string' ? headers[field] : null),
    };
    const fault = faultOfRefusal(refusal, key);
    // The package gives errors within a stream a status as well.
    return hasBegun ? new ModelFault(fault.kind, fault.message) : fault;
  }
  if (error instanceof Error && /JSONParse|TypeValidation/.test(error.name))
    return new ModelFault('unreadable', 'an event of the answer cannot be read');
  if (error instanceof Error && error.name.includes('InvalidResponseData'))
    return new ModelFault('cut_off', 'the answer ended before it was complete');
  if (!(error instanceof Error) || data !== undefined)
    return faultOfRefusal({ status: null, body: data ?? error, header: () => null }, key);
  return error.name === 'TypeError' || error.cause !== undefined
    ? faultOfConnection(error, entry.endpoint, hasBegun)
    : faultOfUnknown(error, key);
}

function callOf(request: ModelRequest, entry: ModelEntry): CallOptions {
  return {
    prompt: [
      { role: 'system', content: request.shared },
      { role: 'user', content: [{ type: 'text', text: `${request.own}\n\n${request.ask}` }] },
      ...messagesOf(request.messages),
    ],
    maxOutputTokens: outputTokensOf(request, entry),
    tools: request.tools.map(({ name, description, inputSchema }) => ({
      type: 'function',
      name,
      description,
      inputSchema,
      ...(entry.tools === 'strict' ? { strict: true } : {}),
    })),
    toolChoice: { type: 'auto' },
    ...(entry.takesEffort ? { reasoning: request.effort } : {}),
    // Nothing is stored at the vendor: thoughts travel sealed with the request.
    providerOptions: { openai: { store: false, parallelToolCalls: false } },
  };
}

function messagesOf(messages: readonly Message[]): PromptMessage[] {
  const names = new Map<string, string>();
  return messages.flatMap((message): PromptMessage[] => {
    if (message.role === 'assistant') {
      for (const block of message.content)
        if (block.type === 'tool_use') names.set(block.id, block.name);
      const content = assistantParts(message.content);
      return content.length === 0 ? [] : [{ role: 'assistant', content }];
    }
    return message.content.map((block): PromptMessage => {
      if (block.type === 'text')
        return { role: 'user', content: [{ type: 'text', text: block.text }] };
      const { toolUseId: toolCallId, text, isError } = block;
      const output = {
        type: isError ? ('error-text' as const) : ('text' as const),
        value: text.trim() === '' ? '(empty)' : text,
      };
      const toolName = names.get(toolCallId) ?? 'unknown';
      return { role: 'tool', content: [{ type: 'tool-result', toolCallId, toolName, output }] };
    });
  });
}

function assistantParts(blocks: readonly Block[]): AssistantPart[] {
  const ofCalls = new Map<string, Metadata>();
  return blocks.flatMap((block): AssistantPart[] => {
    switch (block.type) {
      case 'text':
        return block.text.trim() === '' ? [] : [{ type: 'text', text: block.text }];
      case 'opaque': {
        const opaque = block.value as Opaque;
        if (opaque.part === 'thought')
          return [{ type: 'reasoning', text: opaque.text, providerOptions: opaque.metadata }];
        ofCalls.set(opaque.id, opaque.metadata);
        return [];
      }
      case 'tool_use': {
        const { id: toolCallId, name: toolName, input } = block;
        const providerOptions = ofCalls.get(toolCallId) ?? {};
        return [{ type: 'tool-call', toolCallId, toolName, input, providerOptions }];
      }
      default:
        return [];
    }
  });
}

function countedIn({ usage: { inputTokens, outputTokens } }: Finish) {
  const { total, cacheRead = 0, cacheWrite = 0 } = inputTokens;
  return {
    inputTokens: total === undefined ? null : total - cacheRead - cacheWrite,
    cacheReadTokens: total === undefined ? null : cacheRead,
    cacheWriteTokens: total === undefined ? null : cacheWrite,
    outputTokens: outputTokens.total,
  };
}

const STOPS: Readonly<Record<Finish['finishReason']['unified'], ModelAnswer['stopReason'] | null>> =
  {
    stop: 'end',
    length: 'max_tokens',
    'content-filter': 'refusal',
    'tool-calls': 'tool_use',
    other: 'other',
    error: null,
    interrupted: null,
  };

class StreamedAnswer {
  readonly #blocks: Block[] = [];
  readonly #open = new Map<string, { text: string; metadata: Metadata }>();
  #stop: ModelAnswer['stopReason'] | null = null;
  model = '';

  add(part: StreamPart): void {
    switch (part.type) {
      case 'text-start':
      case 'reasoning-start':
        this.#open.set(part.id, { text: '', metadata: part.providerMetadata ?? {} });
        return;
      case 'text-delta':
      case 'reasoning-delta': {
        const open = this.#open.get(part.id);
        if (open !== undefined) open.text += part.delta;
        return;
      }
      case 'text-end':
      case 'reasoning-end':
        this.#close(part);
        return;
      case 'tool-call':
        this.#call(part);
        return;
      case 'response-metadata':
        this.model = part.modelId ?? this.model;
        return;
      case 'finish':
        this.#stop = STOPS[part.finishReason.unified];
        return;
      default:
        return;
    }
  }

  #close({
    type,
    id,
    providerMetadata,
  }: Extract<StreamPart, { type: 'text-end' | 'reasoning-end' }>): void {
    const { text, metadata } = this.#open.get(id) ?? { text: '', metadata: {} };
    if (type === 'reasoning-end') {
      const thought: Opaque = {
        part: 'thought',
        text,
        metadata: { ...metadata, ...providerMetadata },
      };
      this.#blocks.push({ type: 'opaque', value: thought });
    } else if (text.trim() !== '') this.#blocks.push({ type: 'text', text });
  }

  #call(part: Extract<StreamPart, { type: 'tool-call' }>): void {
    const { toolCallId: id, toolName: name, input: json, providerMetadata } = part;
    const call: Opaque = { part: 'call', id, metadata: providerMetadata ?? {} };
    if (providerMetadata !== undefined) this.#blocks.push({ type: 'opaque', value: call });
    // What is not JSON is told to the model, as any input that its schema refuses.
    const input = json.trim() === '' ? {} : (parseInput(json)?.value ?? json);
    this.#blocks.push({ type: 'tool_use', id, name, input });
  }

  finish(): Pick<ModelAnswer, 'content' | 'stopReason'> {
    if (this.#stop === null)
      throw new ModelFault('cut_off', 'the answer ended before it was complete');
    // The end of an answer that was cut may be half a call.
    const isHalf = (block: Block) =>
      this.#stop === 'max_tokens' && block.type === 'tool_use' && typeof block.input === 'string';
    return { content: this.#blocks.filter((block) => !isHalf(block)), stopReason: this.#stop };
  }
}
