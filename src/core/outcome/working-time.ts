import type { Design } from '../vocabulary/design.ts';

/** In milliseconds since the epoch. */
export interface Interval {
  readonly from: number;
  readonly to: number;
}

/** Milliseconds with at least one open turn, up to `until`. */
export function workedMs({ turns }: Pick<Design, 'turns'>, until: number): number {
  const busy = turns.map(({ startedAt: from, tookMs }) => ({
    from,
    to: tookMs === null ? until : from + tookMs,
  }));
  return merged(busy).reduce((sum, { from, to }) => sum + Math.max(0, Math.min(to, until) - from), 0);
}

/** Time that the axis leaves out: `people` were waited for, or `nobody` did anything. */
export interface Gap extends Interval {
  readonly kind: 'people' | 'nobody';
}

/** Shortest gap, in milliseconds. */
const GAP_MS = 60_000;

export function gapsIn(whole: Interval, busy: readonly Interval[], waits: readonly Interval[]): Gap[] {
  return idleIn(whole, busy, waits).filter(({ from, to }) => to - from >= GAP_MS);
}

/**
 * Times without work, in order: waits for people, and all other idle times, such as when Charrette was stopped. `busy`
 * and `waits` may overlap and come in any order.
 */
export function idleIn(whole: Interval, busy: readonly Interval[], waits: readonly Interval[]): Gap[] {
  const idle = without([whole], busy);
  const forPeople = without(idle, without([whole], waits));
  const forNobody = without(idle, waits);
  return [
    ...forPeople.map((each) => ({ ...each, kind: 'people' }) as const),
    ...forNobody.map((each) => ({ ...each, kind: 'nobody' }) as const),
  ].toSorted((one, other) => one.from - other.from);
}

function without(those: readonly Interval[], taken: readonly Interval[]): Interval[] {
  let left = [...those];
  for (const each of merged(taken)) {
    left = left.flatMap(({ from, to }) => {
      if (each.to <= from || each.from >= to) return [{ from, to }];
      const parts = [
        { from, to: each.from },
        { from: each.to, to },
      ];
      return parts.filter((part) => part.from < part.to);
    });
  }
  return left;
}

function merged(those: readonly Interval[]): Interval[] {
  const result: Interval[] = [];
  for (const { from, to } of those.toSorted((one, other) => one.from - other.from)) {
    const last = result.at(-1);
    if (last !== undefined && from <= last.to)
      result[result.length - 1] = { from: last.from, to: Math.max(last.to, to) };
    else result.push({ from, to });
  }
  return result;
}
