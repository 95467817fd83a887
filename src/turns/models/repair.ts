import type * as z from 'zod';
import type { Repair } from '../../core/vocabulary/sets.ts';
import { isObject } from '../../foundation/is-object.ts';
import type { ModelReply, ToolSpec } from '../../ports/model.ts';
import { readFromString, readLooseJson } from './loose-json.ts';
import { findTextCall, findTool } from './text-calls.ts';

/** A repair that code made in a model's answer, and the repaired fields. */
export interface Repaired {
  readonly repair: Repair;
  readonly fields: readonly string[];
}

/** Most rounds of repair: each parse can show problems that the previous one could not. */
const MOST_REPAIRS = 3;

/**
 * Parses by the schema, with repairs that need no guess: takes a field in another spelling of its
 * name, drops unknown ones, and reads JSON in a string where the schema wants something else.
 * `value`: the last value parsed.
 */
export function parseWithRepairs<Schema extends z.ZodType>(schema: Schema, input: unknown) {
  const repaired: Repaired[] = [];
  let value = input;
  for (let remainingRepairs = MOST_REPAIRS; ; remainingRepairs -= 1) {
    const parsed = schema.safeParse(value);
    const attempt =
      parsed.success || remainingRepairs === 0 ? null : mendIssues(parsed.error, value);
    if (attempt === null) return { parsed, value, repaired };
    value = attempt.value;
    repaired.push(...attempt.repaired);
  }
}

function mendIssues({ issues }: z.ZodError, input: unknown) {
  const value: unknown = structuredClone(input);
  const missing = findMissing(issues, value);
  const repaired = issues.flatMap((issue): Repaired[] => {
    if (issue.code === 'unrecognized_keys') {
      const owner = valueAt(value, issue.path);
      if (!isObject(owner)) return [];
      const unknown = Map.groupBy(issue.keys, letters);
      return issue.keys.map((key): Repaired => {
        const isOnly = unknown.get(letters(key))?.length === 1;
        const name = isOnly ? missing.get(owner)?.get(letters(key)) : undefined;
        if (name !== undefined) Reflect.set(owner, name, Reflect.get(owner, key));
        Reflect.deleteProperty(owner, key);
        return { repair: name === undefined ? 'unknown_field' : 'field_name', fields: [key] };
      });
    }
    const name = issue.path.at(-1);
    const parent = valueAt(value, issue.path.slice(0, -1));
    const looseValue =
      issue.code === 'invalid_type'
        ? readFromString(valueAt(value, issue.path), issue.expected)
        : undefined;
    if (looseValue === undefined || name === undefined || !isObject(parent)) return [];
    Reflect.set(parent, name, looseValue);
    return [{ repair: 'json_in_string', fields: [String(name)] }];
  });
  return repaired.length === 0 ? null : { value, repaired };
}

/**
 * Missing fields by their object and their letters. An unknown one with the same letters is meant
 * for it: `revisit_if` is `revisitIf`.
 */
function findMissing(
  issues: readonly z.core.$ZodIssue[],
  value: unknown,
): Map<object, Map<string, string>> {
  const missing = new Map<object, Map<string, string>>();
  for (const { code, path } of issues) {
    const owner = valueAt(value, path.slice(0, -1));
    if (code === 'unrecognized_keys' || !isObject(owner) || valueAt(value, path) !== undefined)
      continue;
    const name = String(path.at(-1));
    missing.getOrInsertComputed(owner, () => new Map()).getOrInsert(letters(name), name);
  }
  return missing;
}

function letters(name: string): string {
  return name.replaceAll(/[_-]/g, '').toLowerCase();
}

export function valueAt(value: unknown, path: readonly PropertyKey[]): unknown {
  let current = value;
  for (const key of path) {
    if (!isObject(current)) return undefined;
    current = Reflect.get(current, key);
  }
  return current;
}

type Content = ModelReply['content'];

const NOT_READ: readonly ModelReply['stop'][] = ['max_tokens', 'refusal', 'context_exceeded'];

/**
 * Repairs an answer's calls: merges equal calls, and reads JSON in a string. In an answer without
 * calls, a call that is written as text becomes a call, under `id`. `byMessage`: the model was
 * asked to call in this form. The result is checked like any call.
 */
export function repairReply(
  reply: ModelReply,
  tools: readonly ToolSpec[],
  { id, byMessage }: { readonly id: string; readonly byMessage: boolean },
): ModelReply {
  if (NOT_READ.includes(reply.stop)) return reply;
  const isCalled = reply.content.some(({ type }) => type === 'tool_use');
  if (isCalled) return callsOnce(reply, tools);
  const call = findTextCall(reply.content, tools);
  if (call === 'none') return reply;
  if (call === 'not_read') return { ...reply, hasTextCall: true };
  const others = reply.content.filter(({ type }) => type !== 'text');
  const callReply: ModelReply = {
    ...reply,
    stop: 'tool_use',
    content: [...others, { type: 'tool_use', id, ...call }],
  };
  return byMessage ? { ...callReply, byMessage } : { ...callReply, repaired: ['call_in_text'] };
}

/** True if the model wrote a call as text, read or not, without having been asked to. */
export function hasTextCall(reply: ModelReply): boolean {
  return reply.hasTextCall === true || reply.repaired?.includes('call_in_text') === true;
}

function callsOnce(reply: ModelReply, tools: readonly ToolSpec[]): ModelReply {
  const [seen, repairs]: [Set<string>, Set<Repair>] = [new Set(), new Set()];
  const content = reply.content.flatMap((block): Content => {
    if (block.type !== 'tool_use') return [block];
    const object = readLooseJson(block.input);
    if (object !== undefined) repairs.add('json_in_string');
    const input = object ?? block.input;
    const name = findTool(block.name, tools) ?? block.name;
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
