import type { FormPart } from '../../core/vocabulary/sets.ts';
import type { ModelRequest, ToolSpec } from '../../ports/model.ts';
import type { ModelMessage, TextBlock } from '../../ports/model-messages.mjs';
import type { Model } from '../../turns/model-context.ts';

/**
 * For an endpoint that cannot call tools, or has no system role. The prompt describes the tools,
 * and a message that is one object `{"tool": …, "input": …}` is a call; the system's text begins
 * the first message.
 */
export function askByMessage(model: Model, without: readonly FormPart[]): Model {
  const byMessage = without.includes('tool_calls');
  const inMessages = without.includes('system');
  if (!byMessage && !inMessages) return model;
  const plain = new WeakMap<ModelRequest, ModelRequest>();
  const plainOf = (request: ModelRequest) =>
    plain.getOrInsertComputed(request, () => {
      const called = byMessage ? describeTools(request) : request;
      return inMessages ? moveSystem(called) : called;
    });
  const { weigh } = model;
  return {
    ...model,
    ...(weigh === undefined
      ? {}
      : { weigh: (request, context) => weigh(plainOf(request), context) }),
    answer: (request, context, options) => model.answer(plainOf(request), context, options),
  };
}

/**
 * Messages as text: calls and their results. Thinking is left out, since it goes back only with its
 * calls.
 */
export function writeAsTexts(messages: readonly ModelMessage[]): ModelMessage[] {
  return messages.map(({ role, content }) => ({
    role,
    content: content
      .filter(({ type }) => type !== 'thinking' && type !== 'redacted_thinking')
      .map((block) => writeAsText(block)),
  }));
}

function describeTools({ tools, system, messages, ...rest }: ModelRequest): ModelRequest {
  // First, since a round's requests share it and an endpoint caches the beginning.
  const description: TextBlock = {
    type: 'text',
    text: [CALLING, ...tools.map(toolText)].join('\n\n'),
    cache: true,
  };
  return {
    ...rest,
    tools: [],
    system: tools.length === 0 ? system : [description, ...system],
    messages: messages.map(({ role, content }) => ({ role, content: content.map(writeAsText) })),
  };
}

function moveSystem({ system, messages: [first, ...others], ...rest }: ModelRequest): ModelRequest {
  if (first === undefined) return { ...rest, system, messages: [] };
  return {
    ...rest,
    system: [],
    messages: [{ ...first, content: [...system, ...first.content] }, ...others],
  };
}

const CALLING = `You use tools by messages. A message that calls a tool is one JSON object and nothing else, without any word before or after it:

{"tool": "the tool's name", "input": {…}}

One message calls one tool. The input has every field of the tool's schema. The tools are:`;

function toolText({ name, description, inputSchema }: ToolSpec): string {
  return `${name}: ${description}\n${JSON.stringify(inputSchema)}`;
}

type Content = ModelMessage['content'][number];

function writeAsText(block: Content): Content {
  switch (block.type) {
    case 'tool_use':
      return textBlock(JSON.stringify({ tool: block.name, input: block.input }));
    case 'tool_result':
      return textBlock(
        `${block.isError ? 'The tool refused' : 'The tool answered'}:\n${block.text}`,
      );
    case 'text':
    case 'thinking':
    case 'redacted_thinking':
      return block;
  }
}

function textBlock(text: string): TextBlock {
  return { type: 'text', text, cache: false };
}
