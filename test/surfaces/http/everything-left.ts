import type { DesignId } from '#core/vocabulary/ids.ts';

/** Tables with rows of a design that was forgotten: who did so, and the end of its chain. */
export const LEFT = ['forgotten'];

/** A design's id as it stands in the JSON of a row that belongs to it: another's may name it. */
export function asOwner(id: DesignId): string[] {
  return [`"id":"${id}"`, `"design_id":"${id}"`];
}

/** Returns the tables with one of these texts in a row, by name. */
export function tablesWith(
  rows: ReadonlyMap<string, readonly string[]>,
  texts: readonly string[],
): readonly string[] {
  return [...rows]
    .filter(([, all]) => all.some((row) => texts.some((text) => row.includes(text))))
    .map(([table]) => table)
    .toSorted();
}
