import { fold, matchBeginning } from '../core/questions/quoting/places.ts';
import { distinctWordsOf } from '../core/vocabulary/ranked.ts';
import { DEPTHS } from '../core/vocabulary/sets.ts';
import { bareWordsOf } from '../core/vocabulary/text.ts';
import { cutText } from '../foundation/cut-text.ts';
import { BARE_VERBS, COMMAND_VERBS } from '../presentation/words/verb-words.ts';

/** A bare verb: the only text typed in a thread that is acted on. */
type Word = keyof typeof BARE_VERBS;
export const WORDS = Object.keys(BARE_VERBS) as Word[];
/** A verb after a command. */
export type CommandWord = keyof typeof COMMAND_VERBS;
export const COMMAND_WORDS = Object.keys(COMMAND_VERBS) as CommandWord[];

/** What was typed after a command or to the bot, where no design listens. */
export type Typed =
  /** `id`: a design's, or a part of it; empty for none. `words`: to look for. */
  | {
      readonly kind: 'verb';
      readonly word: CommandWord;
      readonly id: string;
      readonly words: string;
    }
  /**
   * A command with words around it, a single word, or a word before an id. `meant`: what was
   * probably meant, as it should be typed.
   */
  | { readonly kind: 'unclear'; readonly topic: string; readonly meant: string }
  | { readonly kind: 'topic'; readonly topic: string };

/** Marks around a word and behind it that are left after folding. */
const QUOTATION_MARK = "'";
const MARKS = `${QUOTATION_MARK}.。`;
const ENDS = `${MARKS}?!¿¡`;
/** Characters of a text in which a verb is looked for. */
const COMMAND_CHARACTERS = 1_000;
/**
 * Longest text that is almost a command, or a single word. With a verb's name in front it fits into
 * Discord's 100 characters.
 */
const WORD_CHARACTERS = 60;
/** A single word has at most so many parts: *job-queue*, or a word of a script without blanks. */
const MAX_PARTS = 3;
const ID_PART = /^(?:dsn_){0,2}(?=.*\d|.{6})[\da-f-]{1,36}$/;
/** Words that people put around a verb, and that name no topic. */
const FILLERS = bareWordsOf(
  "again ahead all am and are can decision design designs do everything for go hi i i'm in it just me my now ok okay please proposal quick standard thank thanks that the them then this to us we we're yeah yes you",
);
/** Reads what was typed after a command or to the bot. */
export function readTyped(text: string): Typed {
  const topic = text.trim();
  if (topic === '') return { kind: 'topic', topic };
  const [first = '', ...others] = fold(cutText(topic, COMMAND_CHARACTERS)).split(' ');
  const rest = others.join(' ');
  if (bare(first, MARKS) === 'find')
    return { kind: 'verb', word: 'find', id: '', words: without(rest, QUOTATION_MARK) };
  const isSignIn = SIGN_IN.includes(bare(topic, ENDS));
  if (isSignIn) return { kind: 'verb', word: 'sign-in', id: '', words: '' };
  const id = bare(rest, ENDS);
  const word = among(COMMAND_WORDS, bare(first, ENDS));
  if (word !== null && (rest === '' || ID_PART.test(id)))
    return { kind: 'verb', word, id, words: '' };
  if (topic.length > WORD_CHARACTERS) return { kind: 'topic', topic };
  const meant = almostIn(topic);
  if (meant !== null) return { kind: 'unclear', topic, meant };
  // A single word, or one before an id, is no question: a misspelt verb must not start a design.
  const isNoTopic = (rest === '' && distinctWordsOf(topic).size <= MAX_PARTS) || ID_PART.test(id);
  return isNoTopic ? { kind: 'unclear', topic, meant: 'help' } : { kind: 'topic', topic };
}

/** The verb, and the id, that a short text has beside fillers; `null` if it says anything else. */
function almostIn(text: string): string | null {
  const [verb = '', ...others] = plainWordsIn(text);
  const word = among(COMMAND_WORDS, verb);
  const [second = ''] = others;
  const id = ID_PART.test(second) ? second : '';
  const isMore = others.length > 1 || (second !== id && among(COMMAND_WORDS, second) === null);
  return word === null || isMore ? null : `${word} ${id}`.trim();
}

/** The words of a short text but fillers. */
function plainWordsIn(text: string): string[] {
  if (text.length > WORD_CHARACTERS) return [];
  return bareWordsOf(text).filter((word) => !FILLERS.includes(word));
}

/** The bare verb if it is the whole text, with a phone's marks around it; `null` otherwise. */
export function readBareWord(text: string): Word | null {
  return among(WORDS, bare(text, MARKS));
}

/**
 * The bare verb if a text has only fillers and signs around it (*cancel?*, *ok done!*): that never
 * acts.
 */
export function readAskedWord(text: string): Word | null {
  const [verb = '', ...others] = plainWordsIn(text);
  return others.length === 0 ? among(WORDS, verb) : null;
}

/** The verb if it is the whole text after a command; `null` otherwise. */
export function readCommandWord(text: string): CommandWord | null {
  return among(COMMAND_WORDS, bare(text, MARKS));
}

/** The verb if it is the whole text to the bot in a design's thread; `null` otherwise. */
export function readWordToBot(text: string): CommandWord | null {
  return readBareWord(text) ?? (SIGN_IN.includes(bare(text, MARKS)) ? 'sign-in' : null);
}

/** An id, or a part of one, as people type it. */
export function readTypedId(text: string): string {
  return bare(text, ENDS);
}

const ACCEPTING = [
  'accept',
  'accepted',
  'accepting',
  'agree',
  'agreed',
  'approve',
  'approved',
  'lgtm',
  'ship',
];

/**
 * True for words that accept and say nothing else, in a closed list. They are only shown the
 * button.
 */
export function isAcceptance(text: string): boolean {
  const words = plainWordsIn(text);
  return words.length > 0 && words.every((word) => ACCEPTING.includes(word));
}

/** Reads the depth from a topic that begins with `quick:` or `standard:`. */
export function splitDepth(topic: string): { readonly topic: string; readonly depth?: string } {
  const beginning = matchBeginning(topic, DEPTH);
  const depth = beginning && among(DEPTHS, bare(beginning.match[1] ?? '', ENDS));
  return depth === null ? { topic } : { depth, topic: topic.slice(beginning?.restFrom).trim() };
}

/** A word in front of a colon. */
const DEPTH = /^([^ :]+) ?:/;

const SIGN_IN = ['sign-in', 'sign in'];

/**
 * The text folded in small letters, without blanks and these marks around it; empty for a long one.
 */
function bare(text: string, marks: string): string {
  const words = text.trim();
  return words.length > COMMAND_CHARACTERS ? '' : without(fold(words), marks).toLowerCase();
}

function without(text: string, marks: string): string {
  const signs = [...text];
  const isWord = (sign: string): boolean => sign.trim() !== '' && !marks.includes(sign);
  return signs
    .slice(Math.max(0, signs.findIndex(isWord)), signs.findLastIndex(isWord) + 1)
    .join('');
}

function among<Of extends string>(words: readonly Of[], text: string): Of | null {
  return words.find((word) => word === text) ?? null;
}
