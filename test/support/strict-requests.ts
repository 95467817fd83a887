/** What strict endpoints refuse in a request, in words; an empty list: it is taken. */

import type { IncomingHttpHeaders } from 'node:http';
import type { Wire } from './model-wires.ts';

export type Json = { readonly [key: string]: unknown };

export function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
export function objectsIn(value: unknown): Json[] {
  return Array.isArray(value) ? value.filter(isObject) : [];
}

export function problemsOf(wire: Wire, headers: IncomingHttpHeaders, body: Json): string[] {
  const problems = body.stream === true ? [] : ['stream: this endpoint only streams'];
  if (typeof body.model !== 'string' || body.model === '') problems.push('model: missing');
  if (!/^Bearer .+/.test(headers.authorization ?? '') && wire !== 'chat')
    problems.push('authorization: no bearer token');
  const tools = objectsIn(body.tools);
  switch (wire) {
    case 'messages':
      problems.push(...messagesProblems(headers, body));
      return [...problems, ...toolsProblems(tools, 'input_schema')];
    case 'responses':
      if (body.store !== false) problems.push('store: must be false here');
      return [...problems, ...toolsProblems(tools, 'parameters')];
    case 'chat':
      return [
        ...problems,
        ...toolsProblems(
          tools.map((tool) => (isObject(tool.function) ? tool.function : {})),
          'parameters',
        ),
      ];
  }
}

const TOP_LEVEL = [
  'model',
  'max_tokens',
  'messages',
  'system',
  'tools',
  'tool_choice',
  'output_config',
  'stream',
];

function messagesProblems(headers: IncomingHttpHeaders, body: Json): string[] {
  const problems = Object.keys(body)
    .filter((key) => !TOP_LEVEL.includes(key))
    .map((key) => `${key}: extra inputs are not permitted`);
  if (headers['anthropic-version'] !== '2026-10-21') problems.push('anthropic-version: unknown');
  if (!(Number.isInteger(body.max_tokens) && Number(body.max_tokens) > 0))
    problems.push('max_tokens: missing');
  if (isObject(body.tool_choice) && body.tool_choice.type !== 'auto')
    problems.push('tool_choice: forced tool use is not supported by this model');
  if (
    isObject(body.output_config) &&
    !['low', 'medium', 'high'].includes(String(body.output_config.effort))
  )
    problems.push('output_config.effort: unknown');
  const messages = objectsIn(body.messages);
  const blocks = [
    ...objectsIn(body.system),
    ...messages.flatMap(({ content }) => objectsIn(content)),
  ];
  if (blocks.filter((block) => block.cache_control !== undefined).length > 4)
    problems.push('cache_control: at most 4 blocks');
  if (blocks.some((block) => block.type === 'text' && String(block.text).trim() === ''))
    problems.push('text content blocks must be non-empty');
  for (const [at, message] of messages.entries()) {
    if (message.role !== (at % 2 === 0 ? 'user' : 'assistant'))
      problems.push(`messages.${at}: wrong role ${String(message.role)}`);
    problems.push(...pairProblems(messages, at));
  }
  if (messages.at(-1)?.role !== 'user') problems.push('messages: the last one is not the user’s');
  return problems;
}

/** Each call of a tool is answered in the very next message, first thing, and nothing else is. */
function pairProblems(messages: readonly Json[], at: number): string[] {
  const blocks = objectsIn(messages[at]?.content);
  const asked = objectsIn(messages[at - 1]?.content).flatMap(({ type, id }) =>
    type === 'tool_use' ? [String(id)] : [],
  );
  const answered = blocks.flatMap(({ type, tool_use_id }) =>
    type === 'tool_result' ? [String(tool_use_id)] : [],
  );
  const isFirst = blocks.slice(0, answered.length).every(({ type }) => type === 'tool_result');
  if (asked.toSorted().join() === answered.toSorted().join() && isFirst) return [];
  return [`messages.${at}: [${answered}] does not answer [${asked}] first thing`];
}

function toolsProblems(tools: readonly Json[], schemaField: string): string[] {
  const strict = tools.filter((tool) => tool.strict === true);
  return [
    ...tools
      .filter(({ name }) => !/^[a-zA-Z0-9_-]{1,64}$/.test(String(name)))
      .map(({ name }) => `tools: bad name ${String(name)}`),
    ...(strict.length > 20 ? ['tools: at most 20 strict'] : []),
    ...strict.flatMap((tool) => schemaProblems(tool[schemaField], `tools.${String(tool.name)}`)),
  ];
}

const KEYWORDS = [
  'type',
  'properties',
  'required',
  'additionalProperties',
  'items',
  'enum',
  'description',
];

/** Each object closed, each property required, no keyword that strict tools do not take. */
export function schemaProblems(schema: unknown, where: string): string[] {
  if (!isObject(schema)) return [`${where}: not a schema`];
  const problems = Object.keys(schema)
    .filter((keyword) => !KEYWORDS.includes(keyword))
    .map((keyword) => `${where}: '${keyword}' is not supported`);
  if (typeof schema.type !== 'string') problems.push(`${where}: no type`);
  if (schema.type === 'array') problems.push(...schemaProblems(schema.items, `${where}[]`));
  if (schema.type !== 'object') return problems;
  const properties = isObject(schema.properties) ? schema.properties : {};
  const required = Array.isArray(schema.required) ? schema.required : [];
  if (schema.additionalProperties !== false) problems.push(`${where}: not closed`);
  for (const [name, property] of Object.entries(properties)) {
    if (!required.includes(name)) problems.push(`${where}.${name}: optional`);
    problems.push(...schemaProblems(property, `${where}.${name}`));
  }
  return problems;
}
