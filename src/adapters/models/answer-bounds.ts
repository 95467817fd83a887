import * as z from 'zod';
import { ModelFault, type ModelReply } from '../../ports/model.ts';
import { INPUT_LEVELS, isShallow } from '../../ports/model-messages.mjs';

/** Longer than any known name. A longer one cannot be passed to a session. */
const NAME_CHARACTERS = 100;
const ID_CHARACTERS = 200;
/** Characters of one answer: many times the longest allowed one, but few enough for one message to a session. */
export const ANSWER_CHARACTERS = 2_000_000;

/** A permanent fault: an endpoint that lies once would do so again, for more money. */
export function makeMalformedFault(message: string): ModelFault {
  return new ModelFault('malformed_answer', message, { transient: false });
}

export const TOO_LONG = makeMalformedFault('the answer is far too long');
export const MADE_UP_USAGE = makeMalformedFault(
  'the endpoint reports usage that cannot be a count of tokens',
);

/** Far more than any model reads or writes at once. Keeps sums small enough to store. */
const MAX_TOKENS = 100_000_000;
export const tokens = z.number().int().nonnegative().max(MAX_TOKENS);

/** Name of a call whose model gave none: no tool has it, so the model is told. The clients would take it for a fault of the endpoint. */
export const UNNAMED = 'unnamed';

/** Throws `ModelFault` for a call that cannot be passed to a session. */
export function makeToolUse(id: string, given: unknown, input: unknown): ModelReply['content'][number] {
  const name = given === undefined || given === null || given === '' ? UNNAMED : String(given);
  if (!isShallow(input, INPUT_LEVELS))
    throw makeMalformedFault('the input of a tool call is nested too deeply');
  if (id.length <= ID_CHARACTERS && name.length <= NAME_CHARACTERS)
    return { type: 'tool_use', id, name, input };
  throw new ModelFault('malformed_answer', 'a tool call has a name or id that is far too long');
}

/** Throws `ModelFault` unless it is a name of sensible length. */
export function readModelName(reported: unknown): string {
  if (typeof reported === 'string' && reported.length <= NAME_CHARACTERS) return reported;
  throw makeMalformedFault('the answering model has no name, or one that is far too long');
}
