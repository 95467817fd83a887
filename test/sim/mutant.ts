import { ORDINARY, QUIET, type World } from './world.ts';

/**
 * A mistake as it could be made: text of the core's source, replaced. The rule is the one that it
 * breaks; the explorer must find it in the world that is named, whatever the name under which it
 * does.
 */
export interface Mutant {
  readonly rule: string;
  /** Completes the sentence "the explorer finds the core that …". */
  readonly mistake: string;
  readonly world: World;
  readonly changes: readonly Change[];
}

export interface Change {
  readonly file: string;
  readonly search: string;
  readonly replace: string;
}

export function mutant(
  rule: string,
  world: World,
  mistake: string,
  ...changes: readonly (readonly [file: string, search: string, replace: string])[]
): Mutant {
  return {
    rule,
    mistake,
    world,
    changes: changes.map(([file, search, replace]) => ({ file, search, replace })),
  };
}

/** Worlds just large enough for the mistakes to show. */
export const CRASHES: World = { ...QUIET, name: 'mutants: crashes', maxLosses: 3 };
/** The auditor may find nothing answered. */
export const DOUBTS: World = { ...QUIET, name: 'mutants: doubts', personas: 1, hasDoubts: true };
export const ALONE: World = { ...CRASHES, name: 'mutants: one persona', personas: 1 };
export const FACILITATORS: World = {
  ...QUIET,
  name: 'mutants: facilitators',
  maxLosses: 3,
  facilitatorsCrash: true,
};
export const FAILURES: World = { ...QUIET, name: 'mutants: failed turns', maxFailedTurns: 2 };
export const UNAVAILABLE: World = {
  ...QUIET,
  name: 'mutants: unavailable',
  maxUnavailable: 1,
  maxParks: 1,
  mappings: ['none'],
};
export const POVERTY: World = {
  ...QUIET,
  name: 'mutants: little money',
  maxCalls: 3,
  settings: { ...ORDINARY, budgetUsd: 1 },
};
/** Each argues, and a person decides. */
export const THREADS: World = { ...QUIET, name: 'mutants: a thread', choosers: 'all' };
/** Enough to argue and to decide after one call, and not for the audit as well. */
export const RESERVE: World = {
  ...QUIET,
  name: 'mutants: a reserve',
  maxCalls: 1,
  settings: { ...ORDINARY, budgetUsd: 1.2 },
};
export const RESTARTS: World = {
  ...QUIET,
  name: 'mutants: restarts',
  maxLosses: 1,
  maxRestarts: 1,
};
export const CHANGES: World = {
  ...QUIET,
  name: 'mutants: changed replies',
  choosers: 'all',
  maxChanges: 2,
};
export const WORDS: World = {
  ...QUIET,
  name: 'mutants: words under no question',
  personas: 1,
  maxWords: 2,
  maxChanges: 1,
  maxFailedTurns: 1,
};
/** Two people answer, and may differ. */
export const DISPUTES: World = {
  ...QUIET,
  name: 'mutants: two people',
  personas: 1,
  mappings: ['none'],
  hasThread: false,
  hasDispute: true,
};
export const FACILITATORS_READ: World = {
  ...QUIET,
  name: 'mutants: nobody reads',
  maxWords: 1,
  maxLosses: 2,
  maxParks: 1,
  facilitatorsCrash: true,
};
export const RESTS: World = { ...QUIET, name: 'mutants: rests', maxLosses: 2, maxParks: 1 };
export const DIVERGENCES: World = {
  ...QUIET,
  name: 'mutants: two divergences',
  personas: 3,
  mappings: ['two'],
};
export const DIFFERENCES: World = {
  ...DIVERGENCES,
  name: 'mutants: two divergences, a loss',
  maxLosses: 1,
};
export const HANGS: World = { ...CRASHES, name: 'mutants: hung sessions', lossKind: 'hung' };
