import type { Design } from '../design.ts';
import type { ClaimId, ParticipantId, ProposalLabel } from '../ids.ts';
import type { Proposal } from '../submission.ts';

/** One claim of a revealed proposal, under the only name it has outside its author's turn. */
export interface LabelledClaim extends Readonly<Proposal['claims'][number]> {
  /** `<letter>-<n>`, n from 1 in the order in which the proposal states its claims. */
  readonly id: ClaimId;
  readonly label: ProposalLabel;
  readonly participant: ParticipantId;
}

/** Participants are bounded at 20, so one letter each is enough. */
const FIRST_LETTER = 'A'.charCodeAt(0);

/**
 * The letter under which others see this participant's proposal: its place in the order drawn for the design (J3).
 * Empty for a participant that does not propose.
 */
export function labelOf(design: Pick<Design, 'drawnOrder'>, participant: ParticipantId): ProposalLabel | '' {
  const index = design.drawnOrder.indexOf(participant);
  return index < 0 ? '' : letterAt(index);
}

/** The participant behind a letter: names come back by code (J3). `null` for a letter that nobody has. */
export function participantOf(
  design: Pick<Design, 'drawnOrder'>,
  label: ProposalLabel,
): ParticipantId | null {
  return design.drawnOrder.find((_, index) => letterAt(index) === label) ?? null;
}

/** The claims of revealed proposals only (J1), by letter and then in the order in which they were stated. */
export function claimsOf(design: Pick<Design, 'drawnOrder' | 'proposals'>): LabelledClaim[] {
  return design.drawnOrder.flatMap((participant) => {
    const sealed = design.proposals.findLast((each) => each.participant === participant);
    if (sealed?.revealed !== true) return [];
    const label = labelOf(design, participant);
    return sealed.proposal.claims.map((claim, index) => ({
      id: claimIdAt(label, index),
      label,
      participant,
      ...claim,
    }));
  });
}

/** The id of the claim at this place, counted from 0, of the proposal with this letter. */
export function claimIdAt(label: ProposalLabel, index: number): ClaimId {
  return `${label}-${index + 1}`;
}

function letterAt(index: number): ProposalLabel {
  return String.fromCharCode(FIRST_LETTER + index);
}
