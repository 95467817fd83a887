import { wereCompared } from '../differences/sides.ts';
import { movementsOf } from '../differences/stances.ts';
import type { Design, Divergence } from '../vocabulary/design.ts';
import { isOneFamily } from '../vocabulary/family.ts';
import type { PositionId } from '../vocabulary/ids.ts';
import { participant } from '../vocabulary/participants.ts';
import { isOneProposal } from './caveats/differing.ts';

/** How a decision was made, as far as that makes no reader wrong (J11): for the small print. */
export function makingOf(design: Design) {
  const { proposals, divergences, questions, repository } = design;
  const sure = proposals.map(({ proposal }) => proposal.confidence);
  const isLow = ({ impact, arguments: given, settlement }: Divergence) =>
    impact === 'low' && given.length === 0 && settlement?.outcome !== 'settled_by_person';
  return {
    repository: repository === null ? null : { name: repository.name, commit: repository.commit },
    wasAnybodyAsked: questions.length > 0,
    /** They were compared, and nothing that matters was found between them. */
    hadNothingToArgue:
      proposals.length > 1 &&
      wereCompared(design) &&
      !isOneProposal(design) &&
      divergences.every(({ impact, arguments: given }) => impact === 'low' && given.length === 0),
    lowNotArgued: divergences.filter(isLow).length,
    moves: movesIn(design),
    isAuditedByOwnFamily: isAuditedByOwnFamily(design),
    /** The least and the highest confidence of a proposal; `null` without one. */
    sure: sure.length === 0 ? null : { least: Math.min(...sure), most: Math.max(...sure) },
  };
}

/** Looks at who wrote the draft and who audited it, stand-ins among them; in a rehearsal no model did. */
function isAuditedByOwnFamily(design: Design): boolean {
  const { rehearsal, composites, audit } = design;
  const draft = composites.at(-1);
  if (rehearsal || draft === undefined || audit === null) return false;
  return isOneFamily(participant(design, draft.participant), participant(design, audit.participant));
}

/** Counts those who changed sides, by where they went: a side that more held when it was mapped, fewer, or as many, or none. */
function movesIn(design: Design) {
  const moves = { toLarger: 0, toSmaller: 0, toEqual: 0, toNone: 0 };
  for (const divergence of design.divergences) {
    const held = (id: PositionId) => divergence.positions.find((each) => each.id === id)?.holders.length ?? 0;
    for (const { before, after } of movementsOf(design, divergence)) {
      if (before === after) continue;
      const more = held(after) - held(before);
      if (after === '') moves.toNone++;
      else if (more > 0) moves.toLarger++;
      else if (more < 0) moves.toSmaller++;
      else moves.toEqual++;
    }
  }
  return moves;
}
