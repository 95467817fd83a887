import type { Design } from '../vocabulary/design.ts';
import type { Depth, Settings } from '../vocabulary/events.ts';
import type { Impact } from '../vocabulary/submission.ts';

/** Impacts of differences that are argued at all, and of those argued a second time when still open. */
const TRAITS: Record<Depth, { readonly argued: readonly Impact[]; readonly twice: readonly Impact[] }> = {
  quick: { argued: [], twice: [] },
  standard: { argued: ['high', 'medium'], twice: ['high'] },
  deep: { argued: ['high', 'medium'], twice: ['high', 'medium'] },
};

export function depthOf({ depth }: Pick<Settings, 'depth'>): Depth {
  return depth ?? 'standard';
}

/** Returns true if differences of this impact are argued at this design's depth; any other stands as *not argued*. */
export function isArgued({ settings }: Pick<Design, 'settings'>, impact: Impact): boolean {
  return TRAITS[depthOf(settings)].argued.includes(impact);
}

/** Returns true if a difference still open after the first round is argued a second time. */
export function isArguedTwice({ settings }: Pick<Design, 'settings'>, impact: Impact): boolean {
  return TRAITS[depthOf(settings)].twice.includes(impact);
}
