import {
  decisionStatusOf,
  questionsAskedOf,
  supersededBy,
  verdictsOf,
} from '../../follow-up/decision-status.ts';
import { decisionInForce } from '../../outcome/outcome.ts';
import type { Design } from '../../vocabulary/design.ts';
import { iso } from '../../vocabulary/figures.ts';
import type { Signed } from '../../vocabulary/via.ts';
import { decisionStatusSentences } from '../decision/decision-status.ts';
import type { DesignView } from '../format/design-schema.ts';

/**
 * What people have done with a design after its end, for outsiders (HTTP API v1, J14); `null` before the end. None of it is part
 * of the decision. Questions asked in private are left out: their words are stored nowhere.
 */
export function afterwardsView(design: Design): DesignView['afterwards'] {
  if (design.end === null) return null;
  const superseded = supersededBy(design);
  return {
    standing: decisionInForce(design) === null ? null : decisionStatusOf(design),
    words: decisionStatusSentences(design),
    verdicts: verdictsOf(design).map(({ verdict, note, ...act }) => ({ ...doneBy(act), verdict, note })),
    asked: questionsAskedOf(design)
      .filter(({ isPrivate }) => isPrivate !== true)
      .map(({ question, answer, costUsd, ...act }) => ({
        ...doneBy(act),
        question,
        answer,
        costUsd,
      })),
    supersededBy: superseded === null ? null : { id: superseded.successor, at: iso(superseded.at) },
  };
}

function doneBy({ by, via, at }: Signed & { readonly at: number }) {
  return { person: by, via: via ?? null, at: iso(at) };
}
