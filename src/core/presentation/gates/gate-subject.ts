import { decidedIn } from '../../decision/decided.ts';
import { claimsOn, positionLabel } from '../../differences/labels.ts';
import { openOfHighImpact } from '../../differences/sides.ts';
import { mappedPosition } from '../../differences/stances.ts';
import { citedWords } from '../../proposals/cited.ts';
import type { Design, Divergence } from '../../vocabulary/design.ts';
import type { PositionId } from '../../vocabulary/ids.ts';
import { participant } from '../../vocabulary/participants.ts';

/** The points that a person can settle at a gate, with their positions and arguments. Empty before there is a decision. */
export function gateSubject(design: Design) {
  if (decidedIn(design) === null) return { differences: [] };
  return {
    differences: openOfHighImpact(design).map((divergence) => ({
      id: divergence.id,
      description: divergence.description,
      positions: divergence.positions.map(({ id, statement }) => ({
        id,
        /** What a person may type for it. */
        label: positionLabel(divergence.id, id),
        text: statement,
        arguments: strongestSaid(design, divergence, id),
      })),
    })),
  };
}

/**
 * The best argument for a position, or none: the longest with a checked source, else the longest; without arguments, its
 * strongest claim.
 */
function strongestSaid(design: Design, divergence: Divergence, position: PositionId) {
  const said = divergence.arguments.filter(
    ({ participant: id }) => mappedPosition(divergence, id) === position,
  );
  const sourced = said.filter(({ check }) => check?.status === 'checked');
  const best =
    (sourced.length > 0 ? sourced : said).toSorted((one, other) => other.text.length - one.text.length)[0] ??
    claimsOn(design, divergence, position)[0];
  if (best === undefined) return [];
  return [{ title: participant(design, best.participant).title, text: best.text, source: citedWords(best) }];
}
