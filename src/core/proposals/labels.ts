import { type CheckedCitation, checkOf } from '../vocabulary/checked.ts';
import type { Design } from '../vocabulary/design.ts';
import type { ClaimId, ParticipantId, ProposalLabel } from '../vocabulary/ids.ts';
import { rememberFor } from '../vocabulary/remember.ts';
import { NO_CITATION, type Proposal } from '../vocabulary/submission.ts';

/** A claim of a revealed proposal, under its only name outside its author's turn. */
export interface LabelledClaim extends Readonly<Proposal['claims'][number]> {
  /** `<letter>-<n>`, n from 1 in the proposal's order. */
  readonly id: ClaimId;
  readonly label: ProposalLabel;
  readonly participant: ParticipantId;
  /** `null` without a citation or a check. */
  readonly check: CheckedCitation | null;
}

/**
 * Enough for the bound of 20 participants. D, P and Q begin the ids of differences, positions and
 * questions.
 */
const LETTERS = [...'ABCEFGHIJKLMNORSTUVWXYZ'];

type Lettered = Pick<Design, 'drawnOrder'>;

/**
 * The letter by which others know a participant's proposal, from the drawn order. Empty if it does
 * not propose.
 */
export function labelOf(design: Lettered, participant: ParticipantId): ProposalLabel | '' {
  const index = design.drawnOrder.indexOf(participant);
  return index < 0 ? '' : takeLetter(index);
}

/** The participant behind a letter, for code that restores names; `null` for an unused letter. */
export function participantOf(design: Lettered, label: ProposalLabel): ParticipantId | null {
  return design.drawnOrder.find((_, index) => takeLetter(index) === label) ?? null;
}

/** Claims of revealed proposals only, by letter and then in their author's order. */
export const claimsOf: (design: Lettered & Pick<Design, 'proposals'>) => readonly LabelledClaim[] =
  rememberFor((design) =>
    design.drawnOrder.flatMap((participant) => {
      const sealed = design.proposals.findLast((each) => each.participant === participant);
      if (sealed?.revealed !== true) return [];
      const label = labelOf(design, participant);
      return listClaims(sealed.proposal).map((claim, index) => ({
        id: claimIdAt(label, index),
        label,
        participant,
        check: checkOf(sealed.citations, index + 1),
        ...claim,
      }));
    }),
  );

/** Claims of a proposal in its author's order; the last is the one against its own answer. */
export function listClaims({
  claims,
  against,
}: Pick<Proposal, 'claims' | 'against'>): Proposal['claims'] {
  return [...claims, { kind: 'risk', text: against, citation: NO_CITATION }];
}

export function claimIdAt(label: ProposalLabel, index: number): ClaimId {
  return `${label}-${index + 1}`;
}

function takeLetter(index: number): ProposalLabel {
  return LETTERS[index] ?? '';
}
