import type { LineProblem } from '../../foundation/checked-yaml.ts';

export interface Problem extends LineProblem {
  readonly file: string;
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
