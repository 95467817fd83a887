/** What people write who do not know an answer, without punctuation and in lower case. English only. "None" is an answer, and so are "skip" and "pass" where one of two is asked for. */
const PHRASES = new Set([
  'no idea',
  'no clue',
  'not sure',
  'im not sure',
  'i have no idea',
  'ive no idea',
  'i dont know',
  'i do not know',
  'i dunno',
  'dont know',
  'do not know',
  'dunno',
  'idk',
  'skip this',
  'skip it',
]);

/** Whether these words are such a phrase and nothing else: then they answer no question, and none stops being open. */
export function isNotKnown(text: string): boolean {
  const words = text
    .slice(0, 40)
    .toLowerCase()
    .replaceAll(/['’]/g, '')
    .replaceAll(/[^a-z]+/g, ' ');
  return text.length <= 40 && PHRASES.has(words.trim());
}
