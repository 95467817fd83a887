import type { Design } from '../vocabulary/design.ts';
import type { Depth, Settings } from '../vocabulary/events.ts';
import type { Impact } from '../vocabulary/submission.ts';

/** Impacts of the differences that are argued at all, and of those that are argued a second time when still open. */
const TRAITS: Record<Depth, { readonly argued: readonly Impact[]; readonly twice: readonly Impact[] }> = {
  quick: { argued: [], twice: [] },
  standard: { argued: ['high', 'medium'], twice: ['high'] },
  deep: { argued: ['high', 'medium'], twice: ['high', 'medium'] },
};

export function depthOf({ depth }: Pick<Settings, 'depth'>): Depth {
  return depth ?? 'standard';
}

/** Whether a difference of this impact is argued in a design of this depth; one that is not stands as *not argued*. */
export function isArgued({ settings }: Pick<Design, 'settings'>, impact: Impact): boolean {
  return TRAITS[depthOf(settings)].argued.includes(impact);
}

/** Whether it is argued a second time when it is still open after the first. */
export function isArguedTwice({ settings }: Pick<Design, 'settings'>, impact: Impact): boolean {
  return TRAITS[depthOf(settings)].twice.includes(impact);
}
