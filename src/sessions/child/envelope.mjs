/**
 * The framing that both ends of a session's channel share. Imports nothing, because a child says
 * `ready` before it has loaded the protocol's schemas.
 *
 * On the channel, a message is a frame: its length in four bytes (unsigned, big-endian), followed
 * by that many bytes of JSON (docs/decisions/0023-a-channel-of-our-own.md).
 */

export const PROTOCOL_VERSION = 2;

/**
 * Most bytes of JSON in a message; a larger one is refused before any of it is read. Prompts with
 * context and files fit.
 */
export const MESSAGE_BYTES = 8 * 1024 * 1024;

/**
 * @param {string} text
 * @returns {unknown} `undefined`, which no schema accepts, for invalid JSON.
 */
export function parseJson(text) {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

/** Exit code of a child after a message that breaks the protocol: EX_PROTOCOL of sysexits.h. */
export const PROTOCOL_EXIT_CODE = 76;

/**
 * The file descriptor of the channel in the child: standard output, since Node's permission model
 * opens no other as a socket without the network.
 */
export const CHANNEL_DESCRIPTOR = 1;

const LENGTH_BYTES = 4;

/** @param {string} raw JSON */
export function frameOf(raw) {
  const bytes = Buffer.byteLength(raw);
  const frame = Buffer.allocUnsafe(LENGTH_BYTES + bytes);
  frame.writeUInt32BE(bytes);
  frame.write(raw, LENGTH_BYTES);
  return frame;
}

/**
 * Assembles frames from chunks of any size. Holds one message at most, and nothing after a refusal.
 */
export class FrameReader {
  #part = Buffer.alloc(LENGTH_BYTES);
  #filledBytes = 0;
  #isLength = true;
  #refused = false;
  #listener;

  /** @param {{ message: (message: Buffer) => void, refused: (why: string) => void }} listener */
  constructor(listener) {
    this.#listener = listener;
  }

  /** True in the middle of a frame. */
  get isCutOff() {
    return !this.#isLength || this.#filledBytes > 0;
  }

  /** @param {Buffer} chunk */
  read(chunk) {
    for (let rest = chunk; rest.length > 0 && !this.#refused; ) {
      const takenBytes = rest.copy(this.#part, this.#filledBytes);
      this.#filledBytes += takenBytes;
      rest = rest.subarray(takenBytes);
      if (this.#filledBytes === this.#part.length) this.#complete(this.#part);
    }
  }

  /** @param {Buffer} part */
  #complete(part) {
    const next = this.#isLength ? part.readUInt32BE() : LENGTH_BYTES;
    if (next === 0 || next > MESSAGE_BYTES) {
      this.#refused = true;
      this.#listener.refused(next === 0 ? 'an empty message' : sayEnvelopeTooLarge(next));
      return;
    }
    const wasLength = this.#isLength;
    this.#part = Buffer.allocUnsafe(next);
    this.#filledBytes = 0;
    this.#isLength = !wasLength;
    if (!wasLength) this.#listener.message(part);
  }
}

/** @param {number} sizeBytes */
export function sayEnvelopeTooLarge(sizeBytes) {
  return `a message of ${sizeBytes} bytes, and ${MESSAGE_BYTES} are allowed`;
}
