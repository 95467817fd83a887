import { topicProblem } from '../../core/course/start.ts';

export const VERBS = ['status', 'list', 'cancel', 'retry', 'help'] as const;
export type Verb = (typeof VERBS)[number];

const MAX_VERB_CHARACTERS = 20;
const AROUND = /^[\s\p{P}]+|[\s\p{P}]+$/gu;

/** The verb that these words are, with nothing around it but punctuation. */
export function verbOf(words: string): Verb | null {
  if (words.length > MAX_VERB_CHARACTERS) return null;
  const word = words.replaceAll(AROUND, '').toLowerCase();
  return VERBS.find((verb) => verb === word) ?? null;
}

/** Words of greetings, of thanks, and of what people ask the bot about itself: a topic has at least one beside them. */
const OF_NO_TOPIC: ReadonlySet<string> = new Set([
  ...VERBS,
  ...'a are can could design designs do does for hello hey hi how i is it lot me much my of'.split(' '),
  ...'please s so start thank thanks the there this to use very we what who with work you your'.split(' '),
]);

const NO_WORDS = /^[\s?!.]{0,5}$/;

/** The same outside of designs, where nobody else can be meant: what names nothing to decide is answered with help. */
export function verbSaid(words: string): Verb | null {
  return verbOf(words) ?? (NO_WORDS.test(words) || namesNothing(words) ? 'help' : null);
}

function namesNothing(words: string): boolean {
  const all = words.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
  return all.length > 0 && all.every((word) => OF_NO_TOPIC.has(word)) && !isThanks(words);
}

const THANKS =
  /^(?:ok|okay|great|(?:thanks|thank you)(?: a lot| (?:so|very) much)?|:[^:\s]{1,60}:|[^\p{L}\p{N}]{1,60})[\s.!]{0,5}$/iu;

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

/** Whether these words begin as an answer does, or a command with one of these verbs, with more behind it. */
export function isForDesign(words: string, verbs: readonly Verb[] = VERBS): boolean {
  const [first = ''] = words.split(/[^a-z]/i, 1);
  const verb = verbOf(first);
  return isNumbered(words) || (verb !== null && verbs.includes(verb));
}

/**
 * Whether a design can begin on these words at once: else they may be a slip, an answer or a command with more around it. Of what
 * cannot be a topic at all, a start says why. As many words as `mostShort`, or fewer, are a slip; `verbs` are what a command
 * may begin with.
 */
export function isTopic(words: string, mostShort?: number, verbs?: readonly Verb[]): boolean {
  const isClear = !isShort(words, mostShort) && !isForDesign(words, verbs) && !isThanks(words);
  return isClear || topicProblem(words) !== null;
}
