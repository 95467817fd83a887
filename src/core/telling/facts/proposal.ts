import { citationCounts } from '../../citation/cited.ts';
import { claimsOf } from '../../proposal/labels.ts';
import type { Design, SealedProposal } from '../../vocabulary/design.ts';
import { confidence, counted } from '../../vocabulary/figures.ts';
import type { ParticipantId } from '../../vocabulary/ids.ts';
import { participant } from '../../vocabulary/participants.ts';
import { given, type Line, line, ours, prose } from '../document.ts';

/** Proposals in the drawn order, A first (J3). */
export function byLetter(design: Pick<Design, 'drawnOrder' | 'proposals'>): SealedProposal[] {
  const place = ({ participant: id }: SealedProposal) => design.drawnOrder.indexOf(id);
  return design.proposals.toSorted((one, other) => place(one) - place(other));
}

/** Nothing before the reveal (J1). */
export function shownProposals(design: Design): SealedProposal[] {
  return byLetter(design).filter(({ revealed }) => revealed);
}

export type Seals = ReturnType<typeof sealsOf>;

/** The seals as they land, of how many there may be: a hash and a name each, and nothing of what is sealed (J1). */
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

/** `Subtractor: Move the queue · Confidence 0.8 · 4 claims, 2 citations stand there` */
export function proposalLine(
  design: Design,
  { participant: id, proposal }: SealedProposal,
  most: number,
): Line {
  const { title, emoji } = participant(design, id);
  const { headline, claims, confidence: sure } = proposal;
  const who = given(`${emoji} ${title}:`, most, { bold: true });
  const facts = [counted(claims.length, 'claim'), ...sourcesOf(design, id)].join(', ');
  const words = prose(headline, most, { bold: true });
  return line`${who}${ours(' ', { bold: true })}${words} · Confidence ${confidence(sure)} · ${facts}`;
}

/** Counts the citations of a revealed proposal by state: `2 citations stand there`. */
function sourcesOf(design: Design, id: ParticipantId): string[] {
  const own = claimsOf(design).filter((claim) => claim.participant === id);
  return citationCounts(own).map(({ words, behindOthers }, index) => (index === 0 ? words : behindOthers));
}
