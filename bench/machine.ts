import { cpus, totalmem } from 'node:os';

/** The kind of machine that figures were taken on, in one line; nothing that names it. */
export function describeMachine(): string {
  const [cpu] = cpus();
  const gibibytes = Math.round(totalmem() / 1024 ** 3);
  return `${cpus().length} × ${cpu?.model ?? 'unknown processor'}, ${gibibytes} GiB, Node ${process.version}, ${process.platform}`;
}

/** The middle one; of an even number, the upper of the two in the middle. `NaN` for none. */
export function medianOf(values: readonly number[]): number {
  return values.toSorted((left, right) => left - right)[Math.floor(values.length / 2)] ?? Number.NaN;
}
