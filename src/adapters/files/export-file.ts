import { createReadStream, existsSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import { errorCode, errorMessage, Fault } from '../../runtime/fault.ts';
import { MAX_LINE_BYTES } from '../../runtime/transfer/format.ts';
import { writeStreamDurably } from './durable.ts';

const LINE_FEED = 0x0a;

/**
 * Writes an export, readable by its owner only, since it contains sealed proposals. Never replaces a file. Throws `Fault`; then
 * there is no file of that name.
 */
export async function writeExport(path: string, lines: AsyncIterable<Uint8Array>): Promise<void> {
  if (existsSync(path))
    throw new Fault('bad_usage', `${path} is there already. Name another file, or remove it.`);
  await writeStreamDurably(path, lines, 0o600);
}

/** Yields the lines of an export, each bounded and complete. Throws `Fault` for a file that is unreadable or not text. */
export async function* readExport(path: string): AsyncGenerator<string> {
  let rest = Buffer.alloc(0);
  for await (const chunk of pieces(path)) {
    rest = rest.byteLength === 0 ? chunk : Buffer.concat([rest, chunk]);
    let from = 0;
    for (let end = rest.indexOf(LINE_FEED); end !== -1; end = rest.indexOf(LINE_FEED, from)) {
      yield textOf(rest.subarray(from, end), path);
      from = end + 1;
    }
    rest = rest.subarray(from);
    if (rest.byteLength > MAX_LINE_BYTES)
      throw notAnExport(path, 'it has a line longer than any of an export');
  }
}

/** Returns the bytes of a regular file. Throws `Fault('bad_usage')`. */
export async function sizeOf(path: string): Promise<number> {
  const found = await stat(path).catch((error: unknown) => {
    throw unreadable(path, error);
  });
  if (!found.isFile()) throw new Fault('bad_usage', `${path} is not a file.`);
  return found.size;
}

async function* pieces(path: string): AsyncGenerator<Buffer<ArrayBuffer>> {
  try {
    for await (const chunk of createReadStream(path, { highWaterMark: 1024 * 1024 })) yield chunk;
  } catch (error) {
    throw unreadable(path, error);
  }
}

function textOf(line: Uint8Array, path: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(line);
  } catch (error) {
    throw notAnExport(path, 'it is no text in UTF-8', error);
  }
}

function unreadable(path: string, error: unknown): Fault {
  const reason = errorCode(error) === 'ENOENT' ? 'there is no such file' : errorMessage(error);
  return new Fault('bad_usage', `${path} cannot be read: ${reason}.`, error);
}

function notAnExport(path: string, why: string, cause?: unknown): Fault {
  return new Fault('invalid_record', `${path} is not an export of Charrette: ${why}.`, cause);
}
