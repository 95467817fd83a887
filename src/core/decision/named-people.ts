import { segmentsOf } from '../../foundation/cut-text.ts';
import { listClaims } from '../proposals/labels.ts';
import { isUnnamed } from '../questions/replies/author.ts';
import { spokenNameOf } from '../vocabulary/claimed-name.ts';
import type { Design } from '../vocabulary/design.ts';

type Peopled = Pick<
  Design,
  'startedBy' | 'replies' | 'gates' | 'divergences' | 'people' | 'topic' | 'proposals'
>;

/** A word of a text or a name, folded. `isFirst`: it may have its capital from where it stands. */
interface Token {
  readonly word: string;
  readonly isCapital: boolean;
  readonly isFirst: boolean;
}

/** A name as a text may have it: all its words, or one of them. */
interface NameForm {
  readonly words: readonly string[];
  readonly isCapital: boolean;
  readonly isWhole: boolean;
  readonly author: string;
}

/** Where a text names somebody: everybody whom the words can mean. */
type Mention = readonly string[];

/**
 * Shorter parts of a name are initials, articles or, in Chinese, family names that are words as
 * well.
 */
const LEAST_LETTERS = 2;

/**
 * Finds the people of the thread whom a text names: by their full name in any case, or by one word
 * of it with a capital. Where each word has a capital, one that the topic, a proposal or the text
 * itself has in small letters is a word of the language, and names nobody.
 */
export function findMentionsFor(design: Peopled): (text: string) => Mention[] {
  const forms = peopleOf(design).flatMap(formsOf);
  const longest = Math.max(0, ...forms.map(({ words }) => words.length));
  return (text) => {
    const tokens = tokensOf(text);
    const isMeant = (form: NameForm, at: number) =>
      form.words.some((_, index) => isName(design, form, tokens, at + index));
    const mentions: Mention[] = [];
    for (let at = 0; at < tokens.length; ) {
      const its = findLongest(forms, tokens, at, longest).filter((form) => isMeant(form, at));
      if (its.length > 0) mentions.push([...new Set(its.map(({ author }) => author))]);
      at += its[0]?.words.length ?? 1;
    }
    return mentions;
  };
}

/** `true` if the word that stands here, which a name has too, is meant as this name. */
function isName(
  design: Peopled,
  { words, isWhole }: NameForm,
  tokens: readonly Token[],
  at: number,
): boolean {
  const token = tokens[at];
  if (token === undefined) return false;
  const { word, isCapital, isFirst } = token;
  const isWord = () => ordinaryWordsOf(design).has(word);
  if (!hasCase(word)) return !isWord();
  // Small letters at the beginning are those of a handle: *max agrees*, and not *the max age*.
  if (!isCapital) return isWhole && (words.length > 1 || isFirst) && !isWord();
  return !isFirst || !(isWord() || tokens.some((each) => each.word === word && !each.isCapital));
}

/** The longest forms that begin at this word; none that another one is longer than. */
function findLongest(
  forms: readonly NameForm[],
  tokens: readonly Token[],
  at: number,
  most: number,
): NameForm[] {
  for (let length = most; length > 0; length--) {
    const its = forms.filter(
      ({ words }) =>
        words.length === length && words.every((word, index) => isSame(word, tokens[at + index])),
    );
    if (its.length > 0) return its;
  }
  return [];
}

/** Scripts without blanks between words, or with endings that stand at the name. */
const IS_JOINED =
  /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Hangul}\p{sc=Thai}\p{sc=Lao}\p{sc=Khmer}\p{sc=Myanmar}]/u;

function isSame(word: string, token: Token | undefined): boolean {
  if (token === undefined) return false;
  return IS_JOINED.test(word) ? token.word.includes(word) : token.word === word;
}

function peopleOf({ startedBy, replies, gates, divergences, people }: Peopled): string[] {
  const names = [
    startedBy,
    ...replies.map(({ author }) => author),
    ...gates.flatMap(({ decision }) => decision?.by ?? []),
    ...divergences.flatMap(({ settlement }) => settlement?.person ?? []),
    ...people.map(({ author }) => author),
  ];
  return [...new Set(names)].filter((name) => name !== '' && !isUnnamed(name));
}

function formsOf(author: string): NameForm[] {
  const tokens = tokensOf(spokenNameOf(author));
  const isWritten = tokens.some(({ isCapital }) => isCapital);
  const form = (some: readonly Token[]): NameForm => {
    return {
      words: some.map(({ word }) => word),
      isCapital: some.every(({ isCapital }) => isCapital),
      isWhole: some.length === tokens.length,
      author,
    };
  };
  const parts = tokens
    .flatMap((token) => (IS_JOINED.test(token.word) ? [token, ...cutJoined(token)] : [token]))
    // The *van* and *de* of a name are in small letters.
    .filter(
      ({ word, isCapital }) =>
        word.length >= LEAST_LETTERS && (isCapital || !isWritten || !hasCase(word)),
    );
  return [...(tokens.length > 1 ? [form(tokens)] : []), ...parts.map((token) => form([token]))];
}

function cutJoined(token: Token): Token[] {
  const segments = [...segmentsOf(token.word, 'word')].map(({ segment }) => segment);
  return segments.length < 2 ? [] : segments.map((word) => ({ ...token, word }));
}

/** Georgian has capitals and does not begin a name with one. */
function hasCase(word: string): boolean {
  return word.toUpperCase() !== word.toLowerCase() && !/\p{sc=Georgian}/u.test(word);
}

const WORD = /[\p{L}\p{M}\p{N}]+/gu;
const MARKS = /\p{Mn}/gu;
/**
 * What stands between words within a sentence; behind anything else, and in a new line, a word may
 * begin one.
 */
const WITHIN = /^[^\S\n]*(?:[,'’&@/-][^\S\n]*)*$/u;

/** Words folded to one form: without accents and invisible signs, in small letters. */
function tokensOf(text: string): Token[] {
  const written = text.normalize('NFKC').replaceAll(/\p{Default_Ignorable_Code_Point}/gu, '');
  let end = 0;
  return [...written.matchAll(WORD)].map(({ 0: word, index }) => {
    const [first = ''] = word;
    const isFirst = end === 0 || !WITHIN.test(written.slice(end, index));
    end = index + word.length;
    return { word: foldWord(word), isCapital: first !== first.toLowerCase(), isFirst };
  });
}

function foldWord(word: string): string {
  return word.toLowerCase().normalize('NFKD').replaceAll(MARKS, '').normalize('NFC');
}

const ordinary = new WeakMap<Peopled['proposals'], ReadonlySet<string>>();

/**
 * Words that a proposal has in small letters, or the topic; not one that is without capitals, where
 * names are small as well.
 */
function ordinaryWordsOf({ proposals, topic }: Peopled): ReadonlySet<string> {
  return ordinary.getOrInsertComputed(proposals, () => {
    const asked = tokensOf(topic);
    const written = proposals.flatMap(({ proposal }) => textsIn(proposal)).flatMap(tokensOf);
    const tokens = asked.some(({ isCapital }) => isCapital) ? [...written, ...asked] : written;
    return new Set(tokens.flatMap(({ word, isCapital }) => (isCapital ? [] : [word])));
  });
}

/** What its author has worded. */
function textsIn(proposal: Peopled['proposals'][number]['proposal']): string[] {
  const { headline, summary, steps, nextBest, changesMind } = proposal;
  const claims = listClaims(proposal).map(({ text }) => text);
  return [headline, summary, ...steps, nextBest, changesMind, ...claims];
}
