import type { Readable } from 'node:stream';
import { leftOutMark } from '../../core/text.ts';

const HEAD_BYTES = 8 * 1024;
const TAIL_BYTES = 24 * 1024;

/** What a child writes to its standard error: read to the end, kept in its head and tail. */
export interface Output {
  text(): string;
  /** Resolves when everything that was written has been read. */
  readonly read: Promise<void>;
}

export function collectOutput(stream: Readable): Output {
  let head = Buffer.alloc(0);
  let tail = Buffer.alloc(0);
  let leftOutBytes = 0;
  stream.on('data', (chunk: Buffer) => {
    const room = HEAD_BYTES - head.length;
    head = Buffer.concat([head, chunk.subarray(0, room)]);
    const longTail = Buffer.concat([tail, chunk.subarray(room)]);
    leftOutBytes += Math.max(0, longTail.length - TAIL_BYTES);
    tail = longTail.subarray(-TAIL_BYTES);
  });
  const read = new Promise<void>((resolve) => {
    stream.once('close', resolve);
    // A pipe that cannot be read any further has been read as far as it goes; `close` follows.
    stream.once('error', () => resolve());
  });
  return {
    text: () => {
      const cut = leftOutBytes === 0 ? '' : leftOutMark(leftOutBytes, 'bytes');
      return `${head.toString('utf8')}${cut}${tail.toString('utf8')}`;
    },
    read,
  };
}
