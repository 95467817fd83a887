import type * as z from 'zod';
import type { Repair } from '../../core/vocabulary/sets.ts';
import { isObject } from '../../foundation/is-object.ts';
import type { ModelReply, ReducedSchema, ToolSpec } from '../../ports/model.ts';
import { INPUT_LEVELS, isShallow } from '../../ports/model-messages.mjs';
import { parsedJson } from '../../sessions/child/envelope.mjs';

/** A repair that code made in a model's answer, and the repaired fields. */
export interface Repaired {
  readonly repair: Repair;
  readonly fields: readonly string[];
}

/** Most rounds of repair: each parse can show problems that the previous one could not. */
const MOST_REPAIRS = 3;

/**
 * Parses by the schema, with repairs that need no guess: drops unknown fields, and reads JSON in a string where the schema wants
 * something else. `value`: the last value parsed.
 */
export function parsedWithRepairs<Schema extends z.ZodType>(schema: Schema, given: unknown) {
  const repaired: Repaired[] = [];
  let value = given;
  for (let left = MOST_REPAIRS; ; left -= 1) {
    const parsed = schema.safeParse(value);
    const mended = parsed.success || left === 0 ? null : mendedBy(parsed.error, value);
    if (mended === null) return { parsed, value, repaired };
    value = mended.value;
    repaired.push(...mended.repaired);
  }
}

function mendedBy({ issues }: z.ZodError, given: unknown) {
  const value: unknown = structuredClone(given);
  const repaired = issues.flatMap((issue): Repaired[] => {
    if (issue.code === 'unrecognized_keys') {
      const owner = valueAt(value, issue.path);
      if (!isObject(owner)) return [];
      for (const key of issue.keys) Reflect.deleteProperty(owner, key);
      return [{ repair: 'unknown_field', fields: issue.keys }];
    }
    const [name, parent] = [issue.path.at(-1), valueAt(value, issue.path.slice(0, -1))];
    const meant =
      issue.code === 'invalid_type' ? inString(valueAt(value, issue.path), issue.expected) : undefined;
    if (meant === undefined || name === undefined || !isObject(parent)) return [];
    Reflect.set(parent, name, meant);
    return [{ repair: 'json_in_string', fields: [String(name)] }];
  });
  return repaired.length === 0 ? null : { value, repaired };
}

/** What is in a JSON text, if an object, a list, a number or a boolean was expected; else `undefined`. */
function inString(text: unknown, expected: string): unknown {
  const parsed = typeof text === 'string' ? parsedJson(text) : undefined;
  const isWanted = expected === typeof parsed || (expected === 'int' && typeof parsed === 'number');
  return isWanted && !isObject(parsed) ? parsed : fromJson(text);
}

/** The object or list in a JSON text; `undefined` for anything else. */
function fromJson(text: unknown): object | undefined {
  const parsed = typeof text === 'string' ? parsedJson(text) : undefined;
  return isObject(parsed) && isShallow(parsed, INPUT_LEVELS) ? parsed : undefined;
}

export function valueAt(value: unknown, path: readonly PropertyKey[]): unknown {
  let found = value;
  for (const key of path) {
    if (!isObject(found)) return undefined;
    found = Reflect.get(found, key);
  }
  return found;
}

type Content = ModelReply['content'];

const NOT_READ: readonly ModelReply['stop'][] = ['max_tokens', 'refusal', 'context_exceeded'];

/**
 * Repairs an answer's calls: merges equal calls, and reads JSON in a string. In an answer without calls, text that ends
 * in one call and holds no other object becomes that call, under `id`. `byMessage`: the model was asked to call in this
 * form. The result is checked like any call.
 */
export function repairedReply(
  reply: ModelReply,
  tools: readonly ToolSpec[],
  { id, byMessage }: { readonly id: string; readonly byMessage: boolean },
): ModelReply {
  if (NOT_READ.includes(reply.stop)) return reply;
  const isCalled = reply.content.some(({ type }) => type === 'tool_use');
  if (isCalled) return callsOnce(reply, tools);
  const call = calledIn(reply.content, tools);
  if (call === null) return reply;
  const others = reply.content.filter(({ type }) => type !== 'text');
  const called: ModelReply = {
    ...reply,
    stop: 'tool_use',
    content: [...others, { type: 'tool_use', id, ...call }],
  };
  return byMessage ? { ...called, byMessage } : { ...called, repaired: ['call_in_text'] };
}

function callsOnce(reply: ModelReply, tools: readonly ToolSpec[]): ModelReply {
  const [seen, repairs]: [Set<string>, Set<Repair>] = [new Set(), new Set()];
  const content = reply.content.flatMap((block): Content => {
    if (block.type !== 'tool_use') return [block];
    const meant = fromJson(block.input);
    if (meant !== undefined) repairs.add('json_in_string');
    const input = meant ?? block.input;
    const name = toolNamed(block.name, tools) ?? block.name;
    if (name !== block.name) repairs.add('tool_name');
    const call = JSON.stringify([name, input]);
    if (seen.has(call)) {
      repairs.add('same_call');
      return [];
    }
    seen.add(call);
    return [{ ...block, name, input }];
  });
  return repairs.size === 0 ? reply : { ...reply, content, repaired: [...repairs] };
}

type Call = Pick<Extract<Content[number], { type: 'tool_use' }>, 'name' | 'input'>;

/** Signs of a model's template, which some servers leave at the end of a name. */
const TEMPLATE_SIGN = '<|';

