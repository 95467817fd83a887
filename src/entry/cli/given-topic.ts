import { BOUNDS } from '../../core/vocabulary/bounds.ts';
import { readTextFile } from './text-file.ts';
import { badUsage } from './typed.ts';

/** UTF-8 takes at most this many bytes for one of JavaScript's characters. */
const BYTES_PER_CHARACTER = 3;
const MAX_BYTES = BOUNDS.topicCharacters * BYTES_PER_CHARACTER;

/**
 * Returns the topic: `-` stands for standard input, `@` and a path for a text file, everything else for itself. Throws
 * `Fault('bad_usage')` for what cannot be read, is too long or is no text.
 */
export async function givenTopic(
  given: string,
  input: AsyncIterable<Uint8Array> & { readonly isTTY?: boolean } = process.stdin,
): Promise<string> {
  if (given === '-') return (await textOf(input)).trim();
  if (!given.startsWith('@')) return given;
  const path = given.slice(1);
  if (path === '') throw badUsage('@ is followed by the path of a text file: design @topic.md');
  return (await readTextFile(path, 'The topic', BOUNDS.topicCharacters)).trim();
}

async function textOf(input: AsyncIterable<Uint8Array> & { readonly isTTY?: boolean }): Promise<string> {
  if (input.isTTY === true) throw badUsage('- reads the topic from a pipe or a file: design - < topic.md');
  const parts: Uint8Array[] = [];
  let bytes = 0;
  for await (const part of input) {
    parts.push(part);
    bytes += part.length;
    if (bytes > MAX_BYTES)
      throw badUsage(
        `Standard input has more than ${BOUNDS.topicCharacters} characters. Put the rest into a file for --context.`,
      );
  }
  const text = Buffer.concat(parts);
  if (text.includes(0)) throw badUsage('Standard input is binary. The topic is a text.');
  return text.toString('utf8');
}
