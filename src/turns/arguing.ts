/**
 * What those who argue are shown of the proposals (J2): positions, and claims under names that tell
 * neither who made them nor how many hold a position. Each position shows equally many; `1b-2` is
 * the second claim of position 1b. What they submit is put back into the claims' own names.
 */

import { type Claim, claimsOf } from '#design/claims.ts';
import { firstPositionOf } from '#design/evolve-differences.ts';
import type { ParticipantId } from '#design/ids.ts';
import { isContested, wasArgued } from '#design/refinement.ts';
import type { Design, Difference } from '#design/state.ts';
import { Argue } from '#design/submissions.ts';

const MOST_CLAIMS = 8;

/** `alias`: `1b-2`, for a claim whose name is `C-4`. */
type ShownClaim = Claim & { readonly alias: string };

/** The same before and after somebody has moved. */
export function listArgued(design: Design): Difference[] {
  return (design.differences ?? []).filter(
    (each) => each.impact === 'high' && (wasArgued(each) || isContested(each)),
  );
}

/** By position, in the order of the positions, as they were held when the arguing began. */
export function listShownClaims(design: Design, difference: Difference): ShownClaim[][] {
  const available = difference.positions.map(({ id }) => {
    const holders = design.letters.filter((each) => firstPositionOf(difference, each) === id);
    return takeInTurn(holders.map((holder) => supportingClaims(design, holder)));
  });
  const most = Math.min(MOST_CLAIMS, ...available.map((claims) => claims.length));
  return available.map((claims, index) =>
    claims.slice(0, most).map((claim, place) => ({
      ...claim,
      alias: `${difference.positions[index]?.id}-${place + 1}`,
    })),
  );
}

/** Reasons, facts, risks and costs; not the decision itself, which each holder states once, nor what speaks against it. */
function supportingClaims(design: Design, holder: ParticipantId): Claim[] {
  const claims = claimsOf(design).filter(({ participant }) => participant === holder);
  const supporting = claims.filter(({ against, kind }) => !against && kind !== 'decision');
  return supporting.length > 0 ? supporting : claims;
}

/** The first of each, then the second of each. */
function takeInTurn<Item>(lists: readonly (readonly Item[])[]): Item[] {
  const longest = Math.max(0, ...lists.map((list) => list.length));
  return Array.from({ length: longest }, (_, place) =>
    lists.flatMap((list) => list.slice(place, place + 1)),
  ).flat();
}

/**
 * Claims that do not stand under another position. Told here, since the design would list what it
 * knows by the claims' own names; those are taken too.
 */
export function checkAliases(design: Design, participant: ParticipantId, input: unknown): string[] {
  const parsed = Argue.safeParse(input);
  if (!parsed.success) return [];
  return parsed.data.points.flatMap(({ difference: id, claim, movedBy }) => {
    const difference = listArgued(design).find((each) => each.id === id);
    if (difference === undefined) return [];
    const own = firstPositionOf(difference, participant);
    const aliases = listShownClaims(design, difference)
      .filter((_, index) => difference.positions[index]?.id !== own)
      .flatMap((claims) => claims.map(({ alias }) => alias));
    const names = claimsOf(design)
      .filter((each) => ![own, null].includes(firstPositionOf(difference, each.participant)))
      .map(({ name }) => name);
    const named = movedBy === '' ? [claim] : [claim, movedBy];
    return named
      .filter((name) => !aliases.includes(name) && !names.includes(name))
      .map(
        (name) =>
          `On ${id} there is no claim of another position “${name}”: known are ${aliases.join(', ')}.`,
      );
  });
}

/** An argument with the claims' own names in place of those that were shown, in every text. */
export function restoreNames(design: Design, input: unknown): unknown {
  const names = new Map(
    listArgued(design)
      .flatMap((difference) => listShownClaims(design, difference).flat())
      .map(({ alias, name }) => [alias, name]),
  );
  return restore(input);

  function restore(value: unknown): unknown {
    if (typeof value === 'string')
      return value.replaceAll(/\b\d{1,2}[a-d]-\d\b/g, (alias) => names.get(alias) ?? alias);
    if (Array.isArray(value)) return value.map(restore);
    if (value === null || typeof value !== 'object') return value;
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, restore(inner)]));
  }
}
