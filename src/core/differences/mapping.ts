import { foundAlone } from '../proposals/cited.ts';
import { claimsOf, type LabelledClaim, unknownClaims } from '../proposals/labels.ts';
import { type Refusal, refuse, refuseForAll } from '../vocabulary/commands.ts';
import type { Draft } from '../vocabulary/draft.ts';
import type { ClaimId } from '../vocabulary/ids.ts';
import type { SubmissionInput } from '../vocabulary/submission.ts';
import type { Author } from '../workflow/rounds/turns.ts';
import { checkDifferences, mapped } from './differences.ts';

/**
 * Records the map of differences. The synthesizer names claims; code finds the holders of each position (J3, J6). A map that
 * omits a decision claim is refused, so an empty map cannot make exclusive proposals agree.
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
    ...checkDifferences(draft.design, input.divergences),
    ...misplacedDecisions(claims, input, agreed),
    ...notAlone(claims, input),
  ]);
  if (refusal !== null) return refusal;
  const divergences = input.divergences.map((each, index) =>
    mapped(draft.design, each, `D${index + 1}` as const),
  );
  const { agreements, lone } = input;
  draft.record({ type: 'divergences_mapped', ...author, agreements, divergences, lone });
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

/** Requires each lone claim to be found and cited in a single proposal (J4). */
function notAlone(claims: readonly LabelledClaim[], { lone }: SubmissionInput<'map_divergences'>): Refusal[] {
  const alone = foundAlone(claims).map(({ id }) => id);
  const others = lone.map(({ claim }) => claim).filter((claim) => !alone.includes(claim));
  if (others.length === 0) return [];
  const message = `\`lone\` names ${others.join(', ')}; with a citation one proposal alone has found ${alone.join(', ') || 'nothing'}.`;
  return [refuse('unknown_reference', message)];
}
