import { Fault } from '../../foundation/fault.ts';
import { explainReadError, openFile } from '../../foundation/reading-files.ts';
import { makeUsageFault } from './typed.ts';

const RECORD_CHARACTERS = 1_000_000;
/** UTF-8 takes at most this many bytes for one of JavaScript's characters. */
export const BYTES_PER_CHARACTER = 3;

/**
 * Reads a file named on the command line, checking its size first. Throws `Fault('bad_usage')` for
 * a missing, long or binary file. `ifLong`: what to do about a long one.
 */
export async function readTextFile(
  path: string,
  option: string,
  maxCharacters: number,
  ifLong = '',
): Promise<string> {
  const refuse = (count: string): Fault =>
    makeUsageFault(
      `${option} ${path} has ${count} characters; the limit is ${maxCharacters}. ${ifLong}`.trim(),
    );
  const bytes = await readBounded(path, option, maxCharacters, refuse);
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (error) {
    throw new Fault(
      'bad_usage',
      `${option} ${path} is not text in UTF-8. Give a text file.`,
      error,
    );
  }
  if (text.includes('\u0000'))
    throw makeUsageFault(`${option} ${path} is binary. Give a text file.`);
  if (text.length > maxCharacters) throw refuse(String(text.length));
  return text;
}

/** Git may convert line ends on Windows; this converts them back. */
export async function readRecord(path: string, option: string): Promise<string> {
  return (await readTextFile(path, option, RECORD_CHARACTERS)).replaceAll('\r\n', '\n');
}

async function readBounded(
  path: string,
  option: string,
  maxCharacters: number,
  refuse: (count: string) => Fault,
): Promise<Uint8Array> {
  await using file = await openFile(path, true).catch((error: unknown) => {
    throw new Fault(
      'bad_usage',
      `${option} ${path} cannot be read: ${explainReadError(error)}.`,
      error,
    );
  });
  const { size } = await file.stat();
  if (size > maxCharacters * BYTES_PER_CHARACTER)
    throw refuse(`at least ${Math.ceil(size / BYTES_PER_CHARACTER)}`);
  return file.readFile();
}
