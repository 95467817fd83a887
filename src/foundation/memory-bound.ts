/**
 * Sets the bounds and becomes the program, with the same process id. A system without one of them continues without it. A core
 * would hold prompts; nothing that is run here opens more files than this.
 */
const BOUNDED =
  'ulimit -c 0 2>/dev/null; ulimit -n 256 2>/dev/null; ulimit -d "$1" 2>/dev/null; shift; exec "$@"';

/** Exit codes of the shell when it cannot start the program. */
export const NOT_STARTED: readonly (number | null)[] = [126, 127];

/**
 * Returns the command line that gives a program at most `bytes` of private memory of any kind; mapped files count separately.
 * The system refuses more at once. Holds on Linux. It leaves no core, and opens at most 256 files.
 */
export function memoryBounded(
  commandLine: readonly [string, ...string[]],
  bytes: number,
): [string, string[]] {
  const [program, ...given] = commandLine;
  if (process.platform === 'win32') return [program, given];
  return ['/bin/sh', ['-c', BOUNDED, 'sh', String(Math.ceil(bytes / 1024)), program, ...given]];
}
