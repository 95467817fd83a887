import { effortFor, type ModelEntry } from '../../../runtime/models/entry.ts';
import type { ModelRequest } from '../../../runtime/ports/model.ts';
import type { ModelMessage } from '../../../runtime/session/protocol.mjs';
import { jsonOf, type Prompt } from '../sent-prompts.ts';
import type { CallOptions } from './client.ts';
import { metadataIn, metadataOfCall } from './kept-reasoning.ts';
import { strictSchema } from './strict-schema.ts';

type Message = CallOptions['prompt'][number];
type Content = ModelMessage['content'][number];
type AssistantPart = Extract<Message, { role: 'assistant' }>['content'][number];

/** Returns the request as the provider packages take it. No tool is forced, as on every other wire. */
export function toCall(request: ModelRequest, entry: ModelEntry): CallOptions {
  const { system, messages, tools } = request;
  return {
    // One message: the templates of many local models take no second one.
    prompt: [
      { role: 'system', content: system.map(({ text }) => text).join('\n\n') },
      ...messagesOf(messages),
    ],
    maxOutputTokens: Math.min(request.maxOutputTokens, entry.outputTokens ?? Number.POSITIVE_INFINITY),
    ...(tools.length === 0 ? {} : { tools: toolsOf(tools, entry), toolChoice: { type: 'auto' } }),
    providerOptions: optionsOf(request, entry),
  };
}

/** Returns the prompt as an endpoint's cache knows it. Every message is a prefix that the next request begins with. */
export function promptOf({ model, tools, system, messages }: ModelRequest): Prompt {
  const blocks = [
    ...system.map(({ text, cache }) => ({ text, mark: cache })),
    ...messages.map((message) => ({ text: JSON.stringify(message), mark: true })),
  ];
  return { head: `${model}${jsonOf(tools)}`, blocks };
}

function messagesOf(messages: readonly ModelMessage[]): Message[] {
  const names = new Map<string, string>();
  return messages.flatMap(({ role, content }): Message[] => {
    for (const block of content) if (block.type === 'tool_use') names.set(block.id, block.name);
    if (role === 'assistant') {
      const parts = content.flatMap((block) => assistantPart(block, content));
      return parts.length === 0 ? [] : [{ role, content: parts }];
    }
    const results = content.flatMap((block) => toolResult(block, names));
    const texts = content.flatMap((block) =>
      block.type === 'text' && block.text.trim() !== '' ? [{ type: 'text' as const, text: block.text }] : [],
    );
    return [
      ...(results.length === 0 ? [] : [{ role: 'tool' as const, content: results }]),
      ...(texts.length === 0 ? [] : [{ role: 'user' as const, content: texts }]),
    ];
  });
}

function assistantPart(block: Content, all: readonly Content[]): AssistantPart[] {
  switch (block.type) {
    case 'text':
      return block.text.trim() === '' ? [] : [{ type: 'text', text: block.text }];
    case 'thinking':
      return [{ type: 'reasoning', text: block.thinking, ...given(metadataIn(block.signature)) }];
    case 'tool_use': {
      const { id: toolCallId, name: toolName, input } = block;
      return [{ type: 'tool-call', toolCallId, toolName, input, ...given(metadataOfCall(toolCallId, all)) }];
    }
    case 'redacted_thinking':
    case 'tool_result':
      return [];
  }
}

function given(metadata: ReturnType<typeof metadataIn>) {
  return metadata === null ? {} : { providerOptions: metadata };
}

function toolResult(block: Content, names: ReadonlyMap<string, string>) {
  if (block.type !== 'tool_result') return [];
  const value = block.text.trim() === '' ? '(empty)' : block.text;
  const toolName = names.get(block.toolUseId) ?? 'unknown';
  const type = block.isError ? ('error-text' as const) : ('text' as const);
  return [{ type: 'tool-result' as const, toolCallId: block.toolUseId, toolName, output: { type, value } }];
}

type Tools = NonNullable<CallOptions['tools']>;

/** Forms of tools, worked out once: the same tools come with every request. */
const TOOLS = {
  strict: new WeakMap<ModelRequest['tools'], Tools>(),
  plain: new WeakMap<ModelRequest['tools'], Tools>(),
};

function toolsOf(specs: ModelRequest['tools'], entry: ModelEntry): Tools {
  const way = entry.tools === 'strict' ? 'strict' : 'plain';
  const made = TOOLS[way].get(specs) ?? specs.map((spec) => toolOf(spec, way === 'strict'));
  TOOLS[way].set(specs, made);
  return made;
}

function toolOf(
  { name, description, inputSchema }: ModelRequest['tools'][number],
  isStrict: boolean,
): Tools[number] {
  const { $schema: _, ...plain } = inputSchema;
  const schema = isStrict ? strictSchema(plain) : plain;
  return { type: 'function', name, description, inputSchema: schema, ...(isStrict ? { strict: true } : {}) };
}

/** Keeps nothing at the vendor: reasoning travels with the request, encrypted, and ends with the turn. */
function optionsOf({ effort }: ModelRequest, entry: ModelEntry): NonNullable<CallOptions['providerOptions']> {
  const word = effortFor(effort, entry);
  if (entry.wire === 'openai') {
    const reasoning =
      word === null ? {} : { forceReasoning: true, reasoningEffort: word, reasoningSummary: null };
    return { openai: { store: false, ...reasoning } };
  }
  if (word === null) return {};
  if (entry.wire === 'google') return { google: { thinkingConfig: { thinkingLevel: word } } };
  return { openaiCompatible: { reasoningEffort: word } };
}
