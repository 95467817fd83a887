/** Sets the bound and becomes the program, with the same process id. A system that knows no such bound goes on without. */
const BOUNDED = 'ulimit -d "$1" 2>/dev/null; shift; exec "$@"';

/** What the shell exits with where it cannot start the program. */
export const NOT_STARTED: readonly (number | null)[] = [126, 127];

/**
 * The program and its arguments, so that it gets at most `bytes` of memory of its own, of whatever kind; what it maps of files counts
 * apart. The system refuses what is asked for beyond that, at once. Holds on Linux.
 */
export function memoryBounded(
  commandLine: readonly [string, ...string[]],
  bytes: number,
): [string, string[]] {
  const [program, ...given] = commandLine;
  if (process.platform === 'win32') return [program, given];
  return ['/bin/sh', ['-c', BOUNDED, 'sh', String(Math.ceil(bytes / 1024)), program, ...given]];
}
