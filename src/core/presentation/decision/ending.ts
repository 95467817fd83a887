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
    /** The decision, or empty. */
    sentence,
    /** The first sentence of the banner. */
    headline,
    level,
    /** The first fact, if there is no decision. */
    told: sentence === '' ? facts.slice(0, 1) : [],
    /** Another run would have material to start from. */
    hasKept: hasKept(outcome.kept),
  };
}
