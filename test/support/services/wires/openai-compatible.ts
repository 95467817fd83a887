import { isObject, type Json, objects } from '../model-endpoint-validation.ts';
import { type Asked, type Counted, frame, type Message, pieces, type WireForm } from './wire.ts';

const FIELDS = [
  'model',
  'messages',
  'stream',
  'stream_options',
  'max_tokens',
  'tools',
  'tool_choice',
  'parallel_tool_calls',
  'reasoning_effort',
];
const STOPS: Readonly<Record<string, string>> = {
  tool_use: 'tool_calls',
  end_turn: 'stop',
  max_tokens: 'length',
  refusal: 'content_filter',
};

/** Chat completions, as servers on one's own machine speak them. */
export const COMPATIBLE_WIRE: WireForm = {
  root: '/v1',
  problems: ({ url, body }) => [
    ...(url === '/v1/chat/completions' ? [] : [`no ${url}`]),
    ...Object.keys(body)
      .filter((key) => !FIELDS.includes(key))
      .map((key) => `unknown field ${key}`),
    ...(body.stream === true ? [] : ['stream: this endpoint only streams']),
    ...messageProblems(objects(body.messages)),
    ...objects(body.tools).flatMap(({ function: its }) =>
      isObject(its) &&
      typeof its.name === 'string' &&
      isObject(its.parameters) &&
      its.strict === undefined
        ? []
        : ['tools: each is a function with a name and parameters, and nothing that is strict'],
    ),
  ],
  texts: (body) => {
    const messages = objects(body.messages);
    const spoke = messages.findLastIndex(({ role }) => role === 'assistant');
    return { all: messages.map(textOf), last: messages.slice(spoke + 1).map(textOf) };
  },
  frames: (message, asked, usage) => [...chunks(message, asked, usage), 'data: [DONE]\n\n'],
  error: (status, type) => ({ error: { message: `as scripted (${status})`, type, code: type } }),
  errorFrame: frame({
    error: { message: 'Overloaded', type: 'overloaded_error', code: 'overloaded_error' },
  }),
};

/**
 * The first message alone is the system's; a tool's result answers a call that the message before
 * it made.
 */
function messageProblems(messages: readonly Json[]): string[] {
  const open = new Set<string>();
  return messages.flatMap(({ role, tool_calls, tool_call_id }, index) => {
    if (role === 'assistant') for (const { id } of objects(tool_calls)) open.add(String(id));
    if (role === 'system')
      return index === 0 ? [] : ['messages: the system speaks first or not at all'];
    if (role !== 'tool')
      return role === 'user' && open.size > 0 ? ['messages: a call has no result'] : [];
    return open.delete(String(tool_call_id))
      ? []
      : [`messages: no call has the id ${String(tool_call_id)}`];
  });
}

function textOf({ content, tool_calls }: Json): string {
  const text =
    typeof content === 'string'
      ? content
      : objects(content)
          .map((part) => String(part.text))
          .join('\n');
  return [text, ...objects(tool_calls).map((call) => JSON.stringify(call.function))].join('\n');
}

function chunks(
  { content, stopReason, lies }: Message,
  { number, body }: Asked,
  usage: Counted | null,
): string[] {
  const head = {
    id: `chat_${number}`,
    object: 'chat.completion.chunk',
    created: 1,
    model: lies?.model ?? body.model,
  };
  const chunk = (delta: Json, finish_reason: string | null = null) =>
    frame({ ...head, choices: [{ index: 0, delta, finish_reason }] });
  const told =
    lies?.usage ??
    (usage === null
      ? undefined
      : {
          prompt_tokens: usage.input,
          completion_tokens: usage.output,
          total_tokens: usage.input + usage.output,
          prompt_tokens_details: { cached_tokens: usage.cached },
        });
  return [
    chunk({ role: 'assistant', content: '' }),
    ...content.flatMap((block, index) => {
      switch (block.type) {
        case 'text':
          return pieces(block.text).map((text) => chunk({ content: text }));
        case 'thinking':
          return pieces(block.thinking).map((text) => chunk({ reasoning_content: text }));
        case 'tool_use':
        case 'raw_tool_use': {
          const json = block.type === 'tool_use' ? JSON.stringify(block.input) : block.json;
          const [first = '', ...rest] = pieces(json);
          const call = { index, id: `call_${number}_${index}`, type: 'function' };
          return [
            chunk({ tool_calls: [{ ...call, function: { name: block.name, arguments: first } }] }),
            ...rest.map((more) =>
              chunk({ tool_calls: [{ index, function: { arguments: more } }] }),
            ),
          ];
        }
        default:
          return [];
      }
    }),
    chunk({}, STOPS[stopReason] ?? 'stop'),
    ...(told === undefined ? [] : [frame({ ...head, choices: [], usage: told })]),
  ];
}
