import * as z from 'zod';
import type { Model, ModelReply, ModelRequest, ToolSpec } from '../../runtime/ports/model.ts';
import type { ModelMessage, TextBlock } from '../../runtime/session/protocol.mjs';
import { jsonOf } from './sent-prompts.ts';

/**
 * Calls tools for a model whose endpoint cannot: it is told the tools in its prompt, and a message that as a whole is one object
 * `{"tool": …, "input": …}` is a call. Anything else stays text, and the turn asks again. The record says so.
 */
export function callingByMessage(model: Model): Model {
  const plain = new WeakMap<ModelRequest, ModelRequest>();
  const plainOf = (request: ModelRequest): ModelRequest => {
    const known = plain.get(request) ?? withoutTools(request);
    plain.set(request, known);
    return known;
  };
  const { least } = model;
  return {
    ...model,
    ...(least === undefined ? {} : { least: (request, context) => least(plainOf(request), context) }),
    answer: async (request, context, options) => {
      const reply = await model.answer(plainOf(request), context, options);
      const content = request.tools.length === 0 ? null : calledIn(reply, context);
      return content === null ? reply : { ...reply, content, stop: 'tool_use', byMessage: true };
    },
  };
}

const Call = z.strictObject({ tool: z.string().min(1).max(100), input: z.record(z.string(), z.unknown()) });
const FENCE = /^```[a-z]{0,10}\n|\n```$/g;

/** Returns the answer as a call of one tool; `null` if its text as a whole is none. */
function calledIn({ content, stop }: ModelReply, context: object): ModelReply['content'] | null {
  if (stop === 'max_tokens' || stop === 'refusal' || stop === 'context_exceeded') return null;
  const text = content
    .flatMap((block) => (block.type === 'text' ? [block.text] : []))
    .join('')
    .trim();
  const call = Call.safeParse(parsed(text.replaceAll(FENCE, ''))).data;
  if (call === undefined) return null;
  const thoughts = content.filter(({ type }) => type === 'thinking' || type === 'redacted_thinking');
  const number = 'callNumber' in context ? String(context.callNumber) : '1';
  return [...thoughts, { type: 'tool_use', id: `message-${number}`, name: call.tool, input: call.input }];
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    if (cause instanceof SyntaxError) return null;
    throw cause;
  }
}

function withoutTools({ tools, system, messages, ...rest }: ModelRequest): ModelRequest {
  // What every request has in common comes first, so that an endpoint's cache finds it.
  const told: TextBlock = { type: 'text', text: toldOf(tools), cache: true };
  return {
    ...rest,
    tools: [],
    system: tools.length === 0 ? system : [told, ...system],
    messages: messages.map(({ role, content }) => ({ role, content: content.map(asText) })),
  };
}

const TOLD = new WeakMap<readonly ToolSpec[], string>();

function toldOf(tools: readonly ToolSpec[]): string {
  const told = TOLD.get(tools) ?? [CALLING, ...tools.map(toolText)].join('\n\n');
  TOLD.set(tools, told);
  return told;
}

const CALLING = `You use tools by messages. A message that calls a tool is one JSON object and nothing else, without any word before or after it:

{"tool": "the tool's name", "input": {…}}

One message calls one tool. The input has every field of the tool's schema. The tools are:`;

function toolText({ name, description, inputSchema }: ToolSpec): string {
  return `${name}: ${description}\n${jsonOf(inputSchema)}`;
}

type Content = ModelMessage['content'][number];

function asText(block: Content): Content {
  switch (block.type) {
    case 'tool_use':
      return textBlock(JSON.stringify({ tool: block.name, input: block.input }));
    case 'tool_result':
      return textBlock(`${block.isError ? 'The tool refused' : 'The tool answered'}:\n${block.text}`);
    case 'text':
    case 'thinking':
    case 'redacted_thinking':
      return block;
  }
}

function textBlock(text: string): TextBlock {
  return { type: 'text', text, cache: false };
}
