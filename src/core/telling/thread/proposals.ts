import { citationCounts } from '../../citation/cited.ts';
import { claimsOf } from '../../proposal/labels.ts';
import type { Design } from '../../vocabulary/design.ts';
import type { ParticipantId } from '../../vocabulary/ids.ts';
import { participant } from '../../vocabulary/participants.ts';
import { byLetter } from '../paper/pieces.ts';
import { renderProposal } from '../paper/proposal.ts';

export type Seals = ReturnType<typeof sealsOf>;

/** The seals as they land, of how many there may be: a hash and a name each, and nothing of what is sealed (J1). */
export function sealsOf(design: Design) {
  const { proposals, rounds } = design;
  const authors = rounds.filter(({ kind }) => kind === 'proposals').flatMap(({ asked }) => asked);
  const all = new Set([...authors, ...proposals.map((sealed) => sealed.participant)]);
  const seals = proposals.map(({ participant: id, sha256 }) => ({
    title: participant(design, id).title,
    sha256,
  }));
  return { of: all.size, seals };
}

export type RevealedProposal = ReturnType<typeof proposalsOf>[number];

/** Nothing before the reveal (J1). In the drawn order, each with its whole, byte for byte what was sealed. */
export function proposalsOf(design: Design) {
  return byLetter(design)
    .filter(({ revealed }) => revealed)
    .map((sealed) => {
      const { participant: id } = sealed;
      const { title, emoji } = participant(design, id);
      const { headline, confidence, claims } = sealed.proposal;
      return {
        title,
        emoji,
        headline,
        confidence,
        claims: claims.length,
        sources: sourcesOf(design, id),
        file: { name: `${id}.md`, text: renderProposal(design, sealed) },
      };
    });
}

/** How the citations of a revealed proposal stand, in words: `2 citations checked`. */
export function sourcesOf(design: Design, id: ParticipantId): string[] {
  return citationCounts(claimsOf(design).filter((claim) => claim.participant === id)).map(
    ({ words }) => words,
  );
}
