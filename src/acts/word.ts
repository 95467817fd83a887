import { wordsOf } from '../core/vocabulary/ranked.ts';
import { DEPTHS } from '../core/vocabulary/sets.ts';
import { fixedWordsIn } from '../presentation/facts.ts';
import { BARE_VERBS, COMMAND_VERBS } from '../presentation/verb-words.ts';

/** A bare verb: the only text typed in a thread that is acted on (A17). */
type Word = keyof typeof BARE_VERBS;
export const WORDS = Object.keys(BARE_VERBS) as Word[];
/** A verb after a command or in a menu (A17). */
export type CommandWord = keyof typeof COMMAND_VERBS;
export const COMMAND_WORDS = Object.keys(COMMAND_VERBS) as CommandWord[];

/** What was typed after a command or to the bot, where no design listens. */
export type Typed =
  | { readonly kind: 'nothing' }
  /** `id`: a design's, or a part of it; empty for none. `words`: to look for. */
  | { readonly kind: 'verb'; readonly word: CommandWord; readonly id: string; readonly words: string }
  /** A misspelt verb or a single word. `meant`: what was probably meant, as it should be typed. */
  | { readonly kind: 'unclear'; readonly topic: string; readonly meant: string }
  | { readonly kind: 'topic'; readonly topic: string };

/** Marks that a phone sets around a word, and those with which people end a command. */
const QUOTATION_MARKS = '"\'`´‘’‚‛“”„‟«»‹›「」『』＂＇';
const FULL_STOPS = '.…。．';
const OTHER_ENDS = '?!？！¿¡';
/** Longest single word that is no topic. With a verb's name in front it fits into Discord's 100 characters. */
const WORD_CHARACTERS = 60;
/** A single word has at most so many parts: *job-queue*, or a word of a script without blanks. */
const MAX_PARTS = 3;
const ID_PART = /^(?:dsn_)?(?=.*\d|.{6})[\da-f-]{4,36}$/;

/** Reads what was typed after a command or to the bot (A17). */
export function typedIn(text: string): Typed {
  const topic = text.trim();
  if (topic === '') return { kind: 'nothing' };
  const marks = `${QUOTATION_MARKS}${FULL_STOPS}${OTHER_ENDS}`;
  const [first = '', ...others] = topic.split(/\s+/);
  const rest = others.join(' ');
  const isFind = bare(first, QUOTATION_MARKS) === 'find';
  if (isFind) return { kind: 'verb', word: 'find', id: '', words: rest };
  const isSignIn = SIGN_IN.includes(bare(topic, marks));
  if (isSignIn) return { kind: 'verb', word: 'sign-in', id: '', words: '' };
  const id = bare(rest, marks);
  const hasId = ID_PART.test(id);
  const verb = bare(first, marks);
  if (rest === '' || hasId) {
    const word = among(COMMAND_WORDS, verb);
    if (word !== null) return { kind: 'verb', word, id, words: '' };
    const near = COMMAND_WORDS.find((each) => isNear(verb, each));
    if (near !== undefined) return { kind: 'unclear', topic, meant: `${near} ${id}`.trim() };
  }
  const isSingle = rest === '' && topic.length <= WORD_CHARACTERS && wordsOf(topic).size <= MAX_PARTS;
  return isSingle ? { kind: 'unclear', topic, meant: 'help' } : { kind: 'topic', topic };
}

/** The bare verb if it is the whole text, with a phone's marks around it; `null` otherwise. */
export function bareWord(text: string): Word | null {
  return among(WORDS, unmarked(text));
}

/** The bare verb if the whole text asks for it (*cancel?*): that never acts. `null` otherwise. */
export function askedWord(text: string): Word | null {
  const words = unmarked(text);
  const isAsked = words.endsWith('?') || words.endsWith('？');
  return isAsked ? among(WORDS, bare(words, OTHER_ENDS)) : null;
}

/** The verb if it is the whole text after a command; `null` otherwise. */
export function commandWord(text: string): CommandWord | null {
  return among(COMMAND_WORDS, unmarked(text));
}

/** The verb if it is the whole text to the bot in a design's thread; `null` otherwise. */
export function wordToBot(text: string): CommandWord | null {
  return bareWord(text) ?? (SIGN_IN.includes(unmarked(text)) ? 'sign-in' : null);
}

const ACCEPTING = ['accept', 'accepted', 'accepting', 'approve', 'approved', 'lgtm'];

/** True for words that accept and say nothing else, in a closed list. They are only shown the button (A17). */
export function isAcceptance(text: string): boolean {
  return fixedWordsIn(text, ACCEPTING).some((word) => ACCEPTING.includes(word));
}

/** Reads the depth from a topic that begins with `quick:` or `standard:`, or with one that has left, to refuse it. */
export function withDepth(topic: string): { readonly topic: string; readonly depth?: string } {
  const [first = '', ...rest] = topic.split(':');
  const depth = rest.length === 0 ? null : among([...DEPTHS, 'deep'], first.trim().toLowerCase());
  return depth === null ? { topic } : { depth, topic: rest.join(':').trim() };
}

const SIGN_IN = ['sign-in', 'sign in'];

function unmarked(text: string): string {
  return bare(text, `${QUOTATION_MARKS}${FULL_STOPS}`);
}

/** The text in small letters, without blanks and these marks around it. */
function bare(text: string, marks: string): string {
  const signs = [...text.toLowerCase()];
  const isWord = (sign: string): boolean => sign.trim() !== '' && !marks.includes(sign);
  return signs.slice(Math.max(0, signs.findIndex(isWord)), signs.findLastIndex(isWord) + 1).join('');
}

function among<Of extends string>(words: readonly Of[], typed: string): Of | null {
  return words.find((word) => word === typed) ?? null;
}

/** True if one letter was inserted, dropped or changed, or two neighbours were swapped. */
function isNear(typed: string, word: string): boolean {
  const start = [...word].findIndex((letter, at) => typed[at] !== letter);
  const at = start < 0 ? word.length : start;
  const [left, right] = [typed.slice(at), word.slice(at)];
  const isSwapped = left.slice(0, 2) === `${right[1]}${right[0]}` && left.slice(2) === right.slice(2);
  return left.slice(1) === right || left === right.slice(1) || left.slice(1) === right.slice(1) || isSwapped;
}
