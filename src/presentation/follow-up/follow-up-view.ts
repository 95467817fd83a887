import { decisionStatusOf, supersededBy } from '../../core/follow-up/decision-status.ts';
import { decisionInForce } from '../../core/outcome/outcome.ts';
import type { Design } from '../../core/vocabulary/design.ts';
import { decisionStatusSentences } from '../decision/decision-status.ts';
import type { DesignView } from '../format/design-schema.ts';

/** How the decision stands after the end, for outsiders (HTTP API v1, J14); `null` before it. */
export function afterwardsView(design: Design): DesignView['afterwards'] {
  if (design.end === null) return null;
  return {
    standing: decisionInForce(design) === null ? null : decisionStatusOf(design),
    words: decisionStatusSentences(design),
    supersededBy: supersededBy(design)?.successor ?? null,
  };
}
