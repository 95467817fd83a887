/**
 * Where proposals differ. The synthesizer maps the differences (here), personas argue them
 * (`contribution.ts`), and each is settled by agreement, by a person, or not at all.
 */

import { listFoundAlone } from '../proposals/cited.ts';
import { claimsOf, type LabelledClaim } from '../proposals/labels.ts';
import { type Refusal, refuse, refuseForAll } from '../vocabulary/commands.ts';
import { lettersOf } from '../vocabulary/compared.ts';
import type { Design } from '../vocabulary/design.ts';
import type { Draft } from '../vocabulary/draft.ts';
import type { ClaimId, DivergenceId } from '../vocabulary/ids.ts';
import { checkNamed, listRepeated } from '../vocabulary/named.ts';
import type {
  Author,
  Impact,
  MappedDifference,
  SubmissionInput,
} from '../vocabulary/submission.ts';
import { containsWords } from '../vocabulary/text.ts';

/**
 * Records the map of differences. The synthesizer names claims; code finds the holders of each
 * position. Refuses a map that omits a decision claim, so that an empty map cannot make conflicting
 * proposals agree.
 */
export function mapDivergences(
  draft: Draft,
  author: Author,
  input: SubmissionInput<'map_divergences'>,
): Refusal | null {
  const claims = claimsOf(draft.design);
  const agreed = input.agreements.flatMap((agreement) => agreement.claims);
  const refusal = refuseForAll([
    ...checkNamed('An agreement', agreed, idsOf(claims), { mayRepeat: true }),
    ...checkDifferences(draft.design, input.divergences),
    ...checkDecisionsPlaced(claims, input, agreed),
    ...checkLone(claims, input),
  ]);
  if (refusal !== null) return refusal;
  const divergences = input.divergences.map((each, index) =>
    mapPositions(draft.design, each, `D${index + 1}` as const),
  );
  const { agreements, lone } = input;
  draft.record({ type: 'divergences_mapped', ...author, agreements, divergences, lone });
  return null;
}

function checkDecisionsPlaced(
  claims: readonly LabelledClaim[],
  { divergences }: SubmissionInput<'map_divergences'>,
  agreed: readonly ClaimId[],
): Refusal[] {
  const placed = new Set([
    ...agreed,
    ...divergences.flatMap(({ positions }) => positions.flatMap((position) => position.claims)),
  ]);
  const left = claims
    .filter(({ kind, id }) => kind === 'decision' && !placed.has(id))
    .map(({ id }) => id);
  if (left.length === 0) return [];
  const message = `These decision claims are in no agreement and on no position: ${left.join(', ')}. Put each on a position of a difference, or in an agreement if nobody speaks against it.`;
  return [refuse('incomplete', message)];
}

/** Requires each lone claim to cite lines that no other proposal cites. */
function checkLone(
  claims: readonly LabelledClaim[],
  { lone }: SubmissionInput<'map_divergences'>,
): Refusal[] {
  return checkNamed(
    '`lone`',
    lone.map(({ claim }) => claim),
    idsOf(listFoundAlone(claims)),
    { mayRepeat: true },
  );
}

function idsOf(claims: readonly LabelledClaim[]): ClaimId[] {
  return claims.map(({ id }) => id);
}

/** A difference with its id, the holders of its positions, and its impact, raised if necessary. */
export function mapPositions(design: Design, difference: MappedDifference, id: DivergenceId) {
  const claims = claimsOf(design);
  return {
    id,
    description: difference.description,
    cost: difference.cost,
    impact: impactOf(claims, difference),
    positions: difference.positions.map(({ statement, claims: ids }, place) => ({
      id: `P${place + 1}`,
      statement,
      claims: ids,
      holders: [
        ...new Set(
          claims.filter((claim) => ids.includes(claim.id)).map((claim) => claim.participant),
        ),
      ],
    })),
  };
}

/**
 * Raises a low impact if two sides have decision claims: only one can be carried out, so the
 * decision depends on the side.
 */
function impactOf(
  claims: readonly LabelledClaim[],
  { impact, positions }: MappedDifference,
): Impact {
  const decisions = claims.filter(({ kind }) => kind === 'decision').map(({ id }) => id);
  const sides = positions.filter((position) =>
    position.claims.some((id) => decisions.includes(id)),
  );
  return impact === 'low' && sides.length > 1 ? 'medium' : impact;
}

function checkDifferences(design: Design, differences: readonly MappedDifference[]): Refusal[] {
  const places = differences.map(keyByClaims);
  const twice = listRepeated(places).map((place) => {
    const numbers = places.flatMap((each, index) => (each === place ? [index + 1] : [])).join(', ');
    const message = `Differences ${numbers} have the same positions, made of the same claims; map each difference once. Keep the one that asks what would be decided differently.`;
    return refuse('invalid', message);
  });
  return [
    ...differences.flatMap((each, index) =>
      checkDifference(design, each, `Difference ${index + 1}`),
    ),
    ...twice,
  ];
}

/** A key that is equal for the same claims on the same positions, in any order. */
function keyByClaims({ positions }: MappedDifference): string {
  return positions
    .map(({ claims }) => claims.toSorted().join())
    .toSorted()
    .join(' ');
}

function checkDifference(design: Design, difference: MappedDifference, where: string): Refusal[] {
  const claims = claimsOf(design);
  const named = difference.positions.flatMap((position) => position.claims);
  const unknown = checkNamed(where, named, idsOf(claims), { mayRepeat: true });
  if (unknown.length > 0) return unknown;
  const twice = listRepeated(named);
  if (twice.length > 0) {
    const message = `${where} puts ${twice.join(', ')} on more than one position; a claim belongs to one.`;
    return [refuse('invalid', message), ...checkStatements(difference, where)];
  }
  return [...checkSplit(claims, difference, where), ...checkStatements(difference, where)];
}

function checkSplit(
  claims: readonly LabelledClaim[],
  { positions }: MappedDifference,
  where: string,
): Refusal[] {
  const labels = [...new Set(claims.map(({ label }) => label))];
  return labels.flatMap((label) => {
    const its = positions.map((position) =>
      position.claims.filter((id) => id.startsWith(`${label}-`)),
    );
    if (its.filter((ids) => ids.length > 0).length < 2) return [];
    const message = `${where} puts claims of proposal ${label} (${its.flat().join(', ')}) on different positions; a proposal holds at most one. Leave out the claims that do not take its side.`;
    return [refuse('invalid', message)];
  });
}

/**
 * Refuses positions whose words do not exclude each other: one repeats another, or a part of it.
 */
function checkStatements({ positions }: MappedDifference, where: string): Refusal[] {
  return positions.flatMap(({ statement }, index) =>
    positions.slice(index + 1).flatMap((other) => {
      const one = lettersOf(statement);
      const two = lettersOf(other.statement);
      const part = contains(two, one) ? statement : other.statement;
      if (!contains(two, one) && !contains(one, two)) return [];
      const message = `${where} has a position whose words, “${part}”, are also in another position. Say in each what would be done instead of the other, so that nobody can hold both.`;
      return [refuse('invalid', message)];
    }),
  );
}

/** `true` if a text contains these words as whole words; ignores the mark at their end. */
function contains(text: string, words: string): boolean {
  return containsWords(
    text,
    ENDS.some((mark) => words.endsWith(mark)) ? words.slice(0, -1) : words,
  );
}

const ENDS = ['.', '!', '…', '。'];
