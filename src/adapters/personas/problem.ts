import type { LineProblem } from '../../foundation/checked-yaml.ts';

export interface PersonaProblem extends LineProblem {
  readonly file: string;
}

export function sortProblems(problems: readonly PersonaProblem[]): PersonaProblem[] {
  return problems.toSorted(
    (one, other) =>
      compareTexts(one.file, other.file) ||
      one.line - other.line ||
      compareTexts(one.reason, other.reason),
  );
}

/** By code unit, so that the order is the same on every machine. */
export function compareTexts(one: string, other: string): number {
  if (one === other) return 0;
  return one < other ? -1 : 1;
}
