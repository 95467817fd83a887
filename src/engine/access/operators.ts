/** The ids by which lists name somebody. */
interface Named {
  readonly id: string;
  readonly groups: readonly string[];
}

/** Allows operators to start, answer, decide and cancel whatever the other lists say. */
export function mayOperate({ operators }: { readonly operators: readonly string[] }, person: Named): boolean {
  return isNamed(operators, person);
}

/** Returns true for a person who is in this list of people and groups, or in one of these groups. */
export function isNamed(ids: readonly string[], { id, groups }: Named): boolean {
  return ids.includes(id) || groups.some((group) => ids.includes(group));
}

/** The lists of people and groups that a policy has. */
type Lists = Readonly<Record<'starters' | 'deciders' | 'operators', readonly string[]>>;

/** Lists the ids of people and groups that a policy names. No platform's ids tell for certain which of the two they are. */
export function namedIn(policy: Lists): string[] {
  const { starters, deciders, operators } = policy;
  return [...new Set([...starters, ...deciders, ...operators])];
}
