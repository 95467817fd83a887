import { type Refusal, refuse } from '../commands.ts';
import type { Design } from '../design.ts';
import type { Draft } from '../draft.ts';
import type { ClaimId, ParticipantId, PositionId } from '../ids.ts';
import { claimsOf, labelOf, participantOf } from '../proposal/labels.ts';
import type { Author } from '../round/contribution.ts';
import type { Round } from '../round/round.ts';
import type { SubmissionInput } from '../submission.ts';
import { type Stance, stancesAtOpening } from './stances.ts';

/** The synthesizer speaks of letters; names come back here, by code (J3). */
export function mapDivergences(
  draft: Draft,
  author: Author,
  input: SubmissionInput<'map_divergences'>,
): Refusal | null {
  const { design } = draft;
  const revealed = design.proposals.filter((sealed) => sealed.revealed).map((sealed) => sealed.participant);
  const letters = revealed.map((id) => labelOf(design, id)).toSorted();
  const known = (letter: string): ParticipantId | null => {
    const id = participantOf(design, letter);
    return id !== null && revealed.includes(id) ? id : null;
  };
  for (const [index, divergence] of input.divergences.entries()) {
    const named = divergence.positions.flatMap((position) => position.proposals);
    const unknown = named.filter((letter) => known(letter) === null);
    const where = `divergence ${index + 1}`;
    if (unknown.length > 0) {
      const message = `${where} names ${unknown.join(', ')}; the proposals are ${letters.join(', ')}.`;
      return refuse('unknown_reference', message);
    }
    if (new Set(named).size < named.length) {
      return refuse('invalid', `${where} puts one proposal into two positions; each holds one at most.`);
    }
  }
  const divergences = input.divergences.map(({ description, impact, positions }, index) => ({
    id: `D${index + 1}` as const,
    description,
    impact,
    positions: positions.map((position, place) => ({
      id: `P${place + 1}`,
      statement: position.statement,
      holders: position.proposals.map(known).filter((id) => id !== null),
    })),
  }));
  draft.record({ type: 'divergences_mapped', ...author, agreements: input.agreements, divergences });
  return null;
}

/** An argument says which position its author holds now (J2) and which claims of the other side it answers (J6). */
export function argue(
  draft: Draft,
  author: Author,
  round: Round,
  input: SubmissionInput<'argue'>,
): Refusal | null {
  const { design } = draft;
  const divergence = design.divergences.find((each) => each.id === round.divergenceId);
  if (divergence === undefined) throw new Error(`broken invariant: round ${round.id} argues no divergence`);
  const stances = stancesAtOpening(design, divergence, round.id);
  const before = stances.find(({ participant }) => participant === author.participant);
  if (before === undefined) {
    throw new Error(`broken invariant: ${author.participant} is not concerned by ${divergence.id}`);
  }
  const positions = divergence.positions.map((position) => position.id);
  if (!positions.includes(input.position)) {
    const message = `There is no position ${input.position}; the positions are ${positions.join(', ')}.`;
    return refuse('unknown_reference', message);
  }
  const refusal = checkAddressed(design, stances, before.position, input.addresses);
  if (refusal !== null) return refusal;
  const changed = input.position !== before.position;
  draft.record({
    type: 'position_argued',
    ...author,
    divergenceId: divergence.id,
    before: { position: before.position, confidence: before.confidence },
    after: { position: input.position, confidence: input.confidence },
    addresses: input.addresses,
    argument: input.argument,
    changedBecause: changed ? input.changedBecause : '',
  });
  return null;
}

/** What is answered is the other side: claims of those who held another position when the round opened (J6). */
function checkAddressed(
  design: Design,
  stances: readonly Stance[],
  position: PositionId,
  addresses: readonly ClaimId[],
): Refusal | null {
  const claims = claimsOf(design);
  const known = claims.map((claim) => claim.id);
  const unknown = addresses.filter((id) => !known.includes(id));
  if (unknown.length > 0) {
    const message = `There is no claim ${unknown.join(', ')}; the claims are ${known.join(', ')}.`;
    return refuse('unknown_reference', message);
  }
  const opposed = stances.filter((each) => each.position !== position).map((each) => each.participant);
  const theirs = claims.filter((claim) => opposed.includes(claim.participant)).map((claim) => claim.id);
  if (!addresses.some((id) => theirs.includes(id))) {
    const message = `An argument answers at least one claim of the other side: ${theirs.join(', ')}.`;
    return refuse('incomplete', message);
  }
  return null;
}
