/**
 * Starts a session's process in its sandbox. `--permission` lets it read its own two files and
 * nothing else: no write, no network, no process, no worker, no addon, no inspector. What the
 * permission model does not ask for is taken away by the other flags and by `lockdown.mjs`; its
 * environment holds no credentials.
 */

import { type ChildProcess, spawn } from 'node:child_process';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';

export const CHILD_FILE = fileURLToPath(new URL('child.mjs', import.meta.url));
const LOCKDOWN_FILE = fileURLToPath(new URL('lockdown.mjs', import.meta.url));

/** All that a child inherits (D5). Never `NODE_OPTIONS`, which could undo the sandbox. */
const ALLOWED = new Set(['LANG', 'LC_ALL', 'TZ', 'LD_LIBRARY_PATH', 'SYSTEMROOT']);

export type Environment = Readonly<Record<string, string | undefined>>;

function childEnvironment(environment: Environment): Environment {
  return Object.fromEntries(
    Object.entries(environment).filter(([name]) => ALLOWED.has(name.toUpperCase())),
  );
}

/** May throw; most failures arrive as the process's `error` event. */
export function launchChild(options: {
  readonly childFile: string;
  readonly sessionId: string;
  readonly heapMb: number;
  readonly environment: Environment;
}): ChildProcess {
  const { childFile, sessionId, heapMb, environment } = options;
  const flags = [
    '--permission',
    `--allow-fs-read=${childFile}`,
    `--allow-fs-read=${LOCKDOWN_FILE}`,
    '--no-experimental-sqlite',
    '--no-experimental-webstorage',
    // Node 26.10 has no such module, and refuses the flag.
    ...['--no-experimental-ffi'].filter((flag) => process.allowedNodeEnvironmentFlags.has(flag)),
    '--disable-sigusr1',
    `--require=${LOCKDOWN_FILE}`,
    `--max-old-space-size=${heapMb}`,
    '--max-semi-space-size=1',
  ];
  return spawn(process.execPath, [...flags, childFile, sessionId], {
    env: childEnvironment(environment),
    cwd: dirname(childFile),
    // A group of its own: Ctrl-C in a terminal reaches Charrette alone.
    detached: process.platform !== 'win32',
    // Node's own channel is parsed before any check of ours, and further descriptors are refused by
    // the permission model: so frames go in by standard input and out by standard output.
    stdio: ['pipe', 'pipe', 'pipe'],
  });
}

/**
 * Node opens the debugger on SIGUSR1, and any process of the same user may send it. With a listener
 * it does not.
 */
export function closeInspector(onSignal: () => void): void {
  if (process.listenerCount('SIGUSR1') === 0) process.on('SIGUSR1', onSignal);
}
