import { createReadStream, existsSync } from 'node:fs';
import { open, stat } from 'node:fs/promises';
import { errorCode, errorMessage, Fault } from '../../runtime/fault.ts';
import { MAX_LINE_BYTES } from '../../runtime/transfer/format.ts';
import { assertEnds } from '../../runtime/transfer/import.ts';
import { writeStreamDurably } from './durable.ts';

/** Bytes of the last line, and more. */
const END_BYTES = 1_024;
const LINE_FEED = 0x0a;

/**
 * Writes an export, for its owner only, since proposals that are sealed stand in it. Never replaces a file. Throws
 * `Fault`; then there is no file of that name.
 */
export async function writeExport(path: string, lines: AsyncIterable<Uint8Array>): Promise<void> {
  if (existsSync(path))
    throw new Fault('bad_usage', `${path} is there already. Name another file, or remove it.`);
  await writeStreamDurably(path, lines, 0o600);
}

/**
 * Looks whether a file is an export, and whole, and gives its size in bytes and its lines, none longer than one may be. Throws
 * `Fault` for what cannot be read, for what is none, and for what is cut short; the lines do for what is no text.
 */
export async function openExport(path: string): Promise<{ bytes: number; lines: AsyncIterable<string> }> {
  const bytes = await sizeOf(path);
  await using file = await open(path);
  const lineAt = async (position: number, index: number): Promise<string> => {
    const { buffer, bytesRead } = await file.read({ buffer: Buffer.alloc(END_BYTES), position });
    return buffer.subarray(0, bytesRead).toString().split('\n').at(index) ?? '';
  };
  // Behind the last line there is nothing but its end.
  assertEnds(await lineAt(0, 0), await lineAt(Math.max(0, bytes - END_BYTES), -2));
  return { bytes, lines: readLines(path) };
}

async function* readLines(path: string): AsyncGenerator<string> {
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
  if (rest.byteLength > 0) yield textOf(rest, path);
}

/** Bytes of a regular file. Throws `Fault('bad_usage')`. */
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
