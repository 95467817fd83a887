import type { Turn } from './design.ts';

/** USD that these turns cost; `null` as soon as one price is unknown, because unknown is not zero. */
export function costOf(turns: readonly Turn[]): number | null {
  return turns.reduce<number | null>(
    (sum, turn) => (sum === null || turn.costUsd === null ? null : sum + turn.costUsd),
    0,
  );
}
