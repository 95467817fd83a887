import { hasKept } from '../../outcome/kept.ts';
import { decisionInForce, outcomeOf } from '../../outcome/outcome.ts';
import type { Design } from '../../vocabulary/design.ts';
import { bannerOf } from './banner.ts';

export type Ending = NonNullable<ReturnType<typeof endingOf>>;

/** `null` until it has ended. */
export function endingOf(design: Design) {
  if (design.end === null) return null;
  const outcome = outcomeOf(design);
  const sentence = decisionInForce(design)?.decision.sentence ?? '';
  const { headline, level, facts } = bannerOf(outcome, 'thread');
  return {
    status: design.end.status,
    sentence,
    headline,
    level,
    /** The first fact, if there is no decision. */
    told: sentence === '' ? facts.slice(0, 1) : [],
    hasKept: hasKept(outcome.kept),
  };
}
