const VERBS = ['status', 'list', 'cancel', 'retry', 'help'] as const;
export type Verb = (typeof VERBS)[number];

/** The verb that these words are, with nothing around it; asking what can be done here is one in any words. */
export function verbOf(words: string): Verb | null {
  if (RUN_AGAIN.test(words)) return 'retry';
  return verbNamed(words) ?? (asksForHelp(words) ? 'help' : null);
}

/** What stands on its button. */
const RUN_AGAIN = /^(?:please )?run (?:it |this )?again(?: please)?[.!]?$/i;

function verbNamed(word: string): Verb | null {
  return VERBS.find((verb) => verb === word.toLowerCase()) ?? null;
}

const FIRST_WORD = /^([a-z]{1,20})([:.,!?]{0,5})(?:\s|$)/i;
/** With more words after it, a verb is the beginning of a sentence: "status quo is fine with me". */
export const MAX_WORDS_BEHIND = 3;
const IS_CHOICE = /\sor\s.*[?？]/i;
export const ENDS_AS_QUESTION = /[?？؟]["'”’)\]\s]{0,5}(?:@\w{1,40})?$/;

/**
 * The same with a few words after it, or set off from them: "cancel the last one", "retry, it may work by now". No choice is one:
 * "Status quo or rewrite?".
 */
export function verbIn(words: string): Verb | null {
  if (IS_CHOICE.test(words)) return null;
  const [before = '', first = '', sign = ''] = FIRST_WORD.exec(words) ?? [];
  const behind = countWords(words.slice(before.length).trim());
  const isSetOff = sign !== '' && !ENDS_AS_QUESTION.test(words);
  return verbOf(words) ?? (isSetOff || behind <= MAX_WORDS_BEHIND ? verbNamed(first) : null);
}

/** The verb that a sentence begins with: what its author means by it, they have to say. */
export function verbBefore(words: string): Verb | null {
  return IS_CHOICE.test(words) ? null : verbNamed(FIRST_WORD.exec(words)?.[1] ?? '');
}

/** Languages that are written without blanks between words. */
const UNSPACED = /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Thai}\p{sc=Lao}\p{sc=Khmer}\p{sc=Myanmar}]/u;
const segmenter = new Intl.Segmenter('und', { granularity: 'word' });

export function countWords(text: string): number {
  if (!UNSPACED.test(text)) return text === '' ? 0 : text.split(/\s+/).length;
  return [...segmenter.segment(text)].filter(({ isWordLike }) => isWordLike).length;
}

const GREETING =
  /^(?:hi|hey|hello|good (?:morning|afternoon|evening|day))(?: there| all| everybody)?(?:\s|$)/;
/** What people ask somebody whom they do not know yet, in lower case and without punctuation. */
const FIRST_WORDS: readonly string[] = [
  'what can you do',
  'what do you do',
  'what are you',
  'who are you',
  'what is this',
  'what is this for',
  'what is this bot for',
  'how does this work',
  'how do you work',
  'how do i start',
  'how do i use this',
  'how do i use you',
  'can you help',
  'can you help me',
  'can you help me decide something',
  'help me',
];
const MAX_FIRST_CHARACTERS = 60;

function asksForHelp(words: string): boolean {
  if (words.length > MAX_FIRST_CHARACTERS) return false;
  const said = words
    .toLowerCase()
    .replaceAll(/[’']s\b/g, ' is')
    .replaceAll(/[?!.,]/g, '')
    .trim();
  const asked = said.replace(GREETING, '').trim();
  return said !== '' && (asked === '' || FIRST_WORDS.includes(asked));
}
