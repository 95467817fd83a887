import { isObject } from '../../foundation/is-object.ts';
import type { ModelReply, ReducedSchema, ToolSpec } from '../../ports/model.ts';
import { readFromString, readLooseJson } from './loose-json.ts';

type Content = ModelReply['content'];
type Call = Pick<Extract<Content[number], { type: 'tool_use' }>, 'name' | 'input'>;

/** Signs of a model's template, which some servers leave at the end of a name. */
const TEMPLATE_SIGN = '<|';

/**
 * The turn's tool of this name, which may stand in a namespace, before a place in a list and before
 * signs of a template; `undefined` for none.
 */
export function findTool(toolName: unknown, tools: readonly ToolSpec[]): string | undefined {
  if (typeof toolName !== 'string') return undefined;
  const [plainName = ''] = toolName.split(TEMPLATE_SIGN);
  const fullName = plainName.trim().replace(/:\d{1,3}$/, '');
  const names = [fullName, fullName.split(/[.:/]/).at(-1)];
  return tools.find(({ name }) => names.includes(name))?.name;
}

/**
 * Tools that express agreement. A text with more than the call may quote others, so the model is
 * asked again.
 */
const AGREES: readonly string[] = ['sign', 'confirm_revision', 'submit_audit'];
const THOUGHT_ENDS = '</think>';
/**
 * Signs of a model's template around a call. Those around a tool's answer are none of them: it has
 * the words of others.
 */
const MARKS =
  /(?:function)?<｜tool▁sep｜>|<[|｜]?\/?(?:tools?|function_calls?|python_tag|tool[_▁]calls?(?:[_▁]section)?(?:[_▁]argument)?(?:[_▁](?:begin|end))?)[|｜]?>|\[\/?(?:TOOL_CALLS?|ARGS)\]/gi;
const FENCE_BEGINS = /```\w*$/;
const FENCE_ENDS = /^(?:```)?$/;
const IN_QUOTATION = /(?:^|\n)[ \t]*>[^\n]*$/;

/**
 * The call that a text ends in, if it holds no other object. One that agrees is read only where the
 * text is nothing else but the call in the signs of a template: whoever thinks or explains may
 * quote. `not_read`: the model wrote a call, and it cannot count.
 */
export function findTextCall(
  content: Content,
  tools: readonly ToolSpec[],
): Call | 'none' | 'not_read' {
  const allText = content.flatMap((block) => (block.type === 'text' ? [block.text] : [])).join('');
  const thoughtEnd = allText.lastIndexOf(THOUGHT_ENDS);
  const after = thoughtEnd === -1 ? allText : allText.slice(thoughtEnd + THOUGHT_ENDS.length);
  const text = functionAsJson(after);
  const none = after.includes(FUNCTION[0]) || after.search(MARKS) !== -1 ? 'not_read' : 'none';
  const [only, ...others] = objectsIn(text);
  if (only === undefined || others.length > 0) return none;
  const before = text.slice(0, only.from);
  const behind = text.slice(only.end);
  const end = behind.replace(MARKS, '').trim().replace(/^\]/, '').trim();
  if (!FENCE_ENDS.test(end) || IN_QUOTATION.test(before)) return none;
  const leadIn = before
    .replace(MARKS, ' ')
    .trim()
    .replace(/\[$/, '')
    .trim()
    .replace(FENCE_BEGINS, '')
    .trim();
  const name = findTool(leadIn, tools);
  const whole =
    name === undefined ? findFittingCall(only.object, tools) : { name, input: only.object };
  const isAlone = leadIn === '' || name !== undefined;
  const call = readNamedCall(only.object, tools) ?? (isAlone ? whole : null);
  if (call === null) return none;
  return AGREES.includes(call.name) && !(isAlone && thoughtEnd === -1) ? 'not_read' : call;
}

const FUNCTION = ['<function=', '</function>'] as const;
const PARAMETER = ['<parameter=', '</parameter>'] as const;

/** A text with its one `<function=name>…</function>` as an object that names the call. */
function functionAsJson(text: string): string {
  const [before = '', callText, ...more] = text.split(FUNCTION[0]);
  if (callText === undefined || more.length > 0) return text;
  const { name, value, behind } = splitNamedValue(callText, FUNCTION[1]);
  const input = readLooseJson(value) ?? parametersIn(value);
  return name === '' || input === undefined
    ? text
    : `${before}${JSON.stringify({ name, input })}${behind}`;
}

/**
 * The fields of `<parameter=name>value</parameter>`; `undefined` if anything can be read in another
 * way.
 */
