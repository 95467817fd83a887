import * as z from 'zod';
import { UNNAMED } from '../answer-bounds.ts';
import { readCount } from '../counts.ts';
import { type Ending, followEnding, type LooseAnswer, writeStreamEvent } from '../event-stream.ts';

/**
 * Chat completions as servers really stream them, for a client that takes only the vendor's form.
 * What is not known is left out; what would be lost (a call that is no object) makes the chunk
 * invalid, and the client refuses it.
 */
const text = z.string().min(1).optional().catch(undefined);
const index = z
  .unknown()
  .transform((given) => readCount(given) ?? undefined)
  .optional();
/** A figure that no reader takes for a count: the client would take a missing one for zero. */
const UNCOUNTED = -1;
const count = z
  .unknown()
  .transform((figure) => readCount(figure) ?? UNCOUNTED)
  .default(UNCOUNTED);
const cached = z.unknown().transform((figure) => readCount(figure ?? 0) ?? UNCOUNTED);
const Called = z.object({
  name: z
    .union([z.string().min(1), z.number().transform(String)])
    .optional()
    .catch(undefined),
  arguments: z
    .union([
      z.string(),
      z.record(z.string(), z.unknown()).transform((input) => JSON.stringify(input)),
    ])
    .optional()
    .catch(undefined),
});
const Call = z.object({
  index,
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
    .object({
      prompt_tokens: count,
      completion_tokens: count,
      prompt_tokens_details: z.object({ cached_tokens: cached }).nullish().catch(null),
    })
    .optional()
    .catch(undefined),
});
const END = { choices: [{ index: 0, delta: {}, finish_reason: 'stop' }] };

/** Makes the chunks of one answer strict. */
export class LooseChunks implements LooseAnswer {
  readonly #names = trackCallNames();
  readonly #endingAt = followEnding();
  #hasBegun = false;
  #hasReason = false;
  ending: Ending = 'open';

  take(given: object): string[] {
    const chunk = Chunk.safeParse(given).data;
    // The client says what is wrong with it.
    if (chunk === undefined) return [writeStreamEvent(given)];
    const choices = chunk.choices ?? [];
    const stops = choices.some(({ finish_reason: reason }) => reason !== undefined);
    this.#hasBegun ||= choices.length > 0;
    this.#hasReason ||= stops;
    const called = choices.map((choice) => makeChoiceStrict(choice, this.#names.noted));
    const speaks = called.some(
      ({ delta: { content, tool_calls, reasoning, reasoning_content } }) =>
        content?.length || tool_calls || reasoning || reasoning_content,
    );
    // A whole message is no stream.
    const isWhole = choices.some(({ delta, message }) => message && !delta);
    this.ending = isWhole ? 'over' : this.#endingAt({ speaks, stops });
    return [
      ...(stops ? this.#names.missing() : []),
      writeStreamEvent({ ...chunk, choices: called }),
    ];
  }

  /** Some servers end an answer without a reason. */
  end(): string[] {
    const isOpen = this.#hasBegun && !this.#hasReason;
    return [...this.#names.missing(), ...(isOpen ? [writeStreamEvent(END)] : [])];
  }
}

/**
 * Notes which calls of an answer have had a name: the client waits for the name of one that has an
 * index.
 */
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
      return isNamed
        ? []
        : [writeStreamEvent({ choices: [{ index: 0, delta: { tool_calls: [call] } }] })];
    });
  return { noted: noteName, missing };
}

function makeChoiceStrict(
  { delta, message, finish_reason }: z.infer<typeof Choice>,
  noteName: (call: z.infer<typeof Call>) => z.infer<typeof Call>,
) {
  const { function_call, tool_calls, ...said } = delta ?? message ?? {};
  const isCall = Boolean(function_call?.name || function_call?.arguments);
  const called =
    tool_calls ?? (function_call && isCall ? [{ index: 0, function: function_call }] : []);
  const calls = called.map((call, place) =>
    noteName(dropBraces(message ? { ...call, index: place } : call)),
  );
  return {
    index: 0,
    delta: { ...said, ...(calls.length === 0 ? {} : { tool_calls: calls }) },
    finish_reason,
  };
}

/**
 * Some servers send empty braces before the input itself, and the client would take them for all of
 * it.
 */
function dropBraces(call: z.infer<typeof Call>): z.infer<typeof Call> {
  const isBraces = call.function.arguments === '{}';
  return isBraces ? { ...call, function: { ...call.function, arguments: '' } } : call;
}
