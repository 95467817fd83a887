/** A part of a reply, in UTF-16 units from its beginning. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

export function isOverlapping(one: Span, other: Span): boolean {
  return one.from < other.to && other.from < one.to;
}

/**
 * Those of these parts that a range touches. They are in order, so the first is found without
 * reading all before it.
 */
export function listTouched<Part extends Span>(parts: readonly Part[], range: Span): Part[] {
  let first = 0;
  for (let end = parts.length; first < end; ) {
    const middle = Math.floor((first + end) / 2);
    if ((parts[middle]?.to ?? 0) <= range.from) first = middle + 1;
    else end = middle;
  }
  const touched: Part[] = [];
  for (
    let part = parts[first];
    part !== undefined && part.from < range.to;
    part = parts[first + touched.length]
  )
    touched.push(part);
  return touched;
}
