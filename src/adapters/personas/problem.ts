/** One fault in the persona files: where to look, and what to do (A9). */
export interface Problem {
  readonly file: string;
  /** From 1. A problem of the folder or of a whole file stands in line 1. */
  readonly line: number;
  readonly reason: string;
}

export function inReadingOrder(problems: readonly Problem[]): Problem[] {
  return problems.toSorted(
    (one, other) => byText(one.file, other.file) || one.line - other.line || byText(one.reason, other.reason),
  );
}

/** Compares by code unit, so that the order does not depend on the machine's language. */
export function byText(one: string, other: string): number {
  if (one === other) return 0;
  return one < other ? -1 : 1;
}
