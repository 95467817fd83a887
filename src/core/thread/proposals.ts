import type { Design } from '../design.ts';
import { byLetter } from '../paper/pieces.ts';
import { participant } from '../participants.ts';
import { labelOf } from '../proposal/labels.ts';
import { renderProposal } from '../proposal/render.ts';

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
    .map(({ participant: id, proposal }) => {
      const { title, emoji } = participant(design, id);
      const { topic, rehearsal } = design;
      const text = renderProposal({ title, label: labelOf(design, id), topic, proposal, rehearsal });
      const { headline, confidence, claims } = proposal;
      return { title, emoji, headline, confidence, claims: claims.length, file: { name: `${id}.md`, text } };
    });
}
