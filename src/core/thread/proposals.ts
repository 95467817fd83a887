import type { Design } from '../design.ts';
import { byLetter } from '../paper/pieces.ts';
import { participant } from '../participants.ts';
import { labelOf } from '../proposal/labels.ts';
import { renderProposal } from '../proposal/render.ts';

/** The seals as they land: a hash and a name each, and nothing of what is sealed (J1). */
export interface Seals {
  /** How many proposals there may be. */
  readonly of: number;
  readonly seals: readonly { readonly title: string; readonly sha256: string }[];
}

export function sealsOf(design: Design): Seals {
  const { proposals, rounds } = design;
  const authors = rounds.filter(({ kind }) => kind === 'proposals').flatMap(({ asked }) => asked);
  const all = new Set([...authors, ...proposals.map((sealed) => sealed.participant)]);
  const seals = proposals.map(({ participant: id, sha256 }) => ({
    title: participant(design, id).title,
    sha256,
  }));
  return { of: all.size, seals };
}

export interface RevealedProposal {
  readonly title: string;
  readonly emoji: string;
  readonly headline: string;
  readonly confidence: number;
  readonly claims: number;
  /** The whole, byte for byte what was sealed. */
  readonly file: { readonly name: string; readonly text: string };
}

/** Nothing before the reveal (J1). In the drawn order. */
export function proposalsOf(design: Design): RevealedProposal[] {
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
