import { NO_CITATION } from '#core/vocabulary/submission.ts';

/** What a claim says besides its kind and text: read nowhere. */
export const BARE = { citation: NO_CITATION };

export function citePlace(place: string, quote = '') {
  return { ...BARE, citation: { place, quote } };
}
