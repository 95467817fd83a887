import type { Design } from '../../core/vocabulary/design.ts';
import type { RoundId } from '../../core/vocabulary/ids.ts';
import type { RoundKind } from '../../core/vocabulary/sets.ts';

/**
 * A part of the transcript. Parts stand in the order of what brought them, so that the text grows at its end only:
 * `since` is the design's version when that began.
 */
export interface Section {
  readonly since: number;
  readonly text: string;
}

/** Returns the time at which the round opened; 0 for one that there is not. */
export function openedAt({ rounds }: Design, roundId: RoundId | undefined): number {
  return rounds.find(({ id }) => id === roundId)?.since ?? 0;
}

/** Returns the time at which the last round of this kind opened; 0 for none. */
export function lastOpened({ rounds }: Design, of: RoundKind): number {
  return rounds.findLast(({ kind }) => kind === of)?.since ?? 0;
}
