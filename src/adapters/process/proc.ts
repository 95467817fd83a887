import { readFileSync } from 'node:fs';
import { errorCode } from '../../runtime/fault.ts';

/** Resident bytes of a process and all that it has started; `null` where nobody can tell, or when it is gone. */
export function residentBytes(pid: number): number | null {
  const kibibytes = unlessBlind(
    () => [pid, ...descendantsOf(pid)].flatMap((each) => statusField(each, 'VmRSS') ?? []),
    [],
  );
  if (kibibytes.length === 0) return null;
  return kibibytes.reduce((sum, each) => sum + Number.parseInt(each, 10) * 1024, 0);
}

/** Whether `/proc` shows what this process sees: it may be missing, or that of another namespace. */
const SHOWS_OURS = process.platform === 'linux' && read('self/stat').startsWith(`${process.pid} `);

/**
 * Whether a process can still answer: neither it nor one that it has started is stopped, or dead and waiting to be
 * collected. A process that has been killed shows here before its `exit` event has arrived. Where nobody can tell, every
 * process counts as able.
 */
export function canAnswer(pid: number): boolean {
  if (!SHOWS_OURS) return true;
  const states = unlessBlind(
    () => [pid, ...descendantsOf(pid)].map((each) => statusField(each, 'State')),
    [],
  );
  return states.every((state) => state !== null && !['T', 't', 'Z', 'X'].includes(state.charAt(0)));
}

/** Processes that it has started and those that they have started. */
export function descendantsOf(pid: number): number[] {
  const children = read(`${pid}/task/${pid}/children`).split(' ').filter(Boolean).map(Number);
  return children.flatMap((child) => [child, ...descendantsOf(child)]);
}

/**
 * What tells a process from any other that had or will have its pid: the machine's boot and the moment of the
 * process's start, in clock ticks since then (proc(5), field 22 of /proc/pid/stat). Empty where nobody can tell, or
 * when the process is gone.
 */
export function processIdentity(pid: number): string {
  const [boot, startedAt] = unlessBlind(
    () => [read('sys/kernel/random/boot_id').trim(), statFields(pid)[19]] as const,
    ['', undefined],
  );
  return boot === '' || startedAt === undefined ? '' : `${boot}/${startedAt}`;
}

/** How Charrette is started, installed or from its folder; the program before it may have any name. */
const CHARRETTE = /(^|\/)charrette(\.(mjs|ts))?$/;

/**
 * Kills this very process, if it is still there, runs the program `entry`, be it that of a release in another folder, and
 * is the child of no Charrette that is alive, which ends its own; says whether it did. What is on record of a process may
 * have come with an import or a copied folder: it must end nothing of somebody else.
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

/** Empty where it is hidden, as that of another user can be (`hidepid`): such a process is none of ours. */
function commandLine(pid: number): string[] {
  return unlessBlind(() => read(`${pid}/cmdline`).split('\0'), [], HIDDEN);
}

/** From the third on: the second is the program's name in parentheses, which may hold anything. */
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
/** Where this process or the system may open no more files, which a flood of connections is enough for, nothing can be looked at. */
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
