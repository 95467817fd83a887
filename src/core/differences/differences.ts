import { claimsOf, type LabelledClaim, unknownClaims } from '../proposals/labels.ts';
import { type Refusal, refuse } from '../vocabulary/commands.ts';
import { lettersOf } from '../vocabulary/compared.ts';
import type { Design } from '../vocabulary/design.ts';
import type { DivergenceId } from '../vocabulary/ids.ts';
import { repeated } from '../vocabulary/named.ts';
import type { Impact, MappedDifference } from '../vocabulary/submission.ts';

/** A difference with its id, its holders by claim, and its impact raised to the least it must have. */
export function mapped(design: Design, difference: MappedDifference, id: DivergenceId) {
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
        ...new Set(claims.filter((claim) => ids.includes(claim.id)).map((claim) => claim.participant)),
      ],
    })),
  };
}

/** Raises a low grade if two sides have decision claims: both cannot be carried out, so the decision depends on the side. */
function impactOf(claims: readonly LabelledClaim[], { impact, positions }: MappedDifference): Impact {
  const decisions = claims.filter(({ kind }) => kind === 'decision').map(({ id }) => id);
  const sides = positions.filter((position) => position.claims.some((id) => decisions.includes(id)));
  return impact === 'low' && sides.length > 1 ? 'medium' : impact;
}

export function checkDifferences(design: Design, differences: readonly MappedDifference[]): Refusal[] {
  const places = differences.map(positionsByClaims);
  const twice = repeated(places).map((place) => {
    const numbers = places.flatMap((each, index) => (each === place ? [index + 1] : [])).join(', ');
    const message = `Differences ${numbers} have the same positions, made of the same claims; a difference stands on the map once. Keep the one that asks what would be decided otherwise.`;
    return refuse('invalid', message);
  });
  return [
    ...differences.flatMap((each, index) => checkDifference(design, each, `Difference ${index + 1}`)),
    ...twice,
  ];
}

/** Equal for the same claims on the same positions, in any order. */
function positionsByClaims({ positions }: MappedDifference): string {
  return positions
    .map(({ claims }) => claims.toSorted().join())
    .toSorted()
    .join(' ');
}

function checkDifference(design: Design, difference: MappedDifference, where: string): Refusal[] {
  const claims = claimsOf(design);
  const named = difference.positions.flatMap((position) => position.claims);
  const unknown = unknownClaims(claims, named, (ids) => `${where} names ${ids}`);
  if (unknown.length > 0) return unknown;
  const twice = repeated(named);
  if (twice.length > 0) {
    const message = `${where} puts ${twice.join(', ')} on more than one position; a claim stands on one.`;
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
    const its = positions.map((position) => position.claims.filter((id) => id.startsWith(`${label}-`)));
    if (its.filter((ids) => ids.length > 0).length < 2) return [];
    const message = `${where} puts claims of proposal ${label} (${its.flat().join(', ')}) on different positions; a proposal holds one at most. Leave out those that do not take its side.`;
    return [refuse('invalid', message)];
  });
}

/** Refuses positions that do not exclude each other by their words: one says what another says, or a part of it. */
function checkStatements({ positions }: MappedDifference, where: string): Refusal[] {
  return positions.flatMap(({ statement }, index) =>
    positions.slice(index + 1).flatMap((other) => {
      const [one, two] = [lettersOf(statement), lettersOf(other.statement)];
      const part = contains(two, one) ? statement : other.statement;
      if (!contains(two, one) && !contains(one, two)) return [];
      const message = `${where} has a position whose words, “${part}”, stand in another one’s too. Say in each what would be done instead of the other, so that nobody can hold both.`;
      return [refuse('invalid', message)];
    }),
  );
}

/** Returns true if a text has another in it, as whole words; the mark that ends the other's sentence does not count. */
function contains(text: string, words: string): boolean {
  const wanted = ENDS.some((mark) => words.endsWith(mark)) ? words.slice(0, -1) : words;
  for (let at = text.indexOf(wanted); at !== -1 && wanted !== ''; at = text.indexOf(wanted, at + 1)) {
    const [before = '', after = ''] = [text.slice(0, at).at(-1), text.at(at + wanted.length)];
    if (!IN_WORD.test(before) && !IN_WORD.test(after)) return true;
  }
  return false;
}

const ENDS = ['.', '!', '…', '。'];
const IN_WORD = /[\p{L}\p{N}]/u;
