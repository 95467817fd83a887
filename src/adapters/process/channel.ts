import type { ChildProcess } from 'node:child_process';
import { MESSAGE_BYTES, sizeBytes } from '../../runtime/session/envelope.mjs';
import { ChildMessage, type ParentMessage } from '../../runtime/session/protocol.mjs';

/** Last messages of a session, both ways, that its diagnostics keep (D1). */
const KEPT_MESSAGES = 20;

interface ChannelListener {
  message(message: ChildMessage): void;
  /** The child sent, or was to be sent, what the protocol forbids; `detail` says which and what. */
  violated(detail: string): void;
  /** The message could not be handed over: the process is going, and its exit says the rest. */
  undeliverable(error: Error): void;
}

export interface Channel {
  send(message: ParentMessage): void;
  /** Kinds and sizes of the last messages, oldest first; never what they say (D1). */
  lastMessages(): readonly string[];
}

/**
 * The parent's end of a session's channel. A message travels as one string of JSON, so that its size is known before
 * anything of it is interpreted. (Node itself does not bound what it buffers up to the end of one message; a child
 * that floods its channel without ever ending a message answers no ping either, and is ended as hung.)
 */
export function openChannel(child: ChildProcess, listener: ChannelListener): Channel {
  const kept: string[] = [];
  const keep = (line: string): void => {
    kept.push(line);
    if (kept.length > KEPT_MESSAGES) kept.shift();
  };
  child.on('message', (raw: unknown, handle: unknown) => {
    const reading = handle === undefined || handle === null ? read(raw) : { refused: 'it sent a handle' };
    if ('refused' in reading) return listener.violated(reading.refused);
    const { message } = reading;
    if (message.type !== 'pong') keep(`← ${describe(message)}, ${reading.bytes} bytes`);
    listener.message(message);
  });
  return {
    send: (message) => {
      const raw = JSON.stringify(message);
      const bytes = sizeBytes(raw);
      if (message.type !== 'ping') keep(`→ ${describe(message)}, ${bytes} bytes`);
      if (bytes > MESSAGE_BYTES) return listener.violated(tooLarge('it was to be sent', bytes));
      child.send(raw, (error) => {
        if (error !== null) listener.undeliverable(error);
      });
    },
    lastMessages: () => [...kept],
  };
}

function read(raw: unknown): { message: ChildMessage; bytes: number } | { refused: string } {
  if (typeof raw !== 'string') return { refused: 'it sent a message that is not a string' };
  const bytes = sizeBytes(raw);
  if (bytes > MESSAGE_BYTES) return { refused: tooLarge('it sent', bytes) };
  const parsed = ChildMessage.safeParse(parseJson(raw));
  if (parsed.success) return { message: parsed.data, bytes };
  const [issue] = parsed.error.issues;
  return { refused: `it sent an invalid message (${issue?.path.join('.') || 'message'}: ${issue?.message})` };
}

/** `undefined`, which no schema accepts, for what is not JSON. */
function parseJson(raw: string): unknown {
  try {
    return JSON.parse(raw);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

function tooLarge(who: string, bytes: number): string {
  return `${who} a message of ${bytes} bytes, and ${MESSAGE_BYTES} are allowed`;
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
