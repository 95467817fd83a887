import type { Design } from '../vocabulary/design.ts';
import type { Depth, Settings } from '../vocabulary/event-parts.ts';
import type { Impact } from '../vocabulary/submission.ts';

export function depthOf({ depth }: Pick<Settings, 'depth'>): Depth {
  return depth ?? 'standard';
}

/** `false`: the difference is listed as *not argued*. */
export function isArgued({ settings }: Pick<Design, 'settings'>, impact: Impact): boolean {
  return impact === 'high' && depthOf(settings) !== 'quick';
}
