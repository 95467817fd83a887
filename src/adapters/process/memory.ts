import { readFileSync } from 'node:fs';

/** Resident bytes of a process; `null` where there is no `/proc`, or when the process is gone. */
export function residentBytes(pid: number): number | null {
  const kibibytes = statusField(pid, 'VmRSS');
  return kibibytes === null ? null : Number.parseInt(kibibytes, 10) * 1024;
}

/**
 * Whether a process can still answer: not stopped, not dead and waiting to be collected. A process that has been
 * killed shows here before its `exit` event has arrived. Where there is no `/proc`, every process counts as able.
 */
export function canAnswer(pid: number): boolean {
  const state = statusField(pid, 'State');
  if (state !== null) return !['T', 't', 'Z', 'X'].includes(state.charAt(0));
  return process.platform !== 'linux';
}

function statusField(pid: number, name: string): string | null {
  const lines = readStatus(pid).split('\n');
  const line = lines.find((candidate) => candidate.startsWith(`${name}:`));
  return line === undefined ? null : line.slice(name.length + 1).trim();
}

function readStatus(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/status`, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ESRCH')) {
      return '';
    }
    throw error;
  }
}
