/** One thing that is not as it must be. `where` is a design's id, or what else it was found at. */
export interface Finding {
  readonly rule: string;
  readonly where: string;
  readonly what: string;
}

export function finding(rule: string, where: string, what: string): Finding {
  return { rule, where, what };
}

/** What occurs more than once, or less than once, of what must be there exactly once. */
export function notOnce(
  expected: readonly string[],
  found: readonly string[],
): { missing: string[]; doubled: string[]; unexpected: string[] } {
  const count = new Map<string, number>();
  for (const item of found) count.set(item, (count.get(item) ?? 0) + 1);
  const wanted = new Set(expected);
  return {
    missing: [...wanted].filter((item) => !count.has(item)),
    doubled: [...count].filter(([, times]) => times > 1).map(([item]) => item),
    unexpected: [...count.keys()].filter((item) => !wanted.has(item)),
  };
}
