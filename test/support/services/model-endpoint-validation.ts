/**
 * What a strict Anthropic-compatible endpoint refuses. Each check returns what is wrong, in words;
 * an empty list means that the request would be accepted. The rules are those of the messages API
 * with strict tools.
 */
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
const EFFORTS = ['low', 'medium', 'high', 'xhigh', 'max'];
const SCHEMA_KEYWORDS = [
  'type',
  'properties',
  'required',
  'additionalProperties',
  'items',
  'minItems',
  'enum',
  'const',
  'anyOf',
  'allOf',
  'description',
  'title',
  'format',
];
const CACHE_BREAKPOINTS = 4;
const STRICT_TOOLS = 20;
const API_VERSION = '2026-10-21';

export type Json = { readonly [key: string]: unknown };

export function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function objects(value: unknown): Json[] {
  return Array.isArray(value) ? value.filter(isObject) : [];
}

export function headerProblems(
  headers: Readonly<Record<string, string | string[] | undefined>>,
): string[] {
  return [
    ...(/^Bearer .+/.test(String(headers.authorization)) ? [] : ['authorization: no bearer token']),
    ...(headers['anthropic-version'] === API_VERSION
      ? []
      : [`anthropic-version: not ${API_VERSION}`]),
    ...(String(headers['content-type']).startsWith('application/json')
      ? []
      : ['content-type: not JSON']),
  ];
}

export function bodyProblems(body: Json): string[] {
  return [
    ...Object.keys(body)
      .filter((key) => !TOP_LEVEL.includes(key))
      .map((key) => `${key}: extra inputs are not permitted`),
    ...(typeof body.model === 'string' && body.model !== '' ? [] : ['model: missing']),
    ...(Number.isInteger(body.max_tokens) && Number(body.max_tokens) > 0
      ? []
      : ['max_tokens: missing']),
    ...(body.stream === true ? [] : ['stream: this endpoint only streams']),
    ...choiceProblems(body.tool_choice),
    ...effortProblems(body.output_config),
    ...cacheProblems(body),
    ...objects(body.system).flatMap((block, at) => textProblems(block, `system.${at}`)),
    ...toolProblems(objects(body.tools)),
    ...messageProblems(objects(body.messages)),
  ];
}

function choiceProblems(choice: unknown): string[] {
  if (choice === undefined) return [];
  const allowed = isObject(choice) && (choice.type === 'auto' || choice.type === 'none');
  return allowed ? [] : ['tool_choice: forced tool use is not supported by this model'];
}

function effortProblems(config: unknown): string[] {
  if (config === undefined) return [];
  if (isObject(config) && EFFORTS.includes(String(config.effort))) return [];
  return ['output_config.effort: unknown'];
}

function cacheProblems(body: Json): string[] {
  const count = JSON.stringify(body).split('"cache_control":').length - 1;
  return count <= CACHE_BREAKPOINTS
    ? []
    : [`cache_control: ${count} blocks, at most ${CACHE_BREAKPOINTS}`];
}

function textProblems(block: Json, where: string): string[] {
  if (block.type !== 'text') return [`${where}: not a text block`];
  return typeof block.text === 'string' && block.text.trim() !== '' ? [] : [`${where}: empty text`];
}

function toolProblems(tools: readonly Json[]): string[] {
  const names = tools.map((tool) => String(tool.name));
  const strict = tools.filter((tool) => tool.strict === true);
  return [
    ...(new Set(names).size === names.length ? [] : ['tools: names must be unique']),
    ...(strict.length <= STRICT_TOOLS
      ? []
      : [`tools: ${strict.length} strict tools, at most ${STRICT_TOOLS}`]),
    ...names
      .filter((name) => !/^[a-zA-Z0-9_-]{1,128}$/.test(name))
      .map((name) => `tools: bad name ${name}`),
    ...strict.flatMap((tool) => schemaProblems(tool.input_schema, `tools.${String(tool.name)}`)),
  ];
}

