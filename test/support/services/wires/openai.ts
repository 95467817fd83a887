import { isObject, type Json, objects } from '../model-endpoint-validation.ts';
import {
  type Asked,
  type Counted,
  frame,
  type Message,
  pieces,
  signature,
  type WireForm,
} from './wire.ts';

const FIELDS = [
  'model',
  'input',
  'stream',
  'store',
  'max_output_tokens',
  'tools',
  'tool_choice',
  'parallel_tool_calls',
  'include',
  'reasoning',
];
const KEYWORDS = [
  'type',
  'properties',
  'required',
  'additionalProperties',
  'items',
  'enum',
  'const',
  'anyOf',
  'description',
];

/** OpenAI's responses, with strict tools, nothing stored, and reasoning that travels encrypted. */
export const OPENAI_WIRE: WireForm = {
  root: '/v1',
  problems: ({ url, headers, body }, signed) => [
    ...(url === '/v1/responses' ? [] : [`no ${url}`]),
    ...(/^Bearer .+/.test(String(headers.authorization)) ? [] : ['authorization: no bearer token']),
    ...Object.keys(body)
      .filter((key) => !FIELDS.includes(key))
      .map((key) => `unknown parameter: ${key}`),
    ...(body.store === false ? [] : ['store: this account stores nothing']),
    ...(body.stream === true ? [] : ['stream: this endpoint only streams']),
    ...objects(body.tools).flatMap(toolProblems),
    ...inputProblems(objects(body.input), signed),
  ],
  texts: (body) => {
    const items = objects(body.input);
    const spoke = items.findLastIndex(
      ({ role, type }) => role === 'assistant' || type === 'function_call',
    );
    return { all: items.map(textOf), last: items.slice(spoke + 1).map(textOf) };
  },
  frames,
  error: (status, type) => ({
    error: { message: `as scripted (${status})`, type, code: CODES[status] ?? type, param: null },
  }),
  errorFrame: frame({
    type: 'error',
    sequence_number: 9,
    error: { type: 'server_error', code: 'overloaded_error', message: 'Overloaded', param: null },
  }),
};
const CODES: Readonly<Record<number, string>> = {
  401: 'invalid_api_key',
  404: 'model_not_found',
  429: 'rate_limit_exceeded',
};

function toolProblems({ type, strict, name, parameters }: Json): string[] {
  if (type !== 'function' || typeof strict !== 'boolean' || typeof name !== 'string')
    return ['tools: each is a function, strict or not'];
  if (!strict) return [];
  return schemaProblems(parameters).map((problem) => `tools.${name}: ${problem}`);
}

function schemaProblems(schema: unknown): string[] {
  if (!isObject(schema)) return ['no schema'];
  const { properties, required, additionalProperties, items, anyOf } = schema;
  const names = isObject(properties) ? Object.keys(properties) : [];
  const isClosed =
    !isObject(properties) ||
    (additionalProperties === false &&
      names.every((name) => Array.isArray(required) && required.includes(name)));
  return [
    ...Object.keys(schema)
      .filter((key) => !KEYWORDS.includes(key))
      .map((key) => `'${key}' is not permitted`),
    ...(isClosed ? [] : ['every property must be required, and no other allowed']),
    ...(isObject(properties) ? Object.values(properties).flatMap(schemaProblems) : []),
    ...(items === undefined ? [] : schemaProblems(items)),
    ...(Array.isArray(anyOf) ? anyOf.flatMap(schemaProblems) : []),
  ];
}

/**
 * A result answers a call of the input, and a call that was reasoned about comes back behind its
 * reasoning.
 */
function inputProblems(items: readonly Json[], signed: ReadonlyMap<string, string>): string[] {
  const calls = new Set<string>();
  const reasons = new Set(items.map(({ encrypted_content: content }) => String(content)));
  return items.flatMap(({ type, call_id }) => {
    const id = String(call_id);
    if (type === 'function_call') {
      calls.add(id);
      const reason = signed.get(id);
      return reason === undefined || reasons.has(reason)
        ? []
        : [`input: ${id} came back without its reasoning`];
    }
    if (type !== 'function_call_output') return [];
    return calls.has(id) ? [] : [`input: no call has the id ${id}`];
  });
}

function textOf({ type, content, output, arguments: given }: Json): string {
  if (type === 'function_call') return String(given);
  if (type === 'function_call_output') return String(output);
  return typeof content === 'string'
    ? content
    : objects(content)
        .map((part) => String(part.text))
        .join('\n');
}

function frames(
  { content, stopReason, lies }: Message,
  { number, body }: Asked,
  usage: Counted | null,
): string[] {
  const response = { id: `resp_${number}`, created_at: 1, model: lies?.model ?? body.model };
  const told =
    lies?.usage ??
    (usage === null
      ? null
      : {
          input_tokens: usage.input,
          input_tokens_details: { cached_tokens: usage.cached },
          output_tokens: usage.output,
          output_tokens_details: { reasoning_tokens: 0 },
        });
  const isCut = stopReason === 'max_tokens' || stopReason === 'refusal';
  const reason = stopReason === 'refusal' ? 'content_filter' : 'max_output_tokens';
  return [
    frame({ type: 'response.created', response }),
    ...content.flatMap((block, index) => itemFrames(block, index, number)),
    frame({
      type: isCut ? 'response.incomplete' : 'response.completed',
      response: { ...response, incomplete_details: isCut ? { reason } : null, usage: told },
    }),
  ];
}

function itemFrames(
  block: Message['content'][number],
  output_index: number,
  number: number,
): string[] {
  const id = `item_${number}_${output_index}`;
  const frameAdded = (item: Json) =>
    frame({ type: 'response.output_item.added', output_index, item });
  const frameDone = (item: Json) =>
    frame({ type: 'response.output_item.done', output_index, item });
  switch (block.type) {
    case 'text': {
      const item = { type: 'message', id, role: 'assistant' };
      const deltas = pieces(block.text).map((delta) =>
        frame({ type: 'response.output_text.delta', item_id: id, output_index, delta }),
      );
      return [frameAdded(item), ...deltas, frameDone(item)];
    }
    case 'thinking': {
      // Signed for the call that comes next.
      const encrypted_content = signature(number, output_index + 1);
      return [
        frameAdded({ type: 'reasoning', id, encrypted_content: null }),
        frameDone({ type: 'reasoning', id, encrypted_content, summary: [] }),
      ];
    }
    case 'redacted_thinking':
      return [];
    case 'tool_use':
    case 'raw_tool_use': {
      const json = block.type === 'tool_use' ? JSON.stringify(block.input) : block.json;
      const item = {
        type: 'function_call',
        id,
        call_id: `call_${number}_${output_index}`,
        name: block.name,
      };
      const deltas = pieces(json).map((delta) =>
        frame({ type: 'response.function_call_arguments.delta', item_id: id, output_index, delta }),
      );
      return [
        frameAdded({ ...item, arguments: '' }),
        ...deltas,
        frameDone({ ...item, arguments: json, status: 'completed' }),
      ];
    }
  }
}
