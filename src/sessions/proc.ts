import { readFileSync } from 'node:fs';
import { errorCode } from '../foundation/fault.ts';

/** Returns the resident bytes of a process and its descendants; `null` where the system does not tell, or when it is gone. */
export function residentBytes(pid: number): number | null {
  const kibibytes = unlessBlind(
    () => [pid, ...descendantsOf(pid)].flatMap((each) => statusField(each, 'VmRSS') ?? []),
    [],
  );
  if (kibibytes.length === 0) return null;
  return kibibytes.reduce((sum, each) => sum + Number.parseInt(each, 10) * 1024, 0);
}

/** True when `/proc` describes this process's namespace: it may be missing, or belong to another one. */
const SHOWS_OURS = process.platform === 'linux' && read('self/stat').startsWith(`${process.pid} `);

/**
 * Returns true if a process can still answer: neither it nor a descendant is stopped, or dead and waiting to be collected. A
 * killed process shows here before its `exit` event arrives. Where the system does not tell, every process counts as able.
 */
export function canAnswer(pid: number): boolean {
  if (!SHOWS_OURS) return true;
  const states = unlessBlind(
    () => [pid, ...descendantsOf(pid)].map((each) => statusField(each, 'State')),
    [],
  );
  return states.every((state) => state !== null && !['T', 't', 'Z', 'X'].includes(state.charAt(0)));
}

/** Counts a process and its descendants; 0 where the system does not tell. */
export function processesOf(pid: number): number {
  return SHOWS_OURS ? unlessBlind(() => 1 + descendantsOf(pid).length, 0) : 0;
}

/** Returns the processes that it has started, and their descendants. */
export function descendantsOf(pid: number): number[] {
  const children = read(`${pid}/task/${pid}/children`).split(' ').filter(Boolean).map(Number);
  return children.flatMap((child) => [child, ...descendantsOf(child)]);
}

/**
 * Identifies a process among all that ever had its pid: the machine's boot and the process's start in clock ticks since then
 * (proc(5), field 22 of /proc/pid/stat). Empty where the system does not tell, or when the process is gone.
 */
export function processIdentity(pid: number): string {
  const [boot, startedAt] = unlessBlind(
    () => [read('sys/kernel/random/boot_id').trim(), statFields(pid)[19]] as const,
    ['', undefined],
  );
  return boot === '' || startedAt === undefined ? '' : `${boot}/${startedAt}`;
}

/** Matches the program that starts Charrette, installed or from its folder. The program before it may have any name. */
const CHARRETTE = /(^|\/)charrette(\.(mjs|ts))?$/;

/**
 * Kills this very process and says if it did. It must still be there, run the program `entry` (of any release's folder), and
 * have no living Charrette as its parent, which ends its own. A recorded pid may come from a copied folder, so
 * nothing else may be killed.
 */
export function killLeftover(pid: number, identity: string, entry: string): boolean {
  if (identity === '' || processIdentity(pid) !== identity) return false;
  const ending = `/${entry.split('/').slice(-2).join('/')}`;
  const isLeft = () =>
    commandLine(pid).some((word) => word.endsWith(ending)) &&
    !commandLine(Number(statFields(pid)[1])).some((word) => CHARRETTE.test(word));
  if (!unlessBlind(isLeft, false)) return false;
  try {
    return process.kill(pid, 'SIGKILL');
  } catch (error) {
    if (isGone(error) || errorCode(error) === 'EPERM') return false;
    throw error;
  }
}

/** Returns a process's command line; empty if it is hidden, like another user's can be (`hidepid`), and so none of ours. */
function commandLine(pid: number): string[] {
  return unlessBlind(() => read(`${pid}/cmdline`).split('\0'), [], HIDDEN);
}

/** Returns the fields from the third on: the second is the program's name in parentheses, which may hold anything. */
function statFields(pid: number): string[] {
  const stat = read(`${pid}/stat`);
  return stat.slice(stat.lastIndexOf(')') + 2).split(' ');
}

function statusField(pid: number, name: string): string | null {
  const lines = read(`${pid}/status`).split('\n');
  const line = lines.find((candidate) => candidate.startsWith(`${name}:`));
  return line === undefined ? null : line.slice(name.length + 1).trim();
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
/** Errors that prevent any look at processes. A flood of connections is enough to run out of files. */
const BLIND = ['EMFILE', 'ENFILE', ...HIDDEN];

function unlessBlind<Found>(look: () => Found, otherwise: Found, codes = BLIND): Found {
  try {
    return look();
  } catch (error) {
    if (codes.includes(errorCode(error))) return otherwise;
    throw error;
  }
}

function isGone(error: unknown): boolean {
  return ['ENOENT', 'ESRCH'].includes(errorCode(error));
}
