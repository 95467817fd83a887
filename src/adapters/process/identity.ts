import { readFileSync } from 'node:fs';

/**
 * What tells a process from any other that had or will have its pid: the machine's boot and the moment of the
 * process's start, in clock ticks since then (proc(5), field 22 of /proc/pid/stat). Empty where there is no `/proc`, or
 * when the process is gone.
 */
export function processIdentity(pid: number): string {
  try {
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The second field is the program's name in parentheses, which may hold anything.
    const startedAt = stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19];
    return startedAt === undefined ? '' : `${boot}/${startedAt}`;
  } catch (error) {
    if (error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ESRCH')) {
      return '';
    }
    throw error;
  }
}

/** Kills this very process, if it is still there, and says whether it was. */
export function killIfSame(pid: number, identity: string): boolean {
  if (identity === '' || processIdentity(pid) !== identity) return false;
  try {
    return process.kill(pid, 'SIGKILL');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ESRCH') return false;
    throw error;
  }
}
