import { decisionInForce } from '../../outcome/outcome.ts';
import type { Afterwards, Design } from '../../vocabulary/design.ts';
import { firstOf, type Rules, unless } from './rules.ts';

/** What people do with a decision comes after the end, and is about what there is (J14). */
export const AFTERWARDS: Rules<Afterwards['type']> = {
  decision_judged: (design) => firstOf(whyNotEnded(design), whyUndecided(design)),
  step_assigned: (design, { step }) =>
    firstOf(
      whyNotEnded(design),
      unless(step <= (decisionInForce(design)?.decision.steps.length ?? 0), 'the decision has no such step'),
    ),
  point_settled: (design, { divergenceId, position }) => {
    const divergence = design.divergences.find(({ id }) => id === divergenceId);
    return firstOf(
      whyNotEnded(design),
      whyUndecided(design),
      unless(
        divergence !== undefined &&
          (position === '' || divergence.positions.some(({ id }) => id === position)),
        'there is no such position',
      ),
    );
  },
  record_asked: whyNotEnded,
  decision_superseded: whyNotEnded,
  decision_published: (design) => firstOf(whyNotEnded(design), whyUndecided(design)),
  decision_rechecked: (design) => firstOf(whyNotEnded(design), whyUndecided(design)),
};

function whyNotEnded({ end }: Design): string | null {
  return unless(end !== null, 'the design has not ended');
}

function whyUndecided(design: Design): string | null {
  return unless(decisionInForce(design) !== null, 'there is no decision');
}
