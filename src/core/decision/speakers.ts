import { claimsOf } from '../proposals/labels.ts';
import { listSaidSentences } from '../questions/replies/sentences-said.ts';
import type { Design } from '../vocabulary/design.ts';
import type { QuotedSentence } from '../vocabulary/event-parts.ts';
import { rank } from '../vocabulary/ranked.ts';

/** What shared rare words have to weigh: in a short thread an article is rare as well. */
const LEAST_WEIGHT = 2;

/**
 * Finds who has said something about what a text says: whose sentences have a figure or a rare word
 * of it, in any form. Claims are looked at as well, since a few sentences do not show which words
 * are rare.
 */
export function findSpeakersFor(
  design: Design,
  quoted: readonly QuotedSentence[],
): (text: string) => string[] {
  const said = new Map([...quoted, ...listSaidSentences(design)].map((each) => [each.name, each]));
  const claimed = claimsOf(design).map(({ text }) => ({ author: '', text }));
  const all = [...said.values(), ...claimed];
  return (text) =>
    rank(text, all, (each) => each.text, {
      suffices: (sharedRare) => sharedRare >= LEAST_WEIGHT,
    }).map(({ author }) => author);
}
