import { BOUNDS } from '../vocabulary/bounds.ts';
import type { Lesson } from '../vocabulary/event-parts.ts';
import { ranked } from '../vocabulary/ranked.ts';
import { cutText } from '../vocabulary/text.ts';

type Searched = Pick<Lesson, 'topic' | 'decision' | 'decidedBy'>;

/** Least share of a topic's rare words, by weight, in a lesson. Tried on the topics of the tests. */
const FLOOR = 0.3;
/** Weight of about twenty rare words; no more is required of a longer topic. */
const ENOUGH = 100;

/** Lessons that share enough of the topic's rare words (A14), the most similar first; ties keep their order. */
export function alike<Given extends Searched>(
  topic: string,
  lessons: readonly Given[],
  most: number,
): Given[] {
  const suffices = (weight: number, rareWeight: number) => weight / Math.min(rareWeight, ENOUGH) >= FLOOR;
  return ranked(cutText(topic, BOUNDS.topicCharacters), lessons, searchedText, suffices).slice(0, most);
}

/** Lessons that share any word with a search, best match first. */
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
