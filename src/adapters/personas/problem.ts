/** `reason` also says what to do (A9). */
export interface Problem {
  readonly file: string;
  /** From 1; also 1 for a whole file or the folder. */
  readonly line: number;
  readonly reason: string;
}

export function inReadingOrder(problems: readonly Problem[]): Problem[] {
  return problems.toSorted(
    (one, other) => byText(one.file, other.file) || one.line - other.line || byText(one.reason, other.reason),
  );
}

/** By code unit, so that the order is the same on every machine. */
export function byText(one: string, other: string): number {
  if (one === other) return 0;
  return one < other ? -1 : 1;
}
