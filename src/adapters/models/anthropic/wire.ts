import type Anthropic from '@anthropic-ai/sdk';
import type { FormPart } from '#core/vocabulary/sets.ts';
import type { ModelRequest, ToolSpec } from '#ports/model.ts';
import type { ModelMessage, TextBlock } from '#ports/model-messages.mjs';
import { chooseEffort, type ModelEntry } from '#turns/models/entry.ts';
import { unsupportedPartsOf } from '#turns/models/form.ts';

const CACHE_BREAKPOINTS = 4;

type Block =
  | Anthropic.Messages.TextBlockParam
  | Anthropic.Messages.ThinkingBlockParam
  | Anthropic.Messages.RedactedThinkingBlockParam
  | Anthropic.Messages.ToolUseBlockParam
  | Anthropic.Messages.ToolResultBlockParam;
type Params = Anthropic.Messages.MessageStreamParams;

/** Tokens of an answer if a length has to be given: few models write less at once. */
const LEAST_OUTPUT = 8_192;

/**
 * The request in the API's form, without the refused parts. A tool that ends the turn is strict. No
 * tool is forced, since newer models refuse that. One answer may call several tools only if all of
 * them read. The last four marked blocks become cache breakpoints, since a later one covers the
 * earlier. The end is one where the turn may read, since it continues there and then finds its own
 * part cached.
 */
export function convertToWire(
  request: ModelRequest,
  entry: ModelEntry,
  without: readonly FormPart[] = unsupportedPartsOf(entry),
): Params {
  const has = (part: FormPart) => !without.includes(part);
  const system = request.system.filter(hasText);
  const messages = mergeMessages(request.messages);
  const effort = has('effort') ? chooseEffort(request.effort, entry) : null;
  const most = has('output_length')
    ? (entry.outputTokens ?? Number.POSITIVE_INFINITY)
    : LEAST_OUTPUT;
  const mayRead = request.tools.some(({ reads }) => reads === true);
  const marks = has('cache') ? chooseMarks(system, messages, mayRead) : new Set<Content>();
  const isOneCall = has('one_call') && !mayRead;
  return {
    model: entry.id,
    max_tokens: Math.min(request.maxOutputTokens, most),
    ...(effort === null ? {} : { output_config: { effort } }),
    ...(request.tools.length === 0
      ? {}
      : {
          tools: request.tools.map((tool) => wireTool(tool, has('strict'))),
          ...(isOneCall ? { tool_choice: { type: 'auto', disable_parallel_tool_use: true } } : {}),
        }),
    ...(system.length === 0
      ? {}
      : {
          system: has('cache') ? system.map((block) => wireText(block, marks)) : joinTexts(system),
        }),
    messages: messages.map(({ role, content }) => ({
      role,
      content:
        !has('cache') && content.every(({ type }) => type === 'text')
          ? joinTexts(content)
          : content.map((block) => wireBlock(block, marks)),
    })),
  };
}

type Content = ModelMessage['content'][number];

function hasText(block: TextBlock): boolean {
  return block.text.trim() !== '';
}

/** Without cache marks there is no need for blocks, which some endpoints do not take. */
function joinTexts(blocks: readonly Content[]): string {
  return blocks.flatMap((block) => (block.type === 'text' ? [block.text] : [])).join('\n\n');
}

/** The API wants alternating speakers and no empty block. */
function mergeMessages(messages: readonly ModelMessage[]): ModelMessage[] {
  const result: ModelMessage[] = [];
  for (const { role, content } of messages) {
    const kept = content.filter((block) => block.type !== 'text' || hasText(block));
    if (kept.length === 0) continue;
    const last = result.at(-1);
    if (last?.role === role)
      result[result.length - 1] = { role, content: [...last.content, ...kept] };
    else result.push({ role, content: kept });
  }
  return result;
}

function chooseMarks(
  system: readonly TextBlock[],
  messages: readonly ModelMessage[],
  goesOn: boolean,
): ReadonlySet<Content> {
  const blocks: Content[] = [...system, ...messages.flatMap((message) => message.content)];
  const end = blocks.at(-1);
  const marked = blocks.filter(
    (block) => (goesOn && block === end) || (block.type === 'text' && block.cache),
  );
  return new Set(marked.slice(-CACHE_BREAKPOINTS));
}

function wireText(
  block: TextBlock,
  marks: ReadonlySet<Content>,
): Anthropic.Messages.TextBlockParam {
  return { type: 'text', text: block.text, ...breakpoint(block, marks) };
}

function wireBlock(block: Content, marks: ReadonlySet<Content>): Block {
  switch (block.type) {
    case 'text':
      return wireText(block, marks);
    case 'thinking':
      return block.signature === '' ? unsignedThought(block.thinking) : block;
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
        ...breakpoint(block, marks),
      };
  }
}

/** As it came: an endpoint that signs no thought may refuse an empty signature. */
function unsignedThought(thinking: string): Anthropic.Messages.ThinkingBlockParam {
  return { type: 'thinking', thinking } as Anthropic.Messages.ThinkingBlockParam;
}

function breakpoint(
  block: Content,
  marks: ReadonlySet<Content>,
): { cache_control?: { type: 'ephemeral' } } {
  return marks.has(block) ? { cache_control: { type: 'ephemeral' } } : {};
}

function wireTool(
  { name, description, inputSchema, reads }: ToolSpec,
  isStrict: boolean,
): Anthropic.Messages.Tool {
  const strict = isStrict && reads !== true ? { strict: true } : {};
  return { name, description, ...strict, input_schema: { ...inputSchema, type: 'object' } };
}
