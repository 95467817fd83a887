import type { Design } from '../../core/vocabulary/design.ts';
import { findById, type RoundId } from '../../core/vocabulary/ids.ts';
import type { RoundKind } from '../../core/vocabulary/sets.ts';

/**
 * A part of the transcript. `since`: the design's version when its cause began. Parts are sorted by
 * it, so that the text grows only at its end.
 */
export interface TranscriptSection {
  readonly since: number;
  readonly text: string;
}

/** Version at which a round opened; 0 if there is none. */
export function openingVersionOf({ rounds }: Design, roundId: RoundId | undefined): number {
  return findById(rounds, roundId)?.since ?? 0;
}

/** Version at which the last round of this kind opened; 0 if there is none. */
export function lastOpeningOf({ rounds }: Design, of: RoundKind): number {
  return rounds.findLast(({ kind }) => kind === of)?.since ?? 0;
}
