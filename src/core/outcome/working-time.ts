import type { Design } from '../vocabulary/design.ts';

/** A time from one moment to another, in milliseconds since the epoch. */
export interface Interval {
  readonly from: number;
  readonly to: number;
}

/** Returns the milliseconds in which a turn was under way, until the result or the newest thing that is known. */
export function workedMs({ turns }: Pick<Design, 'turns'>, until: number): number {
  const busy = turns.map(({ startedAt: from, tookMs }) => ({
    from,
    to: tookMs === null ? until : from + tookMs,
  }));
  return merged(busy).reduce((sum, { from, to }) => sum + Math.max(0, Math.min(to, until) - from), 0);
}

/** A time that the axis leaves out: `people` were waited for, or `nobody` did anything. */
export interface Gap extends Interval {
  readonly kind: 'people' | 'nobody';
}

/** Milliseconds from which a time without work is a gap. */
const GAP_MS = 60_000;

/** Returns the times of at least a minute in which nobody worked: those that an axis leaves out. */
export function gapsIn(whole: Interval, busy: readonly Interval[], waits: readonly Interval[]): Gap[] {
  return idleIn(whole, busy, waits).filter(({ from, to }) => to - from >= GAP_MS);
}

/**
 * Returns the times in which nobody worked, in order: those for which people were waited for, and the others, as when Charrette was
 * stopped. `busy` and `waits` may overlap, and come in any order.
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

/** Takes times out of others; what is left comes in order where these did. */
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

/** Joins what overlaps. */
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
