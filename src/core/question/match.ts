import { type Refusal, refuse } from '../vocabulary/commands.ts';
import { cutWords } from '../vocabulary/text.ts';
import { asked, isOfQuestion, type Known, linesOf, withoutUnreadMarks } from './quoted.ts';
import { isNotKnown } from './reply.ts';

/** Whether words that a turn has read in a reply can be an answer, as far as code can tell (J10). */

const SHOWN_QUOTE_CHARACTERS = 200;
/** Fewer characters say nothing by themselves; a reply that is shorter is quoted as a whole. */
const LEAST_QUOTED = 3;
const QUOTATION = /^[ \t]{0,8}>/;
const words = new Intl.Segmenter('en', { granularity: 'word' });

/** `name`: how the turn calls the reply whose text this is. */
export function whyNoMatch(quote: string, name: string, text: string, known: Known): Refusal | null {
  const shown = cutWords(quote, SHOWN_QUOTE_CHARACTERS);
  if (!isQuoted(quote, withoutUnreadMarks(text))) {
    return refuse(
      'invalid',
      `“${shown}” does not stand in ${name}. Copy whole words out of the reply, ${LEAST_QUOTED} characters at least, without changing any, or leave this match out.`,
    );
  }
  if (!isNoAnswer(quote, text, known)) return null;
  return refuse(
    'invalid',
    `“${shown}” answers nothing: it is a quotation in ${name}, the question itself, or says that somebody does not know. Copy the words with which its author answers, or leave this match out.`,
  );
}

/** Whether words of a reply stand in its quotations alone, beside its author's own, are a question's own, or say that their author does not know. */
export function isNoAnswer(quote: string, text: string, known: Known): boolean {
  const linesThat = (areQuotations: boolean) =>
    linesOf(withoutUnreadMarks(text))
      .filter((line) => QUOTATION.test(line) === areQuotations)
      .join('\n');
  const own = linesThat(false);
  // Without words of their own a person means these: `>500` is an amount.
  const isQuotation =
    own.trim() !== '' && withSingleBlanks(linesThat(true)).includes(withSingleBlanks(quote));
  return (
    isNotKnown(quote) ||
    asked(known).some((question) => isOfQuestion(quote, question)) ||
    (isQuotation && !isQuoted(quote, own))
  );
}

/** Whether these are whole words of the text, however lines and blanks are set. */
export function isQuoted(quote: string, text: string): boolean {
  const [wanted, said] = [withSingleBlanks(quote), withSingleBlanks(text)];
  if (wanted.length < LEAST_QUOTED) return wanted === said;
  if (!said.includes(wanted)) return false;
  const edges = [...words.segment(said)].map(({ index }) => index);
  const isBetweenWords = new Set([...edges, said.length]);
  return edges.some((at) => isBetweenWords.has(at + wanted.length) && said.startsWith(wanted, at));
}

export function withSingleBlanks(text: string): string {
  return text.replaceAll(/\s+/g, ' ').trim();
}
