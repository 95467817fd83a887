import { type CheckedCitation, checkOf } from '../vocabulary/checked.ts';
import { type Refusal, refuse } from '../vocabulary/commands.ts';
import type { Design } from '../vocabulary/design.ts';
import type { ClaimId, ParticipantId, ProposalLabel } from '../vocabulary/ids.ts';
import type { Proposal } from '../vocabulary/submission.ts';

/** One claim of a revealed proposal, under the only name it has outside its author's turn. */
export interface LabelledClaim extends Readonly<Proposal['claims'][number]> {
  /** `<letter>-<n>`, n from 1 in the order in which the proposal states its claims. */
  readonly id: ClaimId;
  readonly label: ProposalLabel;
  readonly participant: ParticipantId;
  /** The result of checking its citation; `null` without a citation or a check. */
  readonly check: CheckedCitation | null;
}

/**
 * Participants are bounded at 20, so one letter each is enough. Differences, positions and questions have ids that begin
 * with D, P and Q.
 */
const LETTERS = [...'ABCEFGHIJKLMNORSTUVWXYZ'];

/** The basis for the letters of a design's proposals. */
type Lettered = Pick<Design, 'drawnOrder'>;

/**
 * Returns the letter under which others see this participant's proposal: its place in the order drawn for the design (J3).
 * Empty for a participant that does not propose.
 */
export function labelOf(design: Lettered, participant: ParticipantId): ProposalLabel | '' {
  const index = design.drawnOrder.indexOf(participant);
  return index < 0 ? '' : letterAt(index);
}

/** Returns the participant behind a letter: names come back by code (J3). `null` for an unused letter. */
export function participantOf(design: Lettered, label: ProposalLabel): ParticipantId | null {
  return design.drawnOrder.find((_, index) => letterAt(index) === label) ?? null;
}

/** Returns the claims of revealed proposals only (J1), by letter and then in the order stated. */
export function claimsOf(design: Lettered & Pick<Design, 'proposals'>): LabelledClaim[] {
  return design.drawnOrder.flatMap((participant) => {
    const sealed = design.proposals.findLast((each) => each.participant === participant);
    if (sealed?.revealed !== true) return [];
    const label = labelOf(design, participant);
    return sealed.proposal.claims.map((claim, index) => ({
      id: claimIdAt(label, index),
      label,
      participant,
      check: checkOf(sealed.citations, index + 1),
      ...claim,
    }));
  });
}

/** Refuses unknown claim ids and lists the known ones (A4). */
export function unknownClaims(
  claims: readonly LabelledClaim[],
  named: readonly ClaimId[],
  found = (ids: string) => `There is no claim ${ids}`,
): Refusal[] {
  const known = claims.map(({ id }) => id);
  const unknown = [...new Set(named)].filter((id) => !known.includes(id));
  if (unknown.length === 0) return [];
  return [refuse('unknown_reference', `${found(unknown.join(', '))}; the claims are ${known.join(', ')}.`)];
}

/** Returns the id of the claim at this index, from 0, of the proposal with this letter. */
export function claimIdAt(label: ProposalLabel, index: number): ClaimId {
  return `${label}-${index + 1}`;
}

function letterAt(index: number): ProposalLabel {
  return LETTERS[index] ?? '';
}
