import { claimsOf, type LabelledClaim, unknownClaims } from '../proposal/labels.ts';
import type { Author } from '../round/turns.ts';
import { type Refusal, refuse, refuseForAll } from '../vocabulary/commands.ts';
import type { Draft } from '../vocabulary/draft.ts';
import type { ClaimId } from '../vocabulary/ids.ts';
import type { SubmissionInput } from '../vocabulary/submission.ts';
import { checkDifferences, mapped } from './differences.ts';
import { type Opposed, opposedAmong, opposedDecisions, opposedWords } from './opposed.ts';

/**
 * Records the map of differences. The synthesizer speaks of claims; the holders of a position are computed from them (J3, J6).
 * The map is refused if a decision claim is missing, so an empty one cannot make two exclusive proposals agree.
 */
export function mapDivergences(
  draft: Draft,
  author: Author,
  input: SubmissionInput<'map_divergences'>,
): Refusal | null {
  const claims = claimsOf(draft.design);
  const agreed = input.agreements.flatMap((agreement) => agreement.claims);
  const refusal = refuseForAll([
    ...unknownClaims(claims, agreed, (ids) => `An agreement names ${ids}`),
    ...checkDifferences(draft.design, input.divergences, 'Difference'),
    ...misplacedDecisions(claims, input, agreed),
    ...unopposedDecisions(claims, input),
    ...dividedAgreements(claims, input),
  ]);
  if (refusal !== null) return refusal;
  const divergences = input.divergences.map((each, index) =>
    mapped(draft.design, each, `D${index + 1}` as const),
  );
  draft.record({ type: 'divergences_mapped', ...author, agreements: input.agreements, divergences });
  return null;
}

function misplacedDecisions(
  claims: readonly LabelledClaim[],
  { divergences }: SubmissionInput<'map_divergences'>,
  agreed: readonly ClaimId[],
): Refusal[] {
  const placed = new Set([
    ...agreed,
    ...divergences.flatMap(({ positions }) => positions.flatMap((position) => position.claims)),
  ]);
  const left = claims.filter(({ kind, id }) => kind === 'decision' && !placed.has(id)).map(({ id }) => id);
  if (left.length === 0) return [];
  const message = `These decision claims stand in no agreement and on no position: ${left.join(', ')}. Put each on a position of a difference, or in an agreement if nobody speaks against it.`;
  return [refuse('incomplete', message)];
}

/** Refuses opposed decisions that no difference opposes: an empty map cannot make two exclusive proposals agree. */
function unopposedDecisions(
  claims: readonly LabelledClaim[],
  { divergences }: SubmissionInput<'map_divergences'>,
): Refusal[] {
  const isOnMap = ([one, other]: Opposed) =>
    divergences.some(({ positions }) => {
      const [first, second] = [one, other].map(({ id }) =>
        positions.findIndex((position) => position.claims.includes(id)),
      );
      return first !== -1 && second !== -1 && first !== second;
    });
  return opposedDecisions(claims)
    .filter((pair) => !isOnMap(pair))
    .map((pair) =>
      refuse('incomplete', `${opposedWords(pair)}. Put them on two positions of one difference.`),
    );
}

/** Refuses an agreement of claims that oppose each other. */
function dividedAgreements(
  claims: readonly LabelledClaim[],
  { agreements }: SubmissionInput<'map_divergences'>,
): Refusal[] {
  return agreements.flatMap((agreement, index) =>
    opposedAmong(claims.filter(({ id }) => agreement.claims.includes(id))).map((pair) => {
      const message = `Agreement ${index + 1} holds claims that oppose each other: ${opposedWords(pair)}. Name only claims that say its sentence.`;
      return refuse('invalid', message);
    }),
  );
}
