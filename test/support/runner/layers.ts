/** Which test files are in which layer, as globs; what none of these says needs no process of its own, and may have a store and a server. */

export const HOUSE = ['test/house/**/*.test.ts'];
/** Needs no process, no database and no server. */
export const QUICK = [
  'test/{core,presentation,golden,sim}/**/*.test.ts',
  'test/surfaces/*/drawing/**/*.test.ts',
  'test/adapters/rehearsal/**/*.test.ts',
  'test/surfaces/terminal/**/*.test.ts',
  'test/{foundation,turns}/**/*.test.ts',
  'test/engine/access/**/*.test.ts',
  'test/{acts/message,sessions/child}/**/*.test.ts',
  'test/record/{bundle,chain,one-life,record-place,verify}.test.ts',
  'test/record/decisions/**/*.test.ts',
];
/** Real processes, one story for each promise. */
export const REAL = [
  'test/{entry,recovery}/**/*.test.ts',
  'test/adapters/repository/**/*.test.ts',
  'test/sessions/*.test.ts',
  'test/adapters/store/{postgres-*,sqlite-disk,sqlite-killed}.test.ts',
  'test/record/{bundles,collection,daily-work,frozen}.test.ts',
  'test/engine/{processes,call-for-reviews}.test.ts',
  'test/hostile/{uncaught,strangers-folder,no-descriptors,loose-umask,git-of-others,committed-secrets,repository-leads-out}.test.ts',
];
/** These patch what all code in a process shares (`test/support/runner/patched.ts`), so each has a process of its own. */
export const ALONE = ['test/**/*.alone.test.ts'];
/** Minutes long, with the machine to itself. */
export const FULL = ['test/**/*.full.test.ts'];
/** What does not fit into that. */
export const NIGHT = ['test/**/*.night.test.ts'];
export const LARGE = [...FULL, ...NIGHT];
