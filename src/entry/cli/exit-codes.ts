import { CommanderError } from 'commander';
import { errorMessage, FAULTS, Fault, SEE_LOG } from '../../foundation/fault.ts';

/** Part of the contract with scripts: docs/cli.md. A design ends with the code of its final status. */
export const EXIT = { completed: 0, other: 1, usage: 2, needs_review: 3, cancelled: 4, failed: 5 } as const;

/** The exit code for whatever ended a command, and the words for it; no words where they were said already. */
export function endOf(error: unknown): { readonly code: number; readonly words: string } {
  if (error instanceof CommanderError) {
    // Help and version end this way, too. Everything else has been said by the parser.
    return { code: error.exitCode === 0 ? EXIT.completed : EXIT.usage, words: '' };
  }
  if (error instanceof Fault) {
    return { code: FAULTS[error.code].givenWrongly ? EXIT.usage : EXIT.other, words: wordsOf(error) };
  }
  const message = errorMessage(error);
  return { code: EXIT.other, words: `Something in Charrette itself went wrong: ${message}` };
}

/** Words for the person at a terminal, whose command writes no log. */
export function wordsOf(error: unknown): string {
  const { cause } = error instanceof Error ? error : { cause: undefined };
  const said = cause instanceof Error ? `The cause: ${cause.message}` : '';
  return errorMessage(error)
    .replace(SEE_LOG, () => said)
    .trimEnd();
}
