import { type Mutant, mutant, THREADS } from './mutant.ts';
import type { World } from './world.ts';

const LOST: World = {
  ...THREADS,
  name: 'mutants: a thread that is lost',
  personas: 1,
  maxOutages: 1,
  maxParks: 1,
};

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
  mutant('P14', THREADS, 'lets the time to answer run before the questions can be seen', [
    'workflow/timers.ts',
    'return design.answering?.isSeen ?',
    'return design.answering !== null ?',
  ]),
  mutant('P13', LOST, 'opens rounds although nothing can be posted', [
    'workflow/flow.ts',
    'else if (waitWithoutThread(draft)) return;',
    '',
  ]),
  mutant(
    'C12',
    LOST,
    'does not begin the time to answer when a person lets it go on without its thread',
    [
      'workflow/gate.ts',
      'if (draft.design.answering !== null) beginTime(draft);',
      'if (draft.design.answering === undefined) beginTime(draft);',
    ],
  ),
];
