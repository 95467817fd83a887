import type { Design } from '../../vocabulary/design.ts';
import type { Depth, Settings } from '../../vocabulary/events.ts';
import type { Impact } from '../../vocabulary/submission.ts';

/** Impacts of differences that are argued. */
const ARGUED: Record<Depth, readonly Impact[]> = { quick: [], standard: ['high'], deep: ['high', 'medium'] };

export function depthOf({ depth }: Pick<Settings, 'depth'>): Depth {
  return depth ?? 'standard';
}

/** Returns true if differences of this impact are argued at this design's depth; any other stands as *not argued*. */
export function isArgued({ settings }: Pick<Design, 'settings'>, impact: Impact): boolean {
  return ARGUED[depthOf(settings)].includes(impact);
}