function parametersIn(text: string): object | undefined {
  const [before = '', ...parameters] = text.split(PARAMETER[0]);
  const fields = parameters.map((each) => splitNamedValue(each, PARAMETER[1]));
  const isClear = fields.every(
    ({ behind, value }) => behind.trim() === '' && !value.includes(PARAMETER[1]),
  );
  const input = fields.map(
    ({ name, value }) => [name, value.replace(/^\r?\n|\r?\n$/g, '')] as const,
  );
  const isOnce = new Set(input.map(([name]) => name)).size === input.length;
  return before.trim() === '' && isClear && isOnce ? Object.fromEntries(input) : undefined;
}

/** The parts of `name>value</end>behind`. Without an end, all is behind. */
function splitNamedValue(text: string, end: string) {
  const nameEnd = text.indexOf('>');
  const valueEnd = text.lastIndexOf(end);
  if (valueEnd < nameEnd) return { name: '', value: '', behind: text };
  return {
    name: text.slice(0, nameEnd).trim(),
    value: text.slice(nameEnd + 1, valueEnd),
    behind: text.slice(valueEnd + end.length),
  };
}

/** Fields around a call that say nothing about it. */
const AROUND = ['id', 'call_id', 'index', 'type'];
const CALLS = ['tool_calls', 'tool_call', 'function_call', 'function'];
const NAMES = ['tool', 'name', 'function'];
const INPUTS = ['input', 'arguments', 'parameters'];
/** `{"tool_calls": [{"function": {"name": …, "arguments": …}}]}` */
const MOST_WRAPPERS = 2;

/** Reads an object as a call that names a tool of the turn. */
function readNamedCall(
  candidate: object,
  tools: readonly ToolSpec[],
  wrappers = MOST_WRAPPERS,
): Call | null {
  const fields = Object.entries(candidate).filter(([key]) => !AROUND.includes(key));
  const [[key = '', value] = []] = fields;
  const [wrapped, ...more] = Array.isArray(value) ? value : [value];
  if (
    fields.length === 1 &&
    CALLS.includes(key) &&
    more.length === 0 &&
    isObject(wrapped) &&
    wrappers > 0
  )
    return readNamedCall(wrapped, tools, wrappers - 1);
  const input = fields.find(([each]) => INPUTS.includes(each))?.[1];
  const name = findTool(fields.find(([each]) => NAMES.includes(each))?.[1], tools);
  return fields.length !== 2 || name === undefined || input === undefined
    ? null
    : { name, input: readLooseJson(input) ?? input };
}

/** Reads an object as input of the only tool that it fits. */
function findFittingCall(candidate: object, tools: readonly ToolSpec[]): Call | null {
  const [fitting, ...others] = tools.filter(
    ({ inputSchema, reads }) => reads !== true && fits(candidate, inputSchema),
  );
  return fitting === undefined || others.length > 0
    ? null
    : { name: fitting.name, input: candidate };
}

/** True if a value has exactly the schema's fields. Ignores bounds. */
function fits(value: unknown, { type, properties, items, enum: members }: ReducedSchema): boolean {
  if (type === 'array')
    return Array.isArray(value) && value.every((each) => items === undefined || fits(each, items));
  if (type === 'object') {
    const fields = Object.entries(properties ?? {});
    const own = Object(value);
    return (
      Object.keys(own).length === fields.length &&
      fields.every(([name, each]) => fits(own[name], each))
    );
  }
  if (members !== undefined) return members.some((member) => member === value);
  const kind = type === 'integer' ? 'number' : String(type);
  return typeof (readFromString(value, kind) ?? value) === kind;
}

const MOST_STARTS = 40;
/** Of an object and what is in it. Far beyond what a tool accepts. */
const OBJECT_CHARACTERS = 100_000;

/** Objects in a text, fenced or not, with their places; at most two. */
function objectsIn(text: string) {
  const objects: { object: object; from: number; end: number }[] = [];
  let from = text.indexOf('{');
  for (let starts = 0; from !== -1 && starts < MOST_STARTS && objects.length < 2; starts += 1) {
    const end = endOf(text, from);
    const object = readLooseJson(text.slice(from, end));
    if (object !== undefined) objects.push({ object, from, end });
    from = text.indexOf('{', object === undefined ? from + 1 : end);
  }
  return objects;
}

/** Index after the bracket that closes the one at `from`; `from` if none near enough does. */
function endOf(text: string, from: number): number {
  let depth = 0;
  let isQuoted = false;
  const last = Math.min(text.length, from + OBJECT_CHARACTERS);
  for (let at = from; at < last; at += 1) {
    const character = text[at];
    if (isQuoted && character === '\\') at += 1;
    else if (character === '"') isQuoted = !isQuoted;
    else if (!isQuoted && character === '{') depth += 1;
    else if (!isQuoted && character === '}') depth -= 1;
    if (depth === 0) return at + 1;
  }
  return from;
}
