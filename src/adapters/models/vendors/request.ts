import type { FormPart } from '#core/vocabulary/sets.ts';
import type { ModelRequest, ToolSpec } from '#ports/model.ts';
import type { ModelMessage } from '#ports/model-messages.mjs';
import { chooseEffort, type ModelEntry } from '#turns/models/entry.ts';
import { unsupportedPartsOf } from '#turns/models/form.ts';
import type { CallOptions } from './client.ts';
import { findMetadata, parseMetadata } from './kept-reasoning.ts';

type Message = CallOptions['prompt'][number];
type Content = ModelMessage['content'][number];
type AssistantPart = Extract<Message, { role: 'assistant' }>['content'][number];

/**
 * The request in the packages' form, without the refused parts. No tool is forced, as on every
 * wire.
 */
export function convertToCall(
  request: ModelRequest,
  entry: ModelEntry,
  without: readonly FormPart[] = unsupportedPartsOf(entry),
): CallOptions {
  const { system, messages, tools } = request;
  return {
    // Many local models' templates take only one system message.
    prompt: [
      ...(system.length === 0
        ? []
        : [{ role: 'system' as const, content: system.map(({ text }) => text).join('\n\n') }]),
      ...messagesOf(messages),
    ],
    ...(without.includes('output_length')
      ? {}
      : {
          maxOutputTokens: Math.min(
            request.maxOutputTokens,
            entry.outputTokens ?? Number.POSITIVE_INFINITY,
          ),
        }),
    ...(tools.length === 0
      ? {}
      : { tools: tools.map((tool) => toolOf(tool, !without.includes('strict'))) }),
    providerOptions: optionsOf(request, entry, without),
  };
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
      block.type === 'text' && block.text.trim() !== '' ? [block.text] : [],
    );
    return [
      ...(results.length === 0 ? [] : [{ role: 'tool' as const, content: results }]),
      // Joined, since some endpoints take only a string.
      ...(texts.length === 0
        ? []
        : [
            {
              role: 'user' as const,
              content: [{ type: 'text' as const, text: texts.join('\n\n') }],
            },
          ]),
    ];
  });
}

function assistantPart(block: Content, all: readonly Content[]): AssistantPart[] {
  switch (block.type) {
    case 'text':
      return block.text.trim() === '' ? [] : [{ type: 'text', text: block.text }];
    case 'thinking':
      return [
        {
          type: 'reasoning',
          text: block.thinking,
          ...wrapMetadata(parseMetadata(block.signature)),
        },
      ];
    case 'tool_use': {
      const { id: toolCallId, name: toolName, input } = block;
      return [
        {
          type: 'tool-call',
          toolCallId,
          toolName,
          input,
          ...wrapMetadata(findMetadata(toolCallId, all)),
        },
      ];
    }
    case 'redacted_thinking':
    case 'tool_result':
      return [];
  }
}

function wrapMetadata(metadata: ReturnType<typeof parseMetadata>) {
  return metadata === null ? {} : { providerOptions: metadata };
}

function toolResult(block: Content, names: ReadonlyMap<string, string>) {
  if (block.type !== 'tool_result') return [];
  const value = block.text.trim() === '' ? '(empty)' : block.text;
  const toolName = names.get(block.toolUseId) ?? 'unknown';
  const type = block.isError ? ('error-text' as const) : ('text' as const);
  return [
    {
      type: 'tool-result' as const,
      toolCallId: block.toolUseId,
      toolName,
      output: { type, value },
    },
  ];
}

function toolOf({ name, description, inputSchema, reads }: ToolSpec, isStrict: boolean) {
  const strict = isStrict && reads !== true ? { strict: true } : {};
  return { type: 'function' as const, name, description, inputSchema, ...strict };
}

/**
 * Stores nothing at the vendor: reasoning travels encrypted with the request, and ends with the
 * turn.
 */
function optionsOf(
  { effort, tools }: ModelRequest,
  entry: ModelEntry,
  without: readonly FormPart[],
): NonNullable<CallOptions['providerOptions']> {
  const word = without.includes('effort') ? null : chooseEffort(effort, entry);
  const isOneCall =
    tools.length > 0 && !without.includes('one_call') && tools.every(({ reads }) => reads !== true);
  switch (entry.wire) {
    case 'google':
      return word === null ? {} : { google: { thinkingConfig: { thinkingLevel: word } } };
    case 'openai': {
      const reasoning =
        word === null
          ? {}
          : { forceReasoning: true, reasoningEffort: word, reasoningSummary: null };
      return {
        openai: { store: false, ...reasoning, ...(isOneCall ? { parallelToolCalls: false } : {}) },
      };
    }
    default:
      return {
        openaiCompatible: {
          ...(word === null ? {} : { reasoningEffort: word }),
          ...(isOneCall ? { parallel_tool_calls: false } : {}),
        },
      };
  }
}
