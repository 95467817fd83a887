import { cutText } from '../../core/text.ts';

/** Stands in every text that a reader could take for advice. */
export const MARK = 'REHEARSAL: no model was called.';

const TOPIC_CHARACTERS = 90;
const sentences = new Intl.Segmenter('en', { granularity: 'sentence' });

/** The topic in quotation marks, on one line and short, whatever somebody typed. */
export function quotedTopic(topic: string): string {
  const line = topic
    .slice(0, TOPIC_CHARACTERS * 4)
    .toWellFormed()
    .replaceAll(/[\s\p{Cc}]+/gu, ' ')
    .trim();
  return `“${cut(line === '' ? 'the topic' : line, TOPIC_CHARACTERS)}”`;
}

/** At most so many characters, with a mark where it was cut. */
export function cut(text: string, maxCharacters: number): string {
  return cutText(text, maxCharacters, '…');
}

export function firstSentence(text: string): string {
  const [first] = sentences.segment(text);
  return first?.segment.trim() ?? '';
}

/** To go on within a sentence or in quotation marks, where a full stop would end it twice. */
export function withoutFullStop(text: string): string {
  return text.endsWith('.') ? text.slice(0, -1) : text;
}
