import { present } from '#core/vocabulary/present.ts';
import type { World } from './given.ts';

/** How this difference was settled, without when; `null` if it was not. */
export function settlementOf({ design }: World, id = 'D1') {
  const difference = design.divergences.find((each) => each.id === id);
  const { settlement } = present(difference, `there is no difference ${id}`);
  if (settlement === null) return null;
  const { at: _, since: __, ...settled } = settlement;
  return settled;
}

/** The personas left it open for this reason. */
export function unresolved(reason: string) {
  return { outcome: 'unresolved', position: '', by: [], person: '', reason };
}

/** All who are left hold this position, since these came to hold it. */
export function conceded(position: string, ...by: string[]) {
  return { outcome: 'conceded', position, by, person: '', reason: '' };
}

/** This person settled it, with a note as the reason. */
export function settledBy(person: string, position: string, reason = '') {
  return { outcome: 'settled_by_person', position, by: [], person, reason };
}