/**
 * Every object closed, every property required, none of the keywords that strict tools do not take.
 */
function schemaProblems(schema: unknown, where: string): string[] {
  if (!isObject(schema)) return [`${where}: not a schema`];
  const unsupported = Object.keys(schema).filter((keyword) => !SCHEMA_KEYWORDS.includes(keyword));
  const problems = unsupported.map((keyword) => `${where}: '${keyword}' is not supported`);
  if (typeof schema.minItems === 'number' && schema.minItems > 1)
    problems.push(`${where}: minItems above 1`);
  if (schema.type === 'object') {
    const properties = isObject(schema.properties) ? schema.properties : {};
    const required = Array.isArray(schema.required) ? schema.required : [];
    if (schema.additionalProperties !== false)
      problems.push(`${where}: additionalProperties must be false`);
    for (const [name, property] of Object.entries(properties)) {
      if (!required.includes(name)) problems.push(`${where}.${name}: optional`);
      problems.push(...schemaProblems(property, `${where}.${name}`));
    }
  }
  if (schema.type === 'array') problems.push(...schemaProblems(schema.items, `${where}[]`));
  return problems;
}

function messageProblems(messages: readonly Json[]): string[] {
  if (messages.length === 0) return ['messages: at least one'];
  const problems: string[] = [];
  for (const [at, message] of messages.entries()) {
    const expected = at % 2 === 0 ? 'user' : 'assistant';
    if (message.role !== expected) problems.push(`messages.${at}: role must be ${expected}`);
    const blocks = objects(message.content);
    if (blocks.length === 0) problems.push(`messages.${at}: empty content`);
    for (const block of blocks) {
      if (block.type === 'text') problems.push(...textProblems(block, `messages.${at}`));
    }
    problems.push(...pairProblems(messages, at));
  }
  if (messages.at(-1)?.role !== 'user')
    problems.push('messages: the last one must be from the user');
  return problems;
}

/**
 * Every tool_use is answered in the very next message, first thing, and nothing else is answered.
 */
function pairProblems(messages: readonly Json[], at: number): string[] {
  const blocks = objects(messages[at]?.content);
  const asked = objects(messages[at - 1]?.content).filter((block) => block.type === 'tool_use');
  const answered = blocks.filter((block) => block.type === 'tool_result');
  const askedIds = asked.map((block) => String(block.id)).toSorted();
  const answeredIds = answered.map((block) => String(block.tool_use_id)).toSorted();
  const problems: string[] = [];
  if (askedIds.join() !== answeredIds.join()) {
    problems.push(
      `messages.${at}: tool_result blocks [${answeredIds}] do not answer tool_use [${askedIds}]`,
    );
  }
  if (answered.length > 0 && blocks.findIndex((block) => block.type === 'tool_result') !== 0) {
    problems.push(`messages.${at}: tool_result blocks come first`);
  }
  return problems;
}

/**
 * Thinking that came with a tool call goes back with it, as it was: `sent` has the blocks of each
 * answer by the ids of its tool calls. What belongs to an answer of another conversation is not
 * looked at.
 */
export function thinkingProblems(body: Json, sent: ReadonlyMap<string, readonly Json[]>): string[] {
  return objects(body.messages).flatMap((message, at) => {
    const blocks = objects(message.content);
    const came = blocks.flatMap((block) => sent.get(String(block.id)) ?? []);
    const back = blocks.filter((block) => /thinking$/.test(String(block.type)));
    const isSame =
      JSON.stringify([...new Set(came)].map(sortKeys)) === JSON.stringify(back.map(sortKeys));
    const isKnown = blocks.some((block) => sent.has(String(block.id)));
    return isSame || !isKnown ? [] : [`messages.${at}: thinking blocks cannot be modified`];
  });
}

function sortKeys(block: Json): unknown {
  return Object.entries(block).toSorted(([one], [other]) => (one < other ? -1 : 1));
}
