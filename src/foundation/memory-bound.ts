/**
 * Sets the limits, then replaces itself with the program, which keeps the process id. Skips limits
 * that the system lacks. Disables core dumps, since they would contain prompts.
 */
const BOUNDED =
  'ulimit -c 0 2>/dev/null; ulimit -n 256 2>/dev/null; ulimit -d "$1" 2>/dev/null; shift; exec "$@"';

/** Exit codes of the shell when it cannot start the program. */
export const NOT_STARTED: readonly (number | null)[] = [126, 127];

/**
 * Wraps a command line so that the program gets at most `bytes` of private memory, no core dump and
 * at most 256 open files. Mapped files do not count. Enforced on Linux; Windows gets the command as
 * it is.
 */
export function limitMemory(
  commandLine: readonly [string, ...string[]],
  bytes: number,
): [string, string[]] {
  const [program, ...given] = commandLine;
  if (process.platform === 'win32') return [program, given];
  return ['/bin/sh', ['-c', BOUNDED, 'sh', String(Math.ceil(bytes / 1024)), program, ...given]];
}
