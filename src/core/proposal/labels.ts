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
  /** What code found where it cites; `null` where nothing was cited, or nobody looked. */
  readonly check: CheckedCitation | null;
}

/**
 * Participants are bounded at 20, so one letter each is enough. Differences, positions and questions have ids that begin
 * with D, P and Q.
 */
const LETTERS = [...'ABCEFGHIJKLMNORSTUVWXYZ'];

/** What the letters of a design's proposals follow from. */
export type Lettered = Pick<Design, 'drawnOrder'>;

/**
 * The letter under which others see this participant's proposal: its place in the order drawn for the design (J3).
 * Empty for a participant that does not propose.
 */
export function labelOf(design: Lettered, participant: ParticipantId): ProposalLabel | '' {
  const index = design.drawnOrder.indexOf(participant);
  return index < 0 ? '' : letterAt(index);
}

/** The participant behind a letter: names come back by code (J3). `null` for a letter that nobody has. */
export function participantOf(design: Lettered, label: ProposalLabel): ParticipantId | null {
  return design.drawnOrder.find((_, index) => letterAt(index) === label) ?? null;
}

/** The claims of revealed proposals only (J1), by letter and then in the order in which they were stated. */
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

/** Refuses ids that no claim has, with those that there are (A4). */
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

/** The id of the claim at this place, counted from 0, of the proposal with this letter. */
export function claimIdAt(label: ProposalLabel, index: number): ClaimId {
  return `${label}-${index + 1}`;
}

function letterAt(index: number): ProposalLabel {
  return LETTERS[index] ?? '';
}
