import type Anthropic from '@anthropic-ai/sdk';
import { transformJSONSchema } from '@anthropic-ai/sdk/lib/transform-json-schema';
import { effortFor, type ModelEntry } from '../../../runtime/models/entry.ts';
import type { ModelRequest, ToolSpec } from '../../../runtime/ports/model.ts';
import type { ModelMessage, TextBlock } from '../../../runtime/session/protocol.mjs';

const CACHE_BREAKPOINTS = 4;

type Block =
  | Anthropic.Messages.TextBlockParam
  | Anthropic.Messages.ThinkingBlockParam
  | Anthropic.Messages.RedactedThinkingBlockParam
  | Anthropic.Messages.ToolUseBlockParam
  | Anthropic.Messages.ToolResultBlockParam;
type Params = Anthropic.Messages.MessageStreamParams;

/**
 * Returns the request as the API takes it, without the parts that this model's endpoint does not know. Tools are strict, none
 * is forced (newer models refuse that), and one answer may call several. Of the marked blocks the last four become cache breakpoints, since a later one covers the earlier. The end is one of
 * them from the first request on: most turns continue after it, and find their own part there.
 */
export function toWire(request: ModelRequest, entry: ModelEntry): Params {
  const system = request.system.filter(hasText);
  const messages = merged(request.messages);
  const marked = entry.cache ? markedBlocks(system, messages) : new Set<Content>();
  const effort = effortFor(request.effort, entry);
  return {
    model: entry.id,
    max_tokens: Math.min(request.maxOutputTokens, entry.outputTokens ?? Number.POSITIVE_INFINITY),
    ...(effort === null ? {} : { output_config: { effort } }),
    ...(request.tools.length === 0
      ? {}
      : { tools: wireTools(request.tools, entry), tool_choice: { type: 'auto' } }),
    system: system.map((block) => wireText(block, marked)),
    messages: messages.map(({ role, content }) => ({
      role,
      content: content.map((block) => wireBlock(block, marked)),
    })),
  };
}

type Content = ModelMessage['content'][number];

function hasText(block: TextBlock): boolean {
  return block.text.trim() !== '';
}

/** Merges messages: the API wants speakers to alternate and no block to be empty. */
function merged(messages: readonly ModelMessage[]): ModelMessage[] {
  const result: ModelMessage[] = [];
  for (const { role, content } of messages) {
    const kept = content.filter((block) => block.type !== 'text' || hasText(block));
    if (kept.length === 0) continue;
    const last = result.at(-1);
    if (last?.role === role) result[result.length - 1] = { role, content: [...last.content, ...kept] };
    else result.push({ role, content: kept });
  }
  return result;
}

function markedBlocks(system: readonly TextBlock[], messages: readonly ModelMessage[]): ReadonlySet<Content> {
  const blocks: Content[] = [...system, ...messages.flatMap((message) => message.content)];
  const end = blocks.at(-1);
  const marked = blocks.filter((block) => block === end || (block.type === 'text' && block.cache));
  return new Set(marked.slice(-CACHE_BREAKPOINTS));
}

function wireText(block: TextBlock, marked: ReadonlySet<Content>): Anthropic.Messages.TextBlockParam {
  return { type: 'text', text: block.text, ...breakpoint(block, marked) };
}

function wireBlock(block: Content, marked: ReadonlySet<Content>): Block {
  switch (block.type) {
    case 'text':
      return wireText(block, marked);
    case 'thinking':
    case 'redacted_thinking':
      return block;
    case 'tool_use':
      return { type: 'tool_use', id: block.id, name: block.name, input: block.input };
    case 'tool_result':
      return {
        type: 'tool_result',
        tool_use_id: block.toolUseId,
        is_error: block.isError,
        content: [{ type: 'text', text: block.text.trim() === '' ? '(empty)' : block.text }],
        ...breakpoint(block, marked),
      };
  }
}

function breakpoint(block: Content, marked: ReadonlySet<Content>): { cache_control?: { type: 'ephemeral' } } {
  return marked.has(block) ? { cache_control: { type: 'ephemeral' } } : {};
}

/** Wire forms of tools, worked out once: the same tools come with every request. */
const WIRE_TOOLS = {
  strict: new WeakMap<ModelRequest['tools'], Anthropic.Messages.Tool[]>(),
  plain: new WeakMap<ModelRequest['tools'], Anthropic.Messages.Tool[]>(),
};

function wireTools(specs: ModelRequest['tools'], entry: ModelEntry): Anthropic.Messages.Tool[] {
  const way = entry.tools === 'strict' ? 'strict' : 'plain';
  const tools = WIRE_TOOLS[way].get(specs) ?? specs.map(way === 'strict' ? strictTool : plainTool);
  WIRE_TOOLS[way].set(specs, tools);
  return tools;
}

/** Moves bounds that strict tools do not accept into the descriptions. The full schema still judges the answer. */
function strictTool({ name, description, inputSchema }: ToolSpec): Anthropic.Messages.Tool {
  const input_schema = transformJSONSchema(inputSchema);
  return { name, description, strict: true, input_schema: { ...input_schema, type: 'object' } };
}

function plainTool({ name, description, inputSchema }: ToolSpec): Anthropic.Messages.Tool {
  return { name, description, input_schema: { ...inputSchema, type: 'object' } };
}
