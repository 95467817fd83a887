/**
 * Which test files are in which project, as globs. What `HOUSE`, `QUICK`, `ALONE` and `LARGE` leave
 * over is `real`.
 */

export const HOUSE = ['test/house/**/*.test.ts'];
/** Needs no process, no database and no server. */
export const QUICK = [
  'test/{core,presentation,golden,sim}/**/*.test.ts',
  'test/surfaces/*/drawing/**/*.test.ts',
  'test/adapters/rehearsal/**/*.test.ts',
  'test/surfaces/terminal/**/*.test.ts',
  'test/{foundation,turns}/**/*.test.ts',
  'test/engine/access/**/*.test.ts',
  'test/engine/design/running-turns.test.ts',
  'test/{acts/drawing,sessions/child}/**/*.test.ts',
  'test/record/{bundle,chain,one-life,next-record,verify}.test.ts',
  'test/record/decisions/**/*.test.ts',
];
/** Files of `real` that `npm test` runs: one story of each kind of real thing. */
export const STORIES = [
  // Processes, killed for real, on SQLite; two daemons on Postgres.
  'test/engine/processes.test.ts',
  'test/recovery/{kill-points,two-daemons}.test.ts',
  // The platforms, the API, the page, agents, the command.
  'test/surfaces/{slack/chat-design,discord/chat,http/designs,http/console/acts,mcp/generations}.test.ts',
  'test/entry/design.test.ts',
];
/**
 * Files of `real` that start processes, one story for each promise; its others have stores and
 * servers in their own process.
 */
export const OUT_OF_PROCESS = [
  'test/{entry,recovery}/**/*.test.ts',
  'test/adapters/repository/**/*.test.ts',
  'test/sessions/*.test.ts',
  'test/adapters/store/{postgres-*,sqlite-disk,sqlite-killed}.test.ts',
  'test/record/{bundles,collection,daily-work,frozen}.test.ts',
  'test/engine/processes.test.ts',
  'test/hostile/{uncaught,strangers-folder,no-descriptors,loose-umask,git-of-others,committed-secrets,repository-leads-out}.test.ts',
];
/**
 * These patch what all code in a process shares (`test/support/runner/patched.ts`), so they are in
 * `full`, whose files have a process each.
 */
export const ALONE = ['test/**/*.alone.test.ts'];
/** Minutes long, with the machine to itself. */
export const FULL = ['test/**/*.full.test.ts'];
/** What does not fit into that: in `full` where `WHOLE` is `night`. */
export const NIGHT = ['test/**/*.night.test.ts'];
export const LARGE = [...FULL, ...NIGHT];

/**
 * For the tests in many orders, and the mutations: `real` without the files that start processes.
 */
export const IN_PROCESS_ONLY = { IN_PROCESS_ONLY: 'yes' };
export function filesLeftOutOfReal(
  environment: Readonly<Record<string, string | undefined>>,
): readonly string[] {
  return environment.IN_PROCESS_ONLY === undefined ? [] : OUT_OF_PROCESS;
}
