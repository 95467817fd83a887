import { constants } from 'node:fs';
import { open } from 'node:fs/promises';
import { errorCode, errorMessage, Fault } from '../../foundation/fault.ts';
import { badUsage } from './typed.ts';

const RECORD_CHARACTERS = 1_000_000;
/** UTF-8 takes at most this many bytes for one of JavaScript's characters. */
const BYTES_PER_CHARACTER = 3;
/** Opening a named pipe must not wait for a writer: it is refused. */
const READING = constants.O_RDONLY | (constants.O_NONBLOCK ?? 0);

/**
 * Reads a file named on the command line, checking its size first. Throws `Fault('bad_usage')` for a missing, long or binary
 * file.
 */
export async function readTextFile(path: string, option: string, maxCharacters: number): Promise<string> {
  const bytes = await readBounded(path, option, maxCharacters);
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (error) {
    throw new Fault('bad_usage', `${option} ${path} is not text in UTF-8. Give a text file.`, error);
  }
  if (text.includes('\u0000')) throw badUsage(`${option} ${path} is binary. Give a text file.`);
  if (text.length > maxCharacters) throw tooLong(path, option, `${text.length} characters`, maxCharacters);
  return text;
}

/** Git may convert line ends on Windows; this converts them back. */
export async function readRecord(path: string, option: string): Promise<string> {
  return (await readTextFile(path, option, RECORD_CHARACTERS)).replaceAll('\r\n', '\n');
}

async function readBounded(path: string, option: string, maxCharacters: number): Promise<Uint8Array> {
  try {
    await using file = await open(path, READING);
    const found = await file.stat();
    if (!found.isFile()) throw badUsage(`${option} ${path} is not a file.`);
    if (found.size > maxCharacters * BYTES_PER_CHARACTER) {
      throw tooLong(path, option, `${found.size} bytes`, maxCharacters);
    }
    return await file.readFile();
  } catch (error) {
    if (error instanceof Fault) throw error;
    throw new Fault('bad_usage', `${option} ${path} cannot be read: ${reasonOf(error)}.`, error);
  }
}

function tooLong(path: string, option: string, size: string, maxCharacters: number): Fault {
  return badUsage(`${option} ${path} has ${size}; the limit is ${maxCharacters} characters.`);
}

function reasonOf(error: unknown): string {
  const code = errorCode(error);
  if (code === 'ENOENT') return 'there is no such file';
  if (code === 'EACCES' || code === 'EPERM') return 'permission denied';
  return errorMessage(error);
}
