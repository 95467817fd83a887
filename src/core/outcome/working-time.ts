import type { Design } from '../vocabulary/design.ts';

/** In milliseconds since the epoch. */
interface Interval {
  readonly from: number;
  readonly to: number;
}

/** Milliseconds with at least one open turn, up to `until`. */
export function sumWorkedMs({ turns }: Pick<Design, 'turns'>, until: number): number {
  const busy = turns.map(({ startedAt: from, tookMs }) => ({
    from,
    to: tookMs === null ? until : from + tookMs,
  }));
  return mergeIntervals(busy).reduce(
    (sum, { from, to }) => sum + Math.max(0, Math.min(to, until) - from),
    0,
  );
}

function mergeIntervals(those: readonly Interval[]): Interval[] {
  const result: Interval[] = [];
  for (const { from, to } of those.toSorted((one, other) => one.from - other.from)) {
    const last = result.at(-1);
    if (last !== undefined && from <= last.to)
      result[result.length - 1] = { from: last.from, to: Math.max(last.to, to) };
    else result.push({ from, to });
  }
  return result;
}

/** The newest time in the design itself, in milliseconds since the epoch. */
export function lastChangeOf(design: Design): number {
  const gate = design.gates.at(-1);
  const moments = [
    design.startedAt,
    design.rounds.at(-1)?.openedAt ?? 0,
    ...design.turns.map(({ startedAt, tookMs }) => startedAt + (tookMs ?? 0)),
    design.answering?.openedAt ?? 0,
    design.pauses.at(-1)?.resumedAt ?? 0,
    gate?.closedAt ?? gate?.openedAt ?? 0,
    design.settled?.at ?? 0,
  ];
  return design.end?.at ?? Math.max(...moments);
}
