/** A part of a reply, in UTF-16 units from its beginning. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

export function isOverlapping(one: Span, other: Span): boolean {
  return one.from < other.to && other.from < one.to;
}
