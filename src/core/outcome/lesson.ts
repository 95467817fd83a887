import { BOUNDS } from '../vocabulary/events.ts';
import { cutText } from '../vocabulary/text.ts';

const words = new Intl.Segmenter('en', { granularity: 'word' });
/** Words of English questions that say nothing of what they are about. */
const COMMON = new Set(
  'a an and any are as at be by can could do does for from get go has have how i if in instead into is it its let make may me more move must my need new not of off on one or our out over own put should so still than that the their them then there they this to up us use want was we what when where whether which while who why will with without would you your'.split(
    ' ',
  ),
);
/** Characters of a word that are compared, so that *queues* is *queue* and *migration* is *migrate*. */
const STEM = 5;
/** Twice the words that two topics share, over the words of both (Dice 1945). Topics of one subject in other words can be below it. */
const ALIKE = 0.35;

/** Returns the designs whose topics share at least two words with this one, the likest first. Equally like ones stay in the order given. */
export function alike<Listed extends { readonly topic: string }>(
  topic: string,
  listed: readonly Listed[],
  most: number,
): Listed[] {
  const wanted = contentWords(topic);
  const scored = listed.map((each) => {
    const found = contentWords(each.topic);
    const shared = wanted.intersection(found).size;
    return { each, score: shared < 2 ? 0 : (2 * shared) / (wanted.size + found.size) };
  });
  return scored
    .filter(({ score }) => score >= ALIKE)
    .toSorted((one, other) => other.score - one.score)
    .slice(0, most)
    .map(({ each }) => each);
}

function contentWords(topic: string): Set<string> {
  const found = [...words.segment(cutText(topic, BOUNDS.topicCharacters).toLowerCase())].filter(
    (part) => part.isWordLike === true,
  );
  return new Set(found.flatMap(({ segment }) => (COMMON.has(segment) ? [] : [segment.slice(0, STEM)])));
}
