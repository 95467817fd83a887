import { plainName, readsAsClaimed } from './claimed-name.ts';
import { ROLES } from './sets.ts';
import { cutWords } from './text.ts';
import type { Via } from './via.ts';

export interface Named {
  readonly id: string;
  readonly title: string;
}

const OWN_NAMES = ['Charrette', ...ROLES];

/**
 * Letters that look like one of a to z, from Unicode's confusables (UTS 39), since Node does not expose ICU's table.
 * Used only to compare with taken names.
 */
const LOOK_ALIKES: Readonly<Record<string, string>> = {
  a: 'аАαΑɑᴀ',
  b: 'вВβΒЬьʙ',
  c: 'сСϲϹᴄ',
  d: 'ԁԀᴅđĐ',
  e: 'еЕεΕєЄᴇ',
  f: 'ƒϝ',
  g: 'ɡցɢ',
  h: 'һҺнНΗհʜħĦ',
  i: 'іІιΙıɩɪɨ',
  j: 'јЈϳᴊ',
  k: 'кКκΚᴋ',
  l: 'ӏӀʟłŁ',
  m: 'мМΜᴍ',
  n: 'пПηΝոɴ',
  o: 'оОοΟօᴏøØσ0',
  p: 'рРρΡᴘ',
  q: 'ԛԚզ',
  r: 'гГᴦʀ',
  s: 'ѕЅꜱ',
  t: 'тТτΤᴛŧŦ',
  u: 'υսᴜ',
  v: 'νѵѴᴠ',
  w: 'ԝԜѡաᴡω',
  x: 'хХχΧ',
  y: 'уУγΥүҮʏ',
  z: 'Ζᴢ',
};
const LETTERS = new Map(
  Object.entries(LOOK_ALIKES).flatMap(([letter, alike]) => [...alike].map((each) => [each, letter])),
);
const ARTICLES = ['the', 'a', 'an'];

/**
 * The participant, role or bot that a person's name reads like, or `null`. Case, width, invisible marks, look-alikes,
 * punctuation, articles and numbers are ignored.
 */
export function impersonated(name: string, taken: readonly Named[]): string | null {
  const { whole, named, unnumbered } = formsOf(name);
  const forms = new Set([whole, named, unnumbered].filter((form) => form !== ''));
  const all = [...OWN_NAMES, ...taken.flatMap(({ id, title }) => [title, id])];
  const isRead = ({ whole, named }: Forms) => forms.has(whole) || forms.has(named);
  return all.find((each) => isRead(formsOf(each))) ?? null;
}

/** The reason why this claimed name is refused, with a remedy; `null` if it may be used. */
export function refusalForName(name: string, via: Via | undefined, taken: readonly Named[]): string | null {
  const plain = plainName(name, via);
  const whose = impersonated(plain, taken);
  if (whose === null) return null;
  const remedy =
    via?.way === 'terminal' ? 'Set your own name: git config --global user.name' : 'Give your own name.';
  return `The name “${cutWords(plain, SHOWN_CHARACTERS)}” reads like ${whose}, which is not a person. ${remedy}`;
}

const SHOWN_CHARACTERS = 60;

/** A platform's name for a person, who cannot change it here. A confusing name gets *(a person)*. */
export function asPerson(name: string, taken: readonly Named[]): string {
  return impersonated(name, taken) === null && !readsAsClaimed(name) ? name : `${name}${A_PERSON}`;
}

export const A_PERSON = ' (a person)';

/** Comparable forms of a name, each as one word: in full, without its article, and also without its number. */
interface Forms {
  readonly whole: string;
  readonly named: string;
  readonly unnumbered: string;
}

function formsOf(name: string): Forms {
  const words = seen(name)
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '');
  const named = ARTICLES.includes(words[0] ?? '') ? words.slice(1) : words;
  const last = named.findLastIndex((word) => !/^[\p{N}l]+$/u.test(word));
  return { whole: words.join(''), named: named.join(''), unnumbered: named.slice(0, last + 1).join('') };
}

/** `true` if the name has a visible character. */
export function isReadable(name: string): boolean {
  return /[^\p{Z}\p{C}]/u.test(name.replaceAll(/\p{Default_Ignorable_Code_Point}/gu, ''));
}

/** Drops marks and folds look-alikes, including `i`, `l` and `1`, and `rn` as `m`. */
function seen(name: string): string {
  const bare = name
    .normalize('NFKC')
    .replaceAll(/\p{Default_Ignorable_Code_Point}/gu, '')
    .normalize('NFD')
    .replaceAll(/\p{M}/gu, '');
  const latin = [...bare].map((character) => LETTERS.get(character) ?? character).join('');
  return latin
    .toUpperCase()
    .toLowerCase()
    .replaceAll(/\p{M}/gu, '')
    .replaceAll(/[i1]/g, 'l')
    .replaceAll('rn', 'm');
}
