import type * as z from 'zod';
import { makeStorable } from '../../foundation/cut-text.ts';
import { ModelFault, type ModelReply } from '../../ports/model.ts';
import { INPUT_LEVELS, isShallow, modelAnswer } from '../../ports/model-messages.mjs';
import { MESSAGE_BYTES } from '../../sessions/child/envelope.mjs';

/** Longer than any known name. A longer one cannot be passed to a session. */
const NAME_CHARACTERS = 100;
/**
 * Characters of one answer: many times the longest allowed one, but few enough for one message to a
 * session.
 */
export const ANSWER_CHARACTERS = 2_000_000;
/** Leaves room for what stands around an answer in its message. */
const REPLY_BYTES = MESSAGE_BYTES - 10_000;

/** A permanent fault: an endpoint that lies once would do so again, for more money. */
export function makeMalformedFault(message: string): ModelFault {
  return new ModelFault('malformed_answer', message, { transient: false });
}

export const TOO_LONG = makeMalformedFault('the answer is far too long');

/**
 * Name of a call whose model gave none: no tool has it, so the model is told. The clients would
 * take it for a fault of the endpoint.
 */
export const UNNAMED = 'unnamed';
const TOO_DEEP = `nested more than ${INPUT_LEVELS} levels deep`;

/** Input that is nested too deeply becomes a text, as what is not JSON does: the model is told. */
export function makeToolUse(
  id: string,
  given: unknown,
  input: unknown,
): ModelReply['content'][number] {
  const name = given === undefined || given === null || given === '' ? UNNAMED : String(given);
  return { type: 'tool_use', id, name, input: isShallow(input, INPUT_LEVELS) ? input : TOO_DEEP };
}

/**
 * The reply, if a session can be sent it: the one place where the answers of all wires enter.
 * Throws `ModelFault` for any other. A thought without a word or a signature is left out. Half a
 * letter is replaced: endpoints refuse the next request with it.
 */
export function parseReply(reply: ModelReply): ModelReply {
  const { stop } = reply;
  const content = reply.content.filter(
    (block) => block.type !== 'thinking' || Boolean(block.thinking) || Boolean(block.signature),
  );
  const json = JSON.stringify({ content, stop });
  if (Buffer.byteLength(json) > REPLY_BYTES) throw TOO_LONG;
  const { data, error } = modelAnswer.safeParse(JSON.parse(json, makeWhole));
  if (data === undefined)
    throw new ModelFault('malformed_answer', `the answer is none: ${sayIssue(error)}`);
  return { ...reply, ...data };
}

function makeWhole(_field: string, value: unknown): unknown {
  return typeof value === 'string' ? makeStorable(value) : value;
}

function sayIssue({ issues: [issue] }: z.ZodError): string {
  return `${issue?.path.join('.')}: ${issue?.message}`;
}

/** Throws `ModelFault` unless it is a name of sensible length. */
export function readModelName(reported: unknown): string {
  if (typeof reported === 'string' && reported.length <= NAME_CHARACTERS) return reported;
  throw makeMalformedFault('the answering model has no name, or one that is far too long');
}
