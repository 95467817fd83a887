import type { Design, SealedProposal } from '../core/vocabulary/design.ts';
import { participant } from '../core/vocabulary/participants.ts';
import { type Line, line, trusted, untrusted, untrustedMarkdown } from './format/document.ts';

/** Proposals in the drawn order, A first (J3). */
export function byLetter(design: Pick<Design, 'drawnOrder' | 'proposals'>): SealedProposal[] {
  const place = ({ participant: id }: SealedProposal) => design.drawnOrder.indexOf(id);
  return design.proposals.toSorted((one, other) => place(one) - place(other));
}

/** Empty before the reveal (J1). */
export function shownProposals(design: Design): SealedProposal[] {
  return byLetter(design).filter(({ revealed }) => revealed);
}

export type Seals = ReturnType<typeof sealsOf>;

/** The seals so far, and how many are expected: a name and a hash each, and nothing of the text (J1). */
export function sealsOf(design: Design) {
  const { proposals, rounds } = design;
  const authors = rounds.filter(({ kind }) => kind === 'proposals').flatMap(({ asked }) => asked);
  const all = new Set([...authors, ...proposals.map((sealed) => sealed.participant)]);
  const seals = proposals.map(({ participant: id, sha256 }) => ({
    participant: id,
    title: participant(design, id).title,
    sha256,
  }));
  return { of: all.size, seals };
}

/** `Subtractor: Move the queue` */
export function proposalLine(
  design: Design,
  { participant: id, proposal }: SealedProposal,
  maxChars: number,
): Line {
  const { title, emoji } = participant(design, id);
  const who = untrusted(`${emoji} ${title}:`, maxChars, { bold: true });
  const words = untrustedMarkdown(proposal.headline, maxChars, { bold: true });
  return line`${who}${trusted(' ', { bold: true })}${words}`;
}
