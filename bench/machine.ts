import { readFileSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';

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
