import { CommanderError } from 'commander';
import { errorMessageOf, FAULTS, Fault, SEE_LOG } from '../../foundation/fault.ts';

/** Scripts rely on these (docs/cli.md). A design exits with its final status. */
export const EXIT = {
  completed: 0,
  other: 1,
  usage: 2,
  needs_review: 3,
  cancelled: 4,
  failed: 5,
  /** As shells report a program that SIGINT ended. */
  interrupted: 130,
} as const;

/** A person pressed Ctrl-C at a question, before anything was done. */
export class Interrupted extends Error {
  override readonly name = 'Interrupted';
}

/** `words`: `''` if they were shown already. */
export function errorExitOf(error: unknown): { readonly code: number; readonly words: string } {
  if (error instanceof CommanderError) {
    // Help and version end this way, too. The parser has shown everything else.
    return { code: error.exitCode === 0 ? EXIT.completed : EXIT.usage, words: '' };
  }
  if (error instanceof Fault) {
    return {
      code: FAULTS[error.code].givenWrongly ? EXIT.usage : EXIT.other,
      words: wordsOf(error),
    };
  }
  if (error instanceof Interrupted)
    return { code: EXIT.interrupted, words: 'Nothing was changed.' };
  const message = errorMessageOf(error);
  return { code: EXIT.other, words: `Something in Charrette itself went wrong: ${message}` };
}

export function wordsOf(error: unknown): string {
  const { cause } = error instanceof Error ? error : { cause: undefined };
  const causeWords = cause instanceof Error ? `The cause: ${cause.message}` : '';
  return errorMessageOf(error)
    .replace(SEE_LOG, () => causeWords)
    .trimEnd();
}
