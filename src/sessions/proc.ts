import { readdirSync, readFileSync } from 'node:fs';
import { errorCodeOf } from '../foundation/fault.ts';

/** Resident bytes of a process and its descendants; `null` if unknown, or if it is gone. */
export function measureResidentBytes(pid: number): number | null {
  const kibibytes = unlessBlind(
    () => [pid, ...descendantsOf(pid)].flatMap((each) => statusField(each, 'VmRSS') ?? []),
    [],
  );
  if (kibibytes.length === 0) return null;
  return kibibytes.reduce((sum, each) => sum + Number.parseInt(each, 10) * 1024, 0);
}

/**
 * True if `/proc` describes this process's namespace. It may be missing, or belong to another
 * namespace.
 */
const SHOWS_OURS = process.platform === 'linux' && read('self/stat').startsWith(`${process.pid} `);

/**
 * True if neither the process nor a descendant is stopped or a zombie, or if the system does not
 * tell. A killed process shows here before its `exit` event arrives.
 */
export function canAnswer(pid: number): boolean {
  if (!SHOWS_OURS) return true;
  const states = unlessBlind(
    () => [pid, ...descendantsOf(pid)].map((each) => statusField(each, 'State')),
    [],
  );
  return states.every((state) => state !== null && !['T', 't', 'Z', 'X'].includes(state.charAt(0)));
}

/** Milliseconds of a clock tick in /proc/pid/stat, the same on every Linux with x64 or arm64. */
const TICK_MS = 10;

/**
 * Processor time of a process, and whether one of its threads has work now: it runs, or waits for a
 * processor or a disk. `null` if unknown, or if the process is gone.
 */
export function measureWork(pid: number): { processorMs: number; isWorking: boolean } | null {
  if (!SHOWS_OURS) return null;
  return unlessBlind(() => {
    const [user, system] = statFields(pid).slice(11, 13);
    if (user === undefined || system === undefined) return null;
    const states = listThreads(pid).map((thread) => statFields(`${pid}/task/${thread}`)[0]);
    return {
      processorMs: (Number(user) + Number(system)) * TICK_MS,
      isWorking: states.some((state) => state === 'R' || state === 'D'),
    };
  }, null);
}

/** Counts a process and its descendants; 0 if unknown. */
export function processesOf(pid: number): number {
  return SHOWS_OURS ? unlessBlind(() => 1 + descendantsOf(pid).length, 0) : 0;
}

export function descendantsOf(pid: number): number[] {
  const children = read(`${pid}/task/${pid}/children`).split(' ').filter(Boolean).map(Number);
  return children.flatMap((child) => [child, ...descendantsOf(child)]);
}

/**
 * Identifies a process among all that ever had its pid, by the machine's boot and the process's
 * start in clock ticks since the boot (proc(5), field 22 of /proc/pid/stat). Empty if the system
 * does not tell, or if the process is gone.
 */
export function identifyProcess(pid: number): string {
  const [boot, startedAt] = unlessBlind(
    () => [read('sys/kernel/random/boot_id').trim(), statFields(pid)[19]] as const,
    ['', undefined],
  );
  return boot === '' || startedAt === undefined ? '' : `${boot}/${startedAt}`;
}

/**
 * Matches Charrette's program in a command line, installed or from its folder. Its interpreter may
 * have any name.
 */
const CHARRETTE = /(^|\/)charrette(\.(mjs|ts))?$/;

/**
 * Kills a leftover process; returns true if it did. The process must have this identity, run
 * `entry` (of any release) and have no living Charrette as its parent, because a recorded pid may
 * come from a copied data folder.
 */
export function killLeftover(pid: number, identity: string, entry: string): boolean {
  if (identity === '' || identifyProcess(pid) !== identity) return false;
  const ending = `/${entry.split('/').slice(-2).join('/')}`;
  const isLeft = () =>
    commandLine(pid).some((word) => word.endsWith(ending)) &&
    !commandLine(Number(statFields(pid)[1])).some((word) => CHARRETTE.test(word));
  if (!unlessBlind(isLeft, false)) return false;
  try {
    return process.kill(pid, 'SIGKILL');
  } catch (error) {
    if (isGone(error) || errorCodeOf(error) === 'EPERM') return false;
    throw error;
  }
}

/**
 * Returns an empty list for a hidden process (`hidepid`): it belongs to another user, so it is not
 * ours.
 */
function commandLine(pid: number): string[] {
  return unlessBlind(() => read(`${pid}/cmdline`).split('\0'), [], HIDDEN);
}

/**
 * Fields from the third on. The second is the program's name in parentheses, which may contain
 * anything.
 */
function statFields(processPath: number | string): string[] {
  const stat = read(`${processPath}/stat`);
  return stat.slice(stat.lastIndexOf(')') + 2).split(' ');
}

function statusField(pid: number, name: string): string | null {
  const lines = read(`${pid}/status`).split('\n');
  const line = lines.find((candidate) => candidate.startsWith(`${name}:`));
  return line === undefined ? null : line.slice(name.length + 1).trim();
}

function listThreads(pid: number): string[] {
  try {
    return readdirSync(`/proc/${pid}/task`);
  } catch (error) {
    if (isGone(error)) return [];
    throw error;
  }
}

function read(path: string): string {
  try {
    return readFileSync(`/proc/${path}`, 'utf8');
  } catch (error) {
    if (isGone(error)) return '';
    throw error;
  }
}

const HIDDEN = ['EPERM', 'EACCES'];
/**
 * Errors that say nothing about a process. A flood of connections can use up all file descriptors.
 */
const BLIND = ['EMFILE', 'ENFILE', ...HIDDEN];

function unlessBlind<Found>(look: () => Found, otherwise: Found, codes = BLIND): Found {
  try {
    return look();
  } catch (error) {
    if (codes.includes(errorCodeOf(error))) return otherwise;
    throw error;
  }
}

function isGone(error: unknown): boolean {
  return ['ENOENT', 'ESRCH'].includes(errorCodeOf(error));
}
