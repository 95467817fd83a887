import { type ChildProcess, fork } from 'node:child_process';
import { dirname } from 'node:path';
import type { SessionId } from '../../core/ids.ts';
import { childEnvironment } from './environment.ts';
import { sandboxFlags } from './sandbox.ts';
import type { ProcessLimits } from './settings.ts';

/**
 * Starts one process in its sandbox, for a session or, without one, as a standby. Throws what the system throws; most
 * failures arrive as the process's `error` event instead.
 *
 * The process leads its own group, so that Ctrl-C in a terminal reaches Charrette alone, which then decides what
 * becomes of its sessions. Its folder is that of its code: it keeps no folder of the user's in use.
 */
export function launch(settings: ProcessLimits, sessionId: SessionId | null): ChildProcess {
  const { program } = settings;
  return fork(program.entry, sessionId === null ? [] : [sessionId], {
    execPath: program.execPath,
    execArgv: sandboxFlags(program, settings.memoryBytes),
    env: childEnvironment(settings.environment),
    cwd: dirname(program.entry),
    detached: process.platform !== 'win32',
    serialization: 'json',
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  });
}
