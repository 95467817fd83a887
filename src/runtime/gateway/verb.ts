import { topicProblem } from '../../core/start.ts';

const VERBS = ['status', 'list', 'cancel', 'retry', 'help'] as const;
export type Verb = (typeof VERBS)[number];

const MAX_VERB_CHARACTERS = 20;
const AROUND = /^[\s\p{P}]+|[\s\p{P}]+$/gu;

/** The verb that these words are, with nothing around it but punctuation. */
export function verbOf(words: string): Verb | null {
  if (words.length > MAX_VERB_CHARACTERS) return null;
  const word = words.replaceAll(AROUND, '').toLowerCase();
  return VERBS.find((verb) => verb === word) ?? null;
}

/** No words at all, a greeting, or what people ask somebody whom they do not know yet: answered with help. */
const FIRST_WORDS =
  /^(?:(?:hi|hey|hello)[\s,.!]{0,5}(?:there)?[\s,.!]{0,5})?(?:what (?:can|do) you do|how does (?:this|it) work)?[\s?!.]{0,5}$/i;

/** The same outside of designs, where nobody else can be meant. */
export function verbSaid(words: string): Verb | null {
  return verbOf(words) ?? (FIRST_WORDS.test(words) ? 'help' : null);
}

const THANKS = /^(?:ok|okay|great|thanks|thank you|:[^:\s]{1,60}:|[^\p{L}\p{N}]{1,60})[\s.!]{0,5}$/iu;

/** Whether these are thanks, assent or a sign, and nothing else: nobody has to answer that. */
export function isThanks(words: string): boolean {
  return THANKS.test(words);
}

/** As many words or fewer are seldom what somebody wants to have discussed. */
const MAX_SHORT_WORDS = 3;
const segmenter = new Intl.Segmenter('und', { granularity: 'word' });

/** Also in languages that are written without blanks between words. */
export function isShort(words: string, most = MAX_SHORT_WORDS): boolean {
  return [...segmenter.segment(words)].filter(({ isWordLike }) => isWordLike).length <= most;
}

const NUMBERED = /^q\d{1,4}\b/i;

/** An answer that says to which question it is one. */
export function isNumbered(words: string): boolean {
  return NUMBERED.test(words);
}

/**
 * Whether a design can begin on these words at once: else they may be a slip, an answer or a command with more around it. Of what
 * cannot be a topic at all, a start says why.
 */
export function isTopic(words: string): boolean {
  const [first = ''] = words.split(/[^a-z]/i, 1);
  const isClear = !isShort(words) && !isNumbered(words) && verbOf(first) === null;
  return isClear || topicProblem(words) !== null;
}
