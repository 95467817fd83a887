import { BOUNDS } from '../vocabulary/bounds.ts';
import type { Lesson } from '../vocabulary/events.ts';
import { ranked } from '../vocabulary/ranked.ts';
import { cutText } from '../vocabulary/text.ts';

/** Full text by which a lesson is found: what it was about, what was decided, and why. */
type Searched = Pick<Lesson, 'topic' | 'decision' | 'decidedBy'>;

/** Floor: the share of a topic's rare words, by weight, that a lesson has to have. Tried on the topics of the tests. */
const FLOOR = 0.3;
/** Weight of some twenty rare words, beyond which a long topic does not ask for more. */
const ENOUGH = 100;

/** Returns lessons that share enough of the topic's rarer words (A14), the likest first; of equally like ones the first given. */
export function alike<Given extends Searched>(
  topic: string,
  lessons: readonly Given[],
  most: number,
): Given[] {
  const suffices = (weight: number, rareWeight: number) => weight / Math.min(rareWeight, ENOUGH) >= FLOOR;
  return ranked(cutText(topic, BOUNDS.topicCharacters), lessons, searchedText, suffices).slice(0, most);
}

/** Returns lessons that have a word in common with these, for somebody who looks for one: the best match first. */
export function lessonsWith<Given extends Searched>(
  words: string,
  lessons: readonly Given[],
  most: number,
): Given[] {
  return ranked(cutText(words, BOUNDS.topicCharacters), lessons, searchedText).slice(0, most);
}

function searchedText({ topic, decision, decidedBy }: Searched): string {
  return [topic, decision ?? '', ...decidedBy].join('\n');
}
