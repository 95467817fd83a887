import * as z from 'zod';
import { parseJson } from '../../../sessions/child/envelope.mjs';
import type { ModelEntry } from '../../../turns/models/entry.ts';
import { UNNAMED } from '../answer-bounds.ts';
import { faultOf } from '../refusals.ts';
import { dataIn, writeData } from '../strict-lines.ts';

/**
 * Chat completions as servers really stream them, for a client that takes only the vendor's form. What is not known is left out; what
 * would be lost (a call that is no object) makes the chunk invalid, and the client refuses it.
 */
const text = z.string().min(1).optional().catch(undefined);
const whole = z.string().regex(/^\d{1,9}$/);
const count = z
  .union([z.number(), whole.transform(Number)])
  .optional()
  .catch(undefined);
const Called = z.object({
  name: z
    .union([z.string().min(1), z.number().transform(String)])
    .optional()
    .catch(undefined),
  arguments: z
    .union([z.string(), z.record(z.string(), z.unknown()).transform((input) => JSON.stringify(input))])
    .optional()
    .catch(undefined),
});
const Call = z.object({
  index: count,
  id: z
    .union([z.string().min(1), z.number().transform(String)])
    .optional()
    .catch(undefined),
  function: Called,
  extra_content: z.looseObject({}).optional().catch(undefined),
});
const Delta = z.object({
  content: z
    .union([z.string(), z.array(z.looseObject({ type: z.string() }))])
    .optional()
    .catch(undefined),
  reasoning_content: text,
  reasoning: text,
  refusal: text,
  tool_calls: z.array(Call).nullish(),
  function_call: Called.nullish(),
});
const Choice = z.object({ delta: Delta.nullish(), message: Delta.nullish(), finish_reason: text });
const Chunk = z.object({
  id: text,
  model: text,
  choices: z.array(Choice).nullish(),
  usage: z
    .looseObject({ prompt_tokens: count, completion_tokens: count, total_tokens: count })
    .optional()
    .catch(undefined),
});
const error = z.unknown().optional();
const Failed = z.object({ error, choices: z.array(z.object({ error })).optional() });
/** An error that is the whole answer. */
const IsError = z.union([z.object({ object: z.literal('error') }), z.object({ type: z.literal('error') })]);

const DONE = '[DONE]';
const END = { choices: [{ index: 0, delta: {}, finish_reason: 'stop' }] };

/** Makes the chunks of one answer strict, line by line. Its function throws `ModelFault` for an error. */
export function makeChunksStrict(entry: ModelEntry): (line: string) => string {
  let hasEnded = false;
  const names = trackCallNames();
  // Some servers end an answer without a reason.
  const endAnswer = () =>
    [...names.missing(), ...(hasEnded ? [] : [writeData(END)]), writeData(DONE)].join('\n\n');
  return (line) => {
    const data = dataIn(line);
    if (data === null || data === '') return data ?? line;
    if (data === DONE) return endAnswer();
    const value = parseJson(data);
    const error = errorIn(value);
    if (error !== null) throw faultOf(error, { entry, cause: error });
    const chunk = Chunk.safeParse(value).data;
    const choices = chunk?.choices ?? [];
    const isEnd = choices.some(({ finish_reason }) => finish_reason !== undefined);
    hasEnded ||= isEnd;
    const called = choices.map((choice) => makeChoiceStrict(choice, names.noted));
    const strict = writeData(chunk === undefined ? data : { ...chunk, choices: called });
    if (line === data) return `${strict}\n\n${endAnswer()}`;
    return isEnd ? [...names.missing(), strict].join('\n\n') : strict;
  };
}

/** Notes which calls of an answer have had a name: the client waits for the name of one that has an index. */
function trackCallNames() {
  const names = new Map<number, boolean>();
  const noteName = (call: z.infer<typeof Call>): typeof call => {
    const { index, function: called } = call;
    const name = called.name ?? (index === undefined && names.size === 0 ? UNNAMED : undefined);
    names.set(index ?? 0, names.get(index ?? 0) === true || name !== undefined);
    return { ...call, function: { ...called, name } };
  };
  const missing = (): string[] =>
    [...names].flatMap(([index, isNamed]) => {
      names.set(index, true);
      const call = { index, function: { name: UNNAMED } };
      return isNamed ? [] : [writeData({ choices: [{ index: 0, delta: { tool_calls: [call] } }] })];
    });
  return { noted: noteName, missing };
}

function makeChoiceStrict(
  { delta, message, finish_reason }: z.infer<typeof Choice>,
  noteName: (call: z.infer<typeof Call>) => z.infer<typeof Call>,
) {
  const { function_call, tool_calls, ...said } = delta ?? message ?? {};
  const called = tool_calls ?? (function_call ? [{ index: 0, function: function_call }] : []);
  const calls = called.map((call, place) => noteName(dropBraces(message ? { ...call, index: place } : call)));
  return {
    index: 0,
    delta: { ...said, ...(calls.length === 0 ? {} : { tool_calls: calls }) },
    finish_reason,
  };
}

/** Some servers send empty braces before the input itself, and the client would take them for all of it. */
function dropBraces(call: z.infer<typeof Call>): z.infer<typeof Call> {
  const isBraces = call.function.arguments === '{}';
  return isBraces ? { ...call, function: { ...call.function, arguments: '' } } : call;
}

function errorIn(value: unknown): unknown {
  const { error, choices } = Failed.safeParse(value).data ?? {};
  const own = IsError.safeParse(value).success ? value : null;
  return error ?? choices?.find((choice) => choice.error)?.error ?? own;
}
