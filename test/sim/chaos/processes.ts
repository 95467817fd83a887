import { readdirSync, readFileSync } from 'node:fs';
import { isRunning } from '../../support/processes/child-sessions.ts';

export interface RunningProcess {
  readonly pid: number;
  readonly command: string;
}

/**
 * Every live process that belongs to a run. All of them, personas too, have the run's folder as
 * `TMPDIR`: one of the few variables that a persona's process is given.
 */
export function processesOf(runFolder: string): RunningProcess[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter(
      (pid) =>
        procFile(pid, 'environ').split('\0').includes(`TMPDIR=${runFolder}`) && isRunning(pid),
    )
    .map((pid) => ({ pid, command: procFile(pid, 'cmdline').split('\0').join(' ').trim() }));
}

export function isPersona({ command }: RunningProcess): boolean {
  return command.includes('persona-child');
}

/** Empty for a process that has ended in the meantime, or is somebody else's. */
function procFile(pid: number, name: 'environ' | 'cmdline'): string {
  try {
    return readFileSync(`/proc/${pid}/${name}`, 'utf8');
  } catch (error) {
    const gone = ['ENOENT', 'ESRCH', 'EACCES'];
    if (error instanceof Error && 'code' in error && gone.includes(String(error.code))) return '';
    throw error;
  }
}
