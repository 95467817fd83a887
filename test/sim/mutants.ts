import type { Mutant } from './mutant.ts';
import { MUTANTS_OF_ANSWERS } from './mutants-of-answers.ts';
import { MUTANTS_OF_ROUNDS } from './mutants-of-rounds.ts';
import { MUTANTS_OF_SESSIONS } from './mutants-of-sessions.ts';
import { MUTANTS_OF_TEXTS } from './mutants-of-texts.ts';
import { MUTANTS_OF_THREADS } from './mutants-of-threads.ts';

/**
 * At least one for each of C1 to C14, and those of the others that a core without processes can
 * break. C15 is a form of text, which schemas keep and `test/core` tests. Of C20 the core has only
 * that the cause makes no difference.
 */
export const MUTANTS: readonly Mutant[] = [
  ...MUTANTS_OF_SESSIONS,
  ...MUTANTS_OF_ROUNDS,
  ...MUTANTS_OF_TEXTS,
  ...MUTANTS_OF_ANSWERS,
  ...MUTANTS_OF_THREADS,
];
