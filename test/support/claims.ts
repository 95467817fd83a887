import { NO_CITATION } from '../../src/core/vocabulary/submission.ts';

/** What a claim says besides its kind and text: of no option, and read nowhere. */
export const BARE = { about: '', stance: 'neither' as const, citation: NO_CITATION };

export function cited(place: string, quote = '') {
  return { ...BARE, citation: { place, quote } };
}
