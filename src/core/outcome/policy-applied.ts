import { DEFAULT_POLICY, policyOf, setIn } from '../policy/decision-policy.ts';
import type { DecisionPolicy } from '../vocabulary/decision-policy.ts';
import type { Design } from '../vocabulary/design.ts';
import { GATES_BY_BOUND } from './should-gate.ts';

/**
 * Returns what was set in a design's policy and decided about its result (A6): how many have to accept it, and each bound that
 * spared it a gate at which the default would have asked a person. A bound that asked for one stands with that reason.
 */
export function policyApplied(design: Design): Partial<DecisionPolicy> {
  const { settings } = design;
  const set = setIn(policyOf(settings));
  const usual = { ...design, settings: { ...settings, policy: DEFAULT_POLICY } };
  const spares = (bound: keyof typeof GATES_BY_BOUND) =>
    set[bound] !== undefined && GATES_BY_BOUND[bound](usual) && !GATES_BY_BOUND[bound](design);
  return {
    ...(set.acceptances === undefined ? {} : { acceptances: set.acceptances }),
    ...(spares('leastConfidence') ? { leastConfidence: set.leastConfidence } : {}),
    ...(spares('leastParticipation') ? { leastParticipation: set.leastParticipation } : {}),
  };
}
