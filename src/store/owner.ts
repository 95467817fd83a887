/** Which process owns a design, and whether it is gone: so that a restart waits for no lease. */

import { readFileSync, readlinkSync } from 'node:fs';
import type { DesignRow, Owner } from './store.ts';

/** `null` where Linux does not tell. */
export function thisProcess(): Owner['process'] {
  const machine = readMachine();
  const startTime = readStartTime(process.pid);
  return machine === null || startTime === null ? null : { machine, pid: process.pid, startTime };
}

/** `false` also if it cannot be told: then its lease runs out. */
export function isGone(owner: Owner['process']): boolean {
  if (owner === null || owner.machine !== readMachine()) return false;
  return readStartTime(owner.pid) !== owner.startTime;
}

/** A living process holds it. */
export function hasOwner({ owner, isLapsed }: DesignRow): boolean {
  return owner !== null && !isLapsed && !isGone(owner.process);
}

/** A pid names a process within one boot and one pid namespace only. */
function readMachine(): string | null {
  const bootId = readProc(() => readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim());
  const namespace = readProc(() => readlinkSync('/proc/self/ns/pid'));
  return bootId === null || namespace === null ? null : `${bootId} ${namespace}`;
}

/** In ticks since the boot; `null`: no such process, or only its entry in the table is left. */
function readStartTime(pid: number): string | null {
  const stat = readProc(() => readFileSync(`/proc/${pid}/stat`, 'utf8'));
  if (stat === null) return null;
  // The name before it may contain anything, also parentheses.
  const [state, ...others] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return state === 'Z' || state === 'X' ? null : (others[18] ?? null);
}

function readProc(read: () => string): string | null {
  try {
    return read();
  } catch (error) {
    // No such process, or not Linux. Another error is one of the machine.
    const code = error instanceof Error && 'code' in error ? error.code : '';
    if (code === 'ENOENT' || code === 'ESRCH' || code === 'ENOTDIR') return null;
    throw error;
  }
}
