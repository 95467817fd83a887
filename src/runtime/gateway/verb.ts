const VERBS = ['status', 'list', 'cancel', 'retry', 'help'] as const;
export type Verb = (typeof VERBS)[number];

/** The verb that these words are, with nothing around it; asking what can be done here is one in any words. */
export function verbOf(words: string): Verb | null {
  return verbNamed(words) ?? (asksForHelp(words) ? 'help' : null);
}

function verbNamed(word: string): Verb | null {
  return VERBS.find((verb) => verb === word.toLowerCase()) ?? null;
}

const FIRST_WORD = /^([a-z]{1,20})([:.,!?]?)(?:\s|$)/i;
/** With more words after it, a verb is the beginning of a sentence: "status quo is fine with me". */
export const MAX_WORDS_BEHIND = 3;
const IS_CHOICE = /\sor\s.*[?？]/i;
export const ENDS_AS_QUESTION = /[?？]["'”’)\]\s]{0,5}(?:@\w{1,40})?$/;

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

export function countWords(text: string): number {
  return text === '' ? 0 : text.split(/\s+/).length;
}

/** What people say to somebody whom they do not know yet. */
const FIRST_WORDS: readonly string[] = [
  'hi',
  'hey',
  'hello',
  'hi there',
  'hello there',
  'what can you do',
  'what do you do',
  'what are you',
  'who are you',
  'what is this',
  'how does this work',
  'how do you work',
  'can you help',
  'help me',
];
const MAX_FIRST_CHARACTERS = 40;

function asksForHelp(words: string): boolean {
  return (
    words.length <= MAX_FIRST_CHARACTERS &&
    FIRST_WORDS.includes(
      words
        .toLowerCase()
        .replaceAll(/[?!.,]/g, '')
        .trim(),
    )
  );
}