/** The turn's tool of this name, which may stand in a namespace and before signs of a template; `undefined` for none. */
function toolNamed(given: unknown, tools: readonly ToolSpec[]): string | undefined {
  if (typeof given !== 'string') return undefined;
  const [named = ''] = given.split(TEMPLATE_SIGN);
  const names = [named.trim(), named.trim().split(/[.:/]/).at(-1)];
  return tools.find(({ name }) => names.includes(name))?.name;
}

/** Tools that express agreement. A text with more than the call may quote others, so the model is asked again. */
const AGREES: readonly string[] = ['sign', 'confirm_revision', 'submit_audit'];
const THOUGHT_ENDS = '</think>';
/** Signs of a model's template around a call. */
const MARKS = /<\|?\/?(?:tool_calls?|function_calls?|tools?|python_tag)\|?>|\[\/?TOOL_CALLS?\]/gi;
const FENCE_BEGINS = /^(?:```\w*)?$/;
const FENCE_ENDS = /^(?:```)?$/;
const IN_QUOTATION = /(?:^|\n)[ \t]*>[^\n]*$/;

function calledIn(content: Content, tools: readonly ToolSpec[]): Call | null {
  const written = content.flatMap((block) => (block.type === 'text' ? [block.text] : [])).join('');
  const thoughtEnd = written.lastIndexOf(THOUGHT_ENDS);
  const text = thoughtEnd === -1 ? written : written.slice(thoughtEnd + THOUGHT_ENDS.length);
  const [only, ...others] = objectsIn(text);
  if (only === undefined || others.length > 0) return null;
  const [before, behind] = [text.slice(0, only.from), text.slice(only.end)];
  const [beginning, end] = [before.replace(MARKS, '').trim(), behind.replace(MARKS, '').trim()];
  if (!FENCE_ENDS.test(end.replace(/^\]/, '').trim()) || IN_QUOTATION.test(before)) return null;
  const isAll = FENCE_BEGINS.test(beginning.replace(/\[$/, '').trim());
  const call = namedCall(only.object, tools) ?? (isAll ? fittingCall(only.object, tools) : null);
  const isNothingElse =
    isAll && FENCE_BEGINS.test(before.trim()) && FENCE_ENDS.test(behind.trim()) && text === written;
  return call === null || (AGREES.includes(call.name) && !isNothingElse) ? null : call;
}

/** Fields around a call that say nothing about it. */
const AROUND = ['id', 'call_id', 'index', 'type'];
const CALLS = ['tool_calls', 'tool_call', 'function_call', 'function'];
const NAMES = ['tool', 'name', 'function'];
const INPUTS = ['input', 'arguments', 'parameters'];
/** `{"tool_calls": [{"function": {"name": …, "arguments": …}}]}` */
const MOST_WRAPPERS = 2;

/** Reads an object as a call that names a tool of the turn. */
function namedCall(given: object, tools: readonly ToolSpec[], wrappers = MOST_WRAPPERS): Call | null {
  const fields = Object.entries(given).filter(([key]) => !AROUND.includes(key));
  const [[key = '', value] = []] = fields;
  const [wrapped, ...more] = Array.isArray(value) ? value : [value];
  if (fields.length === 1 && CALLS.includes(key) && more.length === 0 && isObject(wrapped) && wrappers > 0)
    return namedCall(wrapped, tools, wrappers - 1);
  const input = fields.find(([each]) => INPUTS.includes(each))?.[1];
  const name = toolNamed(fields.find(([each]) => NAMES.includes(each))?.[1], tools);
  return fields.length !== 2 || name === undefined || input === undefined
    ? null
    : { name, input: fromJson(input) ?? input };
}

/** Reads an object as input of the only tool that it fits. */
function fittingCall(given: object, tools: readonly ToolSpec[]): Call | null {
  const [fitting, ...others] = tools.filter(
    ({ inputSchema, reads }) => reads !== true && fits(given, inputSchema),
  );
  return fitting === undefined || others.length > 0 ? null : { name: fitting.name, input: given };
}

/** True if a value has exactly the schema's fields. Ignores bounds. */
function fits(value: unknown, { type, properties, items, enum: members }: ReducedSchema): boolean {
  if (type === 'array')
    return Array.isArray(value) && value.every((each) => items === undefined || fits(each, items));
  if (type === 'object') {
    const [known, own] = [Object.entries(properties ?? {}), Object(value)];
    return Object.keys(own).length === known.length && known.every(([name, each]) => fits(own[name], each));
  }
  if (members !== undefined) return members.some((member) => member === value);
  const kind = type === 'integer' ? 'number' : String(type);
  return typeof (inString(value, kind) ?? value) === kind;
}

const MOST_STARTS = 40;

/** Objects in a text, fenced or not, with their places; at most two. */
function objectsIn(text: string) {
  const found: { object: object; from: number; end: number }[] = [];
  let from = text.indexOf('{');
  for (let starts = 0; from !== -1 && starts < MOST_STARTS && found.length < 2; starts += 1) {
    const end = endOf(text, from);
    const object = fromJson(text.slice(from, end));
    if (object !== undefined) found.push({ object, from, end });
    from = text.indexOf('{', object === undefined ? from + 1 : end);
  }
  return found;
}

/** Index after the bracket that closes the one at `from`; `from` if none does. */
function endOf(text: string, from: number): number {
  let [depth, isQuoted] = [0, false];
  for (let at = from; at < text.length; at += 1) {
    const character = text[at];
    if (isQuoted && character === '\\') at += 1;
    else if (character === '"') isQuoted = !isQuoted;
    else if (!isQuoted && character === '{') depth += 1;
    else if (!isQuoted && character === '}') depth -= 1;
    if (depth === 0) return at + 1;
  }
  return from;
}
