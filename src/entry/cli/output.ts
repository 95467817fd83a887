import { Fault, isOtherEndGone } from '../../foundation/fault.ts';
import type { ActionResult } from '../../surfaces/terminal/answering.ts';
import { lookOf } from '../../surfaces/terminal/look.ts';
import { nameOfProgram } from '../config.ts';
import { EXIT } from './exit-codes.ts';

export const look = () => lookOf(process.stdout);

const gone = new AbortController();
process.stdout.on('error', (error) => {
  if (!isOtherEndGone(process.stdout, error))
    throw new Fault('write_failed', `Standard output cannot be written: ${error.message}`, error);
  gone.abort();
});

/**
 * Writes results to standard output. It is not an error if the reader goes away (`charrette watch
 * … | head`): later output is dropped, and `gone` stops endless commands.
 */
export const output = {
  gone: gone.signal,
  write(text: string): void {
    if (!gone.signal.aborted) process.stdout.write(text);
  },
};

/** Names the program as it was called here, in words of a daemon or of parts that cannot know. */
export function nameProgramIn(words: string): string {
  return words.replaceAll(/(?<!npx )\bcharrette (?=[a-z])/g, `${nameOfProgram()} `);
}

/**
 * Prints a result: on standard output if it is done, else on standard error. Returns the exit code.
 */
export function print({
  ok,
  words,
  isMistake = false,
}: ActionResult & { readonly isMistake?: boolean }): number {
  if (ok) output.write(`${nameProgramIn(words)}\n`);
  else process.stderr.write(`${nameProgramIn(words)}\n`);
  return ok ? EXIT.completed : isMistake ? EXIT.usage : EXIT.other;
}
