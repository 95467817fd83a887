import { execFile } from 'node:child_process';
import { constants } from 'node:os';
import { dirname } from 'node:path';
import { promisify } from 'node:util';
import { errorCodeOf } from '../foundation/fault.ts';
import type { End } from './ending.ts';
import { makeChildEnvironment } from './environment.ts';
import { makePersonaProgram } from './program.ts';
import type { Environment, Program } from './settings.ts';

const COMMAND = 'bwrap';
/** Places where systems keep the libraries that Node is linked with. */
const LIBRARIES = ['/usr', '/lib', '/lib64', '/etc/ld.so.cache', '/nix/store', '/gnu/store'];
/** Milliseconds for the one trial. Anything slower is too slow for sessions. */
const TRIAL_MS = 10_000;
/** bubblewrap's exit code if a signal ended its child, minus the signal's number. */
const SIGNAL_EXIT_CODE = 128;

/**
 * Command line to put before a program's own, so that bubblewrap runs it in namespaces: no other process to signal, no
 * network, nothing to write to, no capabilities even for root, and no files except the system's libraries, the program
 * and `readable`. The program's processes end with bubblewrap or with Charrette.
 */
export function namespaceCommandOf({ execPath, entry }: Program, readable: readonly string[]): string[] {
  const files = [execPath, ...readable.map((path) => path.replace(/\/\*$/, ''))];
  return [
    COMMAND,
    '--unshare-all',
    '--die-with-parent',
    '--cap-drop',
    'ALL',
    ...LIBRARIES.flatMap((path) => ['--ro-bind-try', path, path]),
    ...files.flatMap((path) => ['--ro-bind', path, path]),
    '--remount-ro',
    '/',
    '--chdir',
    dirname(entry),
    '--',
  ];
}

/** Restores the signal that ended the process inside; bubblewrap reports it as its own exit code. */
export function restoreSignal(end: End): End {
  const number = (end.exitCode ?? 0) - SIGNAL_EXIT_CODE;
  const signal = Object.entries(constants.signals).find((entry) => entry[1] === number)?.[0];
  return signal === undefined ? end : { ...end, exitCode: null, signal };
}

/**
 * Tries to start a session's Node in namespaces. Returns `null` on success, or the reason why it failed. `environment`:
 * Charrette's own.
 */
export async function findObstacleToNamespaces(environment: Environment): Promise<string | null> {
  if (process.platform !== 'linux') return `${process.platform} has no namespaces`;
  const program = makePersonaProgram();
  const [command = '', ...given] = [
    ...namespaceCommandOf(program, program.readable),
    program.execPath,
    '--version',
  ];
  try {
    await promisify(execFile)(command, given, { env: makeChildEnvironment(environment), timeout: TRIAL_MS });
    return null;
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    if (errorCodeOf(error) === 'ENOENT') return `bubblewrap (${COMMAND}) is not installed`;
    const output = 'stderr' in error ? String(error.stderr).trim() : '';
    return output === '' ? error.message : output;
  }
}
