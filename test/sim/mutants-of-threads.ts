import { type Mutant, mutant, THREADS } from './mutant.ts';

/** What a thread wants to show that it should not, or not there. */
export const MUTANTS_OF_THREADS: readonly Mutant[] = [
  mutant('P4', THREADS, 'puts what was wanted later before what stands there', [
    'thread/desired-messages.ts',
    'one.since - other.since',
    'other.since - one.since',
  ]),
  mutant('P4', THREADS, 'takes back the questions when nobody is asked any more', [
    'thread/desired-messages.ts',
    'want(askedSince, {',
    'want(design.answering && askedSince, {',
  ]),
  mutant('P4', THREADS, 'says how it ended before it has', [
    'thread/desired-messages.ts',
    'end === null || isAtGate',
    'design.settled === null || isAtGate',
  ]),
];
