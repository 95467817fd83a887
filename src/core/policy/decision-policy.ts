import type { DecisionPolicy } from '../vocabulary/decision-policy.ts';
import type { Settings } from '../vocabulary/events.ts';

/** The policy of a design whose settings name none, and the default of each setting. Our own choices, not from literature. */
export const DEFAULT_POLICY: DecisionPolicy = {
  /** Below this a participant is less sure than not, with some margin. */
  leastConfidence: 0.4,
  /** Two of three, four of six. */
  leastParticipation: 2 / 3,
  acceptances: 1,
  namedPerson: false,
  runsAgain: 3,
};

/** Returns the policy that a design was started with: the run, previews and buttons all decide by it (A6). */
export function policyOf({ policy }: Pick<Settings, 'policy'>): DecisionPolicy {
  return policy ?? DEFAULT_POLICY;
}

/** Returns the parts of a policy that differ from the default, which people are told. */
export function setIn(policy: DecisionPolicy): Partial<DecisionPolicy> {
  const names = Object.keys(DEFAULT_POLICY) as (keyof DecisionPolicy)[];
  const set = names.filter((name) => policy[name] !== DEFAULT_POLICY[name]);
  return Object.fromEntries(set.map((name) => [name, policy[name]]));
}

type Bound = 'leastConfidence' | 'leastParticipation';

/** Returns a bound of the policy under the name `least`, where it is set to another than the default; else nothing. */
export function boundSet({ settings }: { readonly settings: Settings }, name: Bound): { least?: number } {
  const least = setIn(policyOf(settings))[name];
  return least === undefined ? {} : { least };
}
