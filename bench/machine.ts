import { readFileSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';

const LEAST = '--least';
/** Words behind the program's name, without `--least`. */
export const words = process.argv.slice(2).filter((word) => word !== LEAST);

/**
 * Returns how much of something is measured: as much as figures need, or with `--least` only enough
 * to see that the benchmark runs, as CI does.
 */
export function sizeOf<Amount>(whole: Amount, least: Amount): Amount {
  return process.argv.includes(LEAST) ? least : whole;
}

/**
 * Returns the words of an aim, and whether the figure misses it: then the benchmark ends with 1,
 * and the nightly run fails. With `--least`, whose figures mean nothing, none is missed.
 */
export function judgeAim(figure: number, sign: '≤' | '≥', bound: number, unit: string): string {
  const aim = `${sign} ${bound.toLocaleString('en')}${unit}`;
  if (!Number.isFinite(figure)) return `${aim}, not measured`;
  const isKept = sign === '≤' ? figure <= bound : figure >= bound;
  if (isKept || process.argv.includes(LEAST)) return aim;
  process.exitCode = 1;
  return `${aim}, missed`;
}

/** No one person starts more than ten designs a day, unless this is set. */
export const ANY_NUMBER_A_DAY = { CHARRETTE_DESIGNS_PER_PERSON_PER_DAY: 'none' };

/** Describes in one line the kind of machine that took the figures; nothing that names it. */
export function describeMachine(): string {
  const [cpu] = cpus();
  const gibibytes = Math.round(totalmem() / 1024 ** 3);
  return `${cpus().length} × ${cpu?.model ?? 'unknown processor'}, ${gibibytes} GiB, Node ${process.version}, ${process.platform}`;
}

/**
 * Returns the middle value; of an even number, the upper of the two in the middle. `NaN` for none.
 */
export function medianOf(values: readonly number[]): number {
  return (
    values.toSorted((left, right) => left - right)[Math.floor(values.length / 2)] ?? Number.NaN
  );
}

/**
 * Returns milliseconds of a process's processor time so far, which the system counts in hundredths
 * of a second. Linux only.
 */
export function processorMsOf(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
  const [user = 0, system = 0] = fields.slice(11, 13).map(Number);
  return (user + system) * 10;
}

/**
 * Returns MiB that a process takes: its own, plus its share of shared memory. Linux only.
 */
export function mebibytesOf(pid: number): number {
  const rollup = readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8');
  return Number(/^Pss:\s+(\d+)/m.exec(rollup)?.[1] ?? 0) / 1_024;
}
