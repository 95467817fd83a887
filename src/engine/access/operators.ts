interface Named {
  readonly id: string;
  readonly groups: readonly string[];
}

/** Operators may start, answer, decide and cancel whatever the other lists say. */
export function mayOperate(
  { operators }: { readonly operators: readonly string[] },
  person: Named,
): boolean {
  return isNamed(operators, person);
}

/** True for a person whom the list names directly or by a group. */
export function isNamed(ids: readonly string[], { id, groups }: Named): boolean {
  return ids.includes(id) || groups.some((group) => ids.includes(group));
}

type Lists = Readonly<Record<'starters' | 'deciders' | 'operators', readonly string[]>>;

/**
 * Returns all ids that a policy names; an id does not show whether it is a person's or a group's.
 */
export function namesOf(policy: Lists): string[] {
  const { starters, deciders, operators } = policy;
  return [...new Set([...starters, ...deciders, ...operators])];
}
