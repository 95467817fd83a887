/** What people write who do not know an answer, without punctuation and in lower case. English only. "None" is an answer, and so are "skip" and "pass" where one of two is asked for. */
const PHRASES = new Set([
  'no idea',
  'no idea yet',
  'no idea sorry',
  'no clue',
  'not sure',
  'not sure yet',
  'im not sure',
  'i have no idea',
  'ive no idea',
  'i dont know',
  'i do not know',
  'i dunno',
  'i dont know yet',
  'dont know',
  'dont know yet',
  'do not know',
  'dunno',
  'idk',
  'skip this',
  'skip it',
  'tbd',
]);
/** A mark, a dash or a shrug. */
const NOTHING = /^(?:[\p{P}\p{Z}\s]|\u{1f937}\p{Emoji_Modifier}?(?:\u200d[\u2640\u2642])?\ufe0f?)+$/u;

/** Whether these words are such a phrase and nothing else: then they answer no question, and none stops being open. */
export function isNotKnown(text: string): boolean {
  const words = text
    .slice(0, 40)
    .toLowerCase()
    .replaceAll(/['’]/g, '')
    .replaceAll(/[^a-z]+/g, ' ');
  return text.length <= 40 && (NOTHING.test(text) || PHRASES.has(words.trim()));
}
