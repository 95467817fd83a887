import type { Duplex } from 'node:stream';
import type { Clock } from '../../runtime/ports/clock.ts';
import {
  FrameReader,
  frameOf,
  MESSAGE_BYTES,
  parsedJson,
  tooLarge,
} from '../../runtime/session/envelope.mjs';
import { ChildMessage, type ParentMessage } from '../../runtime/session/protocol.mjs';

/** Last messages of a session, both ways, that its diagnostics keep (D1). */
const KEPT_MESSAGES = 20;

/**
 * What a session may send within so many milliseconds: many times what one does that waits for its answers. Each message counts
 * as so many bytes more, for the work that it makes; without a bound one session would have all of this process's time.
 */
const PACE = { ms: 3_000, bytes: 64 * 1024 * 1024, bytesMoreOfEach: 16 * 1024 } as const;

interface ChannelListener {
  message(message: ChildMessage): void;
  /** The child sent, or was to be sent, what the protocol forbids; `detail` says which and what. */
  violated(detail: string): void;
  /** The message could not be handed over: the process is going, and its exit says the rest. */
  undeliverable(error: Error): void;
}

export interface Channel {
  send(message: ParentMessage): void;
  /** Whether the child could still say something. */
  readonly isOpen: boolean;
  /** Whether a message of the child has begun that has not ended. */
  readonly isCutOff: boolean;
  /** Resolves when everything that was sent has been read. */
  readonly read: Promise<void>;
  /** Kinds and sizes of the last messages, oldest first; never what they say (D1). */
  lastMessages(): readonly string[];
}

/**
 * The parent's end of a session's channel. Nothing of what arrives is interpreted before its size and the number of
 * its values have been looked at; after the first thing that is refused nothing is.
 */
export function openChannel(pipe: Duplex, clock: Clock, listener: ChannelListener): Channel {
  const kept: string[] = [];
  let refused = false;
  let [sinceMs, bytesSince] = [clock.now(), 0];
  const isTooFast = (bytes: number): boolean => {
    if (clock.now() - sinceMs >= PACE.ms) [sinceMs, bytesSince] = [clock.now(), 0];
    bytesSince += bytes + PACE.bytesMoreOfEach;
    return bytesSince > PACE.bytes;
  };
  const keep = (line: string): void => {
    kept.push(line);
    if (kept.length > KEPT_MESSAGES) kept.shift();
  };
  const refuse = (why: string): void => {
    if (refused) return;
    refused = true;
    listener.violated(`it sent ${why}`);
  };
  const reader = new FrameReader({
    message: (raw) => {
      if (refused) return;
      if (isTooFast(raw.length)) return refuse(`more than a session may within ${PACE.ms / 1_000} s`);
      const reading = read(raw);
      if ('refused' in reading) return refuse(reading.refused);
      const { message } = reading;
      if (message.type !== 'pong') keep(`← ${describe(message)}, ${raw.length} bytes`);
      listener.message(message);
    },
    refused: refuse,
  });
  pipe.on('data', (chunk: Buffer) => reader.read(chunk));
  pipe.on('error', (error) => listener.undeliverable(error));
  return {
    send: (message) => {
      const raw = JSON.stringify(message);
      const bytes = Buffer.byteLength(raw);
      if (message.type !== 'ping') keep(`→ ${describe(message)}, ${bytes} bytes`);
      if (bytes > MESSAGE_BYTES) return listener.violated(`it was to be sent ${tooLarge(bytes)}`);
      pipe.write(frameOf(raw));
    },
    get isOpen() {
      return !pipe.readableEnded && !pipe.destroyed;
    },
    get isCutOff() {
      return reader.isCutOff;
    },
    read: new Promise((resolve) => pipe.once('close', resolve)),
    lastMessages: () => [...kept],
  };
}

function read(raw: Buffer): { message: ChildMessage } | { refused: string } {
  if (hasTooManyValues(raw)) return { refused: `a message with more than ${MESSAGE_VALUES} values` };
  const parsed = ChildMessage.safeParse(parsedJson(raw.toString()));
  if (parsed.success) return { message: parsed.data };
  const [issue] = parsed.error.issues;
  // The names of fields that there are not are the session's own words, which would be read as Charrette's.
  const wrong = issue?.code === 'unrecognized_keys' ? 'there is no such field' : issue?.message;
  return { refused: `an invalid message (${issue?.path.join('.') || 'message'}: ${wrong})` };
}

function describe(message: ChildMessage | ParentMessage): string {
  switch (message.type) {
    case 'call_tool':
      return `call_tool ${message.name}`;
    case 'gave_up':
      return `gave_up ${message.because}`;
    case 'tool_answer':
      return `tool_answer ${message.ok ? 'ok' : 'refused'}`;
    default:
      return message.type;
  }
}

/**
 * Values that a message may hold. Each that a schema refuses becomes an issue of its own, of some 500 bytes: two million
 * of them in eight megabytes would take all the memory that Charrette has.
 */
export const MESSAGE_VALUES = 100_000;

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
/** A value more begins with each of these: a comma, an opening bracket, an opening brace. */
const SEPARATORS: ReadonlySet<number> = new Set([0x2c, 0x5b, 0x7b]);

/** Whether there are too many values in a text of JSON, found without interpreting it. */
export function hasTooManyValues(json: Buffer): boolean {
  // Each value after the first takes a byte before it, at least.
  if (json.length < MESSAGE_VALUES) return false;
  let values = 1;
  let inString = false;
  for (let at = 0; at < json.length; at += 1) {
    const byte = json[at] ?? 0;
    if (byte === QUOTE) inString = !inString;
    else if (inString && byte === BACKSLASH) at += 1;
    else if (!inString && SEPARATORS.has(byte)) values += 1;
  }
  return values > MESSAGE_VALUES;
}
