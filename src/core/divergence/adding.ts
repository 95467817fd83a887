import { type Refusal, refuse } from '../commands.ts';
import type { Design, Divergence } from '../design.ts';
import type { Draft } from '../draft.ts';
import type { Author } from '../round/contribution.ts';
import type { MappedDifference } from '../submission.ts';
import { differenceLabel } from './labels.ts';
import { checkDifferences, mapped } from './mapping.ts';

/** As many may be added to a map by those who argue, by all of them together. Our own choice. */
const MAX_ADDED = 4;

/** Why what somebody misses on the map cannot be added to it. */
export function checkMissed(design: Design, missed: readonly MappedDifference[]): Refusal | null {
  const added = design.divergences.filter(({ addedIn }) => addedIn !== null).length;
  const fresh = missed.filter((each) => !isOnMap(design, each));
  if (added + fresh.length > MAX_ADDED) {
    const message = `No more than ${MAX_ADDED} differences can be added to a map, and ${added} are. Leave \`missed\` empty, or keep what matters most.`;
    return refuse('invalid', message);
  }
  const reopened = fresh.map((each) => settledBetween(design, each)).find((found) => found !== undefined);
  if (reopened !== undefined) {
    const message = `${reopened.settlement?.person} has settled difference ${differenceLabel(reopened.id)} between these proposals, and it is not argued again under another name. Leave it out of \`missed\`; say it once, as a dissent, when you sign.`;
    return refuse('invalid', message);
  }
  return checkDifferences(design, missed, 'Missed difference');
}

/** What is on the map already is not added again: two may miss the same, and neither sees the other's submission. */
export function addMissed(draft: Draft, author: Author, missed: readonly MappedDifference[]): void {
  for (const each of missed) {
    if (isOnMap(draft.design, each)) continue;
    const id = `D${draft.design.divergences.length + 1}` as const;
    draft.record({ type: 'divergence_added', ...author, divergence: mapped(draft.design, each, id) });
  }
}

function isOnMap({ divergences }: Design, { positions }: MappedDifference): boolean {
  const isSame = (divergence: Divergence) => {
    const places = positions.map(({ claims }) =>
      divergence.positions.findIndex((other) => other.claims.some((claim) => claims.includes(claim))),
    );
    return !places.includes(-1) && new Set(places).size === places.length;
  };
  return divergences.some(isSame);
}

/** What a person has settled between proposals that this one would set against each other once more (J8). */
function settledBetween({ divergences }: Design, { positions }: MappedDifference): Divergence | undefined {
  const letters = (claims: readonly string[]) => new Set(claims.map((claim) => claim.split('-', 1)[0]));
  const sides = positions.map(({ claims }) => letters(claims));
  return divergences.find(({ settlement, positions: settled }) => {
    if (settlement?.outcome !== 'settled_by_person') return false;
    const known = settled.map(({ claims }) => letters(claims));
    const places = sides.map((side) =>
      known.findIndex((each) => [...side].some((letter) => each.has(letter))),
    );
    return new Set(places.filter((place) => place !== -1)).size > 1;
  });
}
