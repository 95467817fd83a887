import { readFileSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';

const LEAST = '--least';
/** Words behind the program's name, without `--least`. */
export const words = process.argv.slice(2).filter((word) => word !== LEAST);

/**
 * Returns how much of something is measured: as much as figures need, or with `--least` only enough to see that the benchmark runs, as
 * CI does.
 */
export function sizeOf<Amount>(whole: Amount, least: Amount): Amount {
  return process.argv.includes(LEAST) ? least : whole;
}

/** No one person starts more than ten designs a day, unless this is set. */
export const ANY_NUMBER_A_DAY = { CHARRETTE_DESIGNS_PER_PERSON_PER_DAY: 'none' };

/** Describes in one line the kind of machine that took the figures; nothing that names it. */
export function describeMachine(): string {
  const [cpu] = cpus();
  const gibibytes = Math.round(totalmem() / 1024 ** 3);
  return `${cpus().length} × ${cpu?.model ?? 'unknown processor'}, ${gibibytes} GiB, Node ${process.version}, ${process.platform}`;
}

/** Returns the middle value; of an even number, the upper of the two in the middle. `NaN` for none. */
export function medianOf(values: readonly number[]): number {
  return values.toSorted((left, right) => left - right)[Math.floor(values.length / 2)] ?? Number.NaN;
}

/** Returns MiB that a process takes: its own, plus all or its share of shared memory. Linux only. */
export function mebibytesOf(pid: number, which: 'Rss' | 'Pss' = 'Pss'): number {
  const rollup = readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8');
  return Number(new RegExp(`^${which}:\\s+(\\d+)`, 'm').exec(rollup)?.[1] ?? 0) / 1_024;
}
