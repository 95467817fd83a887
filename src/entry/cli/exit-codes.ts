import { CommanderError } from 'commander';
import type { FinalStatus } from '../../core/events.ts';
import { FAULTS, Fault } from '../../runtime/fault.ts';

/** Part of the contract with scripts: docs/cli.md. */
export const EXIT = { completed: 0, other: 1, usage: 2, needs_review: 3, cancelled: 4, failed: 5 } as const;

export function exitCodeOf(status: FinalStatus): number {
  return EXIT[status];
}

/** Something was asked for in a way that cannot be carried out. `message` says what to write instead. */
export class UsageError extends Error {
  constructor(message: string, cause?: unknown) {
    super(message, { cause });
    this.name = 'UsageError';
  }
}

/** The exit code for whatever ended a command, and the words for it; no words where they were said already. */
export function endOf(error: unknown): { readonly code: number; readonly words: string } {
  if (error instanceof CommanderError) {
    // Help and version end this way, too. Everything else has been said by the parser.
    return { code: error.exitCode === 0 ? EXIT.completed : EXIT.usage, words: '' };
  }
  if (error instanceof UsageError) return { code: EXIT.usage, words: error.message };
  if (error instanceof Fault) {
    return { code: FAULTS[error.code].givenWrongly ? EXIT.usage : EXIT.other, words: error.message };
  }
  const message = error instanceof Error ? error.message : String(error);
  return { code: EXIT.other, words: `Something in Charrette itself went wrong: ${message}` };
}
