import { movedWithoutReason, movedWithTheCrowd } from '../../divergence/moves.ts';
import { namesOf } from '../../question/author.ts';
import { disputesIn } from '../../question/disputed.ts';
import { lettersOf } from '../../vocabulary/compared.ts';
import type { Design, Divergence } from '../../vocabulary/design.ts';
import { isUnsure, settledWithoutReason, unresolvedOfHighImpact } from '../should-gate.ts';
import type { Reservation, Titled } from './kinds.ts';
import { titled } from './text.ts';

/** Returns the reservations about what differed: between proposals, in arguing, and between people. */
export function differingReservations(design: Design): Reservation[] {
  const disputed = disputesIn(design).map(({ question, replies }): Reservation => {
    const authors = namesOf(replies);
    return { kind: 'disputed_answer', id: question.id, question: question.text, authors };
  });
  return [...differenceReservations(design), ...proposalReservations(design), ...disputed];
}

/** Each difference once, by the gravest of what can be said of it. */
function differenceReservations(design: Design): Reservation[] {
  const [open, unexplained] = [unresolvedOfHighImpact(design), settledWithoutReason(design)];
  const crowd = movedWithTheCrowd(design).map(({ id }) => id);
  return design.divergences.flatMap((divergence): Reservation[] => {
    const { id, description } = divergence;
    const moved = unexplainedMovers(design, divergence);
    const matter = { id, description, moved };
    if (open.includes(divergence)) return [{ kind: 'unresolved_high_impact', ...matter }];
    if (unexplained.includes(divergence)) return [{ kind: 'high_impact_settled_without_reason', ...matter }];
    if (isLeftOpen(divergence)) {
      const isArgued = divergence.settlement !== null || divergence.arguments.length > 0;
      return [{ kind: 'open_difference', isArgued, ...matter }];
    }
    if (divergence.settlement?.outcome === 'settled_by_person') return [];
    if (moved.length > 0) return [{ kind: 'moved_without_reason', ...matter }];
    return crowd.includes(id) ? [{ kind: 'moved_with_the_crowd', id, description }] : [];
  });
}

/** One of low impact, which nobody argues, is a fact in small print. */
function isLeftOpen({ impact, settlement }: Divergence): boolean {
  return impact !== 'low' && (settlement === null || settlement.outcome === 'unresolved');
}

function unexplainedMovers(design: Design, { id }: Divergence): Titled[] {
  const ids = movedWithoutReason(design).flatMap(({ divergence, participant }) =>
    divergence.id === id ? [participant] : [],
  );
  return [...new Set(ids)].map((each) => titled(design, each));
}

function proposalReservations(design: Design): Reservation[] {
  const sure = design.proposals.map(({ proposal }) => proposal.confidence);
  const [least, most] = [Math.min(...sure), Math.max(...sure)];
  return [
    ...(isOneProposal(design) ? [{ kind: 'one_proposal' } as const] : []),
    ...(sure.length > 0 && isUnsure(most) ? [{ kind: 'unsure_proposals', least, most } as const] : []),
    ...(isWithoutSource(design) ? [{ kind: 'no_source' } as const] : []),
  ];
}

/** Returns `true` if all proposals say the same, under several names. */
export function isOneProposal({ proposals }: Pick<Design, 'proposals'>): boolean {
  return new Set(proposals.map(({ proposal }) => saidIn(proposal))).size < 2;
}

/** Returns the words of a proposal without its author, and regardless of the order of its claims. */
function saidIn({ headline, claims }: Design['proposals'][number]['proposal']): string {
  return [lettersOf(headline), ...claims.map(({ text }) => lettersOf(text)).toSorted()].join('\n');
}

/** A repository was there to be read, and no proposal has anything from it that stands there. */
function isWithoutSource({ repository, proposals }: Design): boolean {
  if (repository === null) return false;
  return !proposals.some(({ citations }) => citations.some(({ status }) => status === 'checked'));
}
