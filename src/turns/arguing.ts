/**
 * What those who argue are shown of the proposals (J2): positions, and claims under names that tell
 * neither who made them nor how many hold a position. Each position shows equally many; `1b-2` is
 * the second claim of position 1b. What they submit is put back into the claims' own names.
 */

import { type Claim, claimsOf } from '#design/claims.ts';
import type { ParticipantId } from '#design/ids.ts';
import type { Design, Difference } from '#design/state.ts';

const MOST_CLAIMS = 8;

/** `alias`: `1b-2`, for a claim whose name is `C-4`. */
export type ShownClaim = Claim & { readonly alias: string };

/** Differences that are argued: those of high impact. */
export function listArgued(design: Design): readonly Difference[] {
  return (design.differences ?? []).filter(({ impact }) => impact === 'high');
}

export function positionOf(
  { positions }: Difference,
  participant: ParticipantId,
): Difference['positions'][number] | undefined {
  return positions.find(({ holders }) => holders.includes(participant));
}

/** By position, in the order of the positions; a claim against its own author's answer is left out. */
export function listShownClaims(design: Design, { positions }: Difference): ShownClaim[][] {
  const supporting = claimsOf(design).filter(({ against }) => !against);
  const available = positions.map(({ holders }) =>
    takeInTurn(holders.map((id) => supporting.filter(({ participant }) => participant === id))),
  );
  const most = Math.min(MOST_CLAIMS, ...available.map((claims) => claims.length));
  return available.map((claims, index) =>
    claims
      .slice(0, most)
      .map((claim, place) => ({ ...claim, alias: `${positions[index]?.id}-${place + 1}` })),
  );
}

/** The first of each, then the second of each. */
function takeInTurn<Item>(lists: readonly (readonly Item[])[]): Item[] {
  const longest = Math.max(0, ...lists.map((list) => list.length));
  return Array.from({ length: longest }, (_, place) =>
    lists.flatMap((list) => list.slice(place, place + 1)),
  ).flat();
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
