import { saysSomething } from '../proposals/quote.ts';
import { fold, placesOf } from '../questions/quoting/places.ts';
import { isNegated } from '../vocabulary/negations.ts';
import { hasLetter } from '../vocabulary/text.ts';

/**
 * Marks that open a quotation, and those that can close it, as the languages of the world have
 * them.
 */
const CLOSED_BY: Readonly<Record<string, string>> = {
  '“': '”“',
  '„': '“”„',
  '”': '”',
  '‟': '”',
  '«': '»',
  '»': '«»',
  '‹': '›',
  '›': '‹›',
  '‘': '’',
  '‚': '‘’',
  '’': '’',
  '「': '」',
  '『': '』',
  '｢': '｣',
  '〝': '〞〟',
  '"': '"',
  '＂': '＂',
  "'": "'",
};
/**
 * Marks that also stand within words, or open and close alike: they open before a word and close
 * behind one.
 */
const TURNS = '"＂\'’”»›';

/**
 * What stands in quotation marks and is long enough to be somebody's words; shorter ones set off a
 * term.
 */
export function listQuotations(text: string): string[] {
  const signs = [...text];
  const isInWord = (at: number) => hasLetter(signs[at] ?? '');
  const quotations: string[] = [];
  for (let at = 0; at < signs.length; at++) {
    const sign = signs[at] ?? '';
    const closing = CLOSED_BY[sign];
    if (closing === undefined || (TURNS.includes(sign) && isInWord(at - 1))) continue;
    const end = signs.findIndex(
      (each, index) =>
        index > at && closing.includes(each) && !(TURNS.includes(each) && isInWord(index + 1)),
    );
    if (end === -1) continue;
    quotations.push(signs.slice(at + 1, end).join(''));
    at = end;
  }
  return quotations.filter(saysSomething);
}

const LEFT_OUT = /\s*[[(]?(?:…|\.\.\.)[\])]?\s*/u;
const SIGNS_AROUND = /^[\s\p{P}]+|[\s\p{P}]+$/gu;

/**
 * `true` if the parts of a quotation, between what it leaves out, stand in one of these texts in
 * this order, compared folded and in any case. Each says something, and no negation is cut off
 * beside it.
 */
export function isQuotedFrom(quotation: string, texts: readonly string[]): boolean {
  const parts = fold(quotation)
    .split(LEFT_OUT)
    .map((part) => part.replaceAll(SIGNS_AROUND, '').toLowerCase())
    .filter((part) => part !== '');
  return parts.every(saysSomething) && texts.some((text) => areInOrder(parts, text.toLowerCase()));
}

function areInOrder(parts: readonly string[], text: string): boolean {
  let end = 0;
  return parts.every((part) => {
    const place = placesOf(part, text).find(
      ({ from, to }) => from >= end && !isNegated(text, from, to),
    );
    end = place?.to ?? end;
    return place !== undefined;
  });
}
