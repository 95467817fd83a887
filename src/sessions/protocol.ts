/**
 * The closed set of messages between Charrette (the parent) and a session's process (the child): a
 * frame is four bytes of length, big-endian, then so many bytes of JSON. The child reads frames by
 * lines of its own (`child.mjs`), since it loads nothing. Sizes are judged before anything is parsed
 * (A15); whatever is not in this set ends the session.
 */

import * as z from 'zod';
import type { Block } from '#models/model.ts';
import { CHILD_ENDS, type ChildTurn } from './session.ts';

export const MESSAGE_BYTES = 8 * 1024 * 1024;
const LENGTH_BYTES = 4;
/** Each value that a schema refuses becomes an issue of some 500 bytes. */
const MESSAGE_VALUES = 100_000;
/** What is stored as JSON later is written by recursion. */
const MESSAGE_DEPTH = 100;

/** The child broke the protocol; the message goes on after *it sent*. */
export class BadMessage extends Error {}

const turnId = z.string().max(60);
const toolName = z.string().max(200);
const text = z.strictObject({ type: z.literal('text'), text: z.string() });
const Message = z.discriminatedUnion('role', [
  z.strictObject({
    role: z.literal('assistant'),
    content: z
      .array(
        z.discriminatedUnion('type', [
          text,
          z.strictObject({
            type: z.literal('tool_use'),
            id: z.string().max(200),
            name: toolName,
            input: z.unknown(),
          }),
          z.strictObject({ type: z.literal('opaque'), value: z.unknown() }),
        ]),
      )
      .max(200),
  }),
  z.strictObject({
    role: z.literal('user'),
    content: z
      .array(
        z.discriminatedUnion('type', [
          text,
          z.strictObject({
            type: z.literal('tool_result'),
            toolUseId: z.string().max(200),
            text: z.string(),
            isError: z.boolean(),
          }),
        ]),
      )
      .max(200),
  }),
]);
const rssBytes = z.number().int().nonnegative();

export const ChildMessage = z.discriminatedUnion('type', [
  /** `sessionId`: as it was given at the spawn. */
  z.strictObject({ type: z.literal('ready'), sessionId: z.string().max(60), rssBytes }),
  z.strictObject({ type: z.literal('pong'), number: z.number().int(), rssBytes }),
  /** `messages`: the turn's, all of them; the prompt is the parent's. */
  z.strictObject({ type: z.literal('call'), turnId, messages: z.array(Message).max(500) }),
  z.strictObject({ type: z.literal('use'), turnId, tool: toolName, input: z.unknown() }),
  z.strictObject({ type: z.literal('submit'), turnId, tool: toolName, input: z.unknown() }),
  z.strictObject({ type: z.literal('end'), turnId, end: z.enum(CHILD_ENDS) }),
]);
export type ChildMessage = z.infer<typeof ChildMessage>;
/** A message that belongs to a turn. The child sends the next one once this one is answered. */
export type TurnMessage = Extract<ChildMessage, { readonly turnId: string }>;

/** What the broker gave for the child's last message. */
export type ReplyValue =
  | { readonly content: readonly Block[] }
  | { readonly text: string; readonly isError: boolean }
  | { readonly problem: string | null };
export type ParentMessage =
  | ({ readonly type: 'turn' } & ChildTurn)
  | { readonly type: 'reply'; readonly turnId: string; readonly value: ReplyValue }
  | { readonly type: 'cancel'; readonly turnId: string }
  | { readonly type: 'ping'; readonly number: number };

export function frameOf(message: ParentMessage): Buffer {
  const json = Buffer.from(JSON.stringify(message));
  if (json.length > MESSAGE_BYTES) throw new Error(`a ${message.type} of ${json.length} bytes`);
  const length = Buffer.alloc(LENGTH_BYTES);
  length.writeUInt32BE(json.length);
  return Buffer.concat([length, json]);
}

/** Puts frames together from chunks of any size; holds one at most. */
export class FrameReader {
  #part = Buffer.alloc(LENGTH_BYTES);
  #filledBytes = 0;
  #isLength = true;

  /** @throws {BadMessage} */
  *read(chunk: Buffer): Generator<Buffer> {
    for (let rest = chunk; rest.length > 0; ) {
      const takenBytes = rest.copy(this.#part, this.#filledBytes);
      this.#filledBytes += takenBytes;
      rest = rest.subarray(takenBytes);
      if (this.#filledBytes < this.#part.length) return;
      const complete = this.#part;
      const wasLength = this.#isLength;
      const nextBytes = wasLength ? complete.readUInt32BE() : LENGTH_BYTES;
      if (nextBytes === 0 || nextBytes > MESSAGE_BYTES)
        throw new BadMessage(`a message of ${nextBytes} bytes`);
      this.#part = Buffer.allocUnsafe(nextBytes);
      this.#filledBytes = 0;
      this.#isLength = !wasLength;
      if (!wasLength) yield complete;
    }
  }
}

/** @throws {BadMessage} */
export function parseMessage(json: Buffer): ChildMessage {
  if (isOverloaded(json)) throw new BadMessage('a message with too many values, or too deep');
  let value: unknown;
  try {
    value = JSON.parse(json.toString());
  } catch (error) {
    throw new BadMessage('a message that is not JSON', { cause: error });
  }
  const parsed = ChildMessage.safeParse(value);
  if (parsed.success) return parsed.data;
  const place = parsed.error.issues[0]?.path.join('.');
  throw new BadMessage(`an invalid message${place ? ` (${place})` : ''}`);
}

/** Counts values and nesting without parsing. */
function isOverloaded(json: Buffer): boolean {
  let values = 0;
  let depth = 0;
  let isInString = false;
  for (let at = 0; at < json.length; at += 1) {
    const sign = json[at];
    if (sign === 0x22) isInString = !isInString;
    else if (isInString) at += sign === 0x5c ? 1 : 0;
    else if (sign === 0x2c) values += 1;
    else if (sign === 0x5b || sign === 0x7b) {
      values += 1;
      depth += 1;
    } else if (sign === 0x5d || sign === 0x7d) depth -= 1;
    if (values > MESSAGE_VALUES || depth > MESSAGE_DEPTH) return true;
  }
  return false;
}
