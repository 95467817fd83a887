import { hasKept } from '../../outcome/kept.ts';
import { decisionInForce, outcomeOf } from '../../outcome/outcome.ts';
import type { Design } from '../../vocabulary/design.ts';
import { bannerOf } from './banner.ts';

/** The outcome of a design at a glance. */
export type Ending = NonNullable<ReturnType<typeof endingOf>>;

/** `null` until it has ended. */
export function endingOf(design: Design) {
  if (design.end === null) return null;
  const outcome = outcomeOf(design);
  const sentence = decisionInForce(design)?.decision.sentence ?? '';
  const { headline, level, facts } = bannerOf(outcome, 'thread');
  return {
    status: design.end.status,
    /** The decision; empty where there is none. */
    sentence,
    /** The first sentence of the banner. */
    headline,
    level,
    /** Without a decision, what there is to know instead. */
    told: sentence === '' ? facts.slice(0, 1) : [],
    /** `true` if another run would start from anything. */
    hasKept: hasKept(outcome.kept),
  };
}
