import type { Duplex } from 'node:stream';
import type { Clock } from '../foundation/clock.ts';
import { No } from '../foundation/no.ts';
import {
  FrameReader,
  frameOf,
  MESSAGE_BYTES,
  parseJson,
  sayEnvelopeTooLarge,
} from './child/envelope.mjs';
import { ChildMessage, type ParentMessage } from './child/protocol.mjs';

/** Number of a session's last messages, both ways, that its diagnostics keep. */
const KEPT_MESSAGES = 20;

/**
 * Bytes that a session may send per window, many times what an honest one sends. Each message
 * counts for `bytesMoreOfEach` more, for the work of handling it. Without a bound, one session
 * could take all of this process's time.
 */
const PACE = { ms: 3_000, bytes: 64 * 1024 * 1024, bytesMoreOfEach: 16 * 1024 } as const;

export interface ChannelListener {
  onMessage(message: ChildMessage): void;
  /** A message in either direction broke the protocol; `detail` says which and how. */
  onViolation(detail: string): void;
  /** A write failed because the process is ending; its exit gives the cause. */
  onUndeliverable(error: Error): void;
}

export interface Channel {
  send(message: ParentMessage): void;
  readonly isOpen: boolean;
  /** True while a message from the child has arrived only in part. */
  readonly isCutOff: boolean;
  /** Resolves when everything that the child sent has been read. */
  readonly read: Promise<void>;
  /** Kinds and sizes of the last messages, oldest first; never their content. */
  lastMessages(): readonly string[];
}

/**
 * Opens the parent's end of a session's channel. Checks a message's size and number of values
 * before parsing it. Ignores everything after the first refusal.
 */
export function openChannel(pipe: Duplex, clock: Clock, listener: ChannelListener): Channel {
  const lines: string[] = [];
  let isRefused = false;
  let sinceMs = clock.now();
  let bytesSince = 0;
  const isTooFast = (bytes: number): boolean => {
    if (clock.now() - sinceMs >= PACE.ms) [sinceMs, bytesSince] = [clock.now(), 0];
    bytesSince += bytes + PACE.bytesMoreOfEach;
    return bytesSince > PACE.bytes;
  };
  const keep = (line: string): void => {
    lines.push(line);
    if (lines.length > KEPT_MESSAGES) lines.shift();
  };
  const refuse = (why: string): void => {
    if (isRefused) return;
    isRefused = true;
    listener.onViolation(`it sent ${why}`);
  };
  const reader = new FrameReader({
    message: (raw) => {
      if (isRefused) return;
      if (isTooFast(raw.length))
        return refuse(`more than a session may within ${PACE.ms / 1_000} s`);
      const message = read(raw);
      if (message instanceof No) return refuse(message.why);
      if (message.type !== 'pong') keep(`← ${describe(message)}, ${raw.length} bytes`);
      listener.onMessage(message);
    },
    refused: refuse,
  });
  pipe.on('data', (chunk: Buffer) => reader.read(chunk));
  pipe.on('error', (error) => listener.onUndeliverable(error));
  return {
    send: (message) => {
      const raw = JSON.stringify(message);
      const bytes = Buffer.byteLength(raw);
      if (message.type !== 'ping') keep(`→ ${describe(message)}, ${bytes} bytes`);
      if (bytes > MESSAGE_BYTES)
        return listener.onViolation(`it would have been sent ${sayEnvelopeTooLarge(bytes)}`);
      pipe.write(frameOf(raw));
    },
    get isOpen() {
      return !pipe.readableEnded && !pipe.destroyed;
    },
    get isCutOff() {
      return reader.isCutOff;
    },
    read: new Promise((resolve) => pipe.once('close', resolve)),
    lastMessages: () => [...lines],
  };
}

function read(raw: Buffer): ChildMessage | No<string> {
  if (hasTooManyValues(raw)) return new No(`a message with more than ${MESSAGE_VALUES} values`);
  const result = ChildMessage.safeParse(parseJson(raw.toString()));
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  // The field's name comes from the session, but would read as Charrette's own words.
  const wrong = issue?.code === 'unrecognized_keys' ? 'there is no such field' : issue?.message;
  return new No(`an invalid message (${issue?.path.join('.') || 'message'}: ${wrong})`);
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
 * Most values in one message. Each value that a schema refuses becomes an issue of some 500 bytes,
 * so the two million that fit into eight megabytes would exhaust memory.
 */
export const MESSAGE_VALUES = 100_000;

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
/** Bytes that begin one more value: a comma, an opening bracket, an opening brace. */
const SEPARATORS: ReadonlySet<number> = new Set([0x2c, 0x5b, 0x7b]);

/** Counts values in JSON text without parsing it. */
export function hasTooManyValues(json: Buffer): boolean {
  // Each value after the first has at least one byte before it.
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
