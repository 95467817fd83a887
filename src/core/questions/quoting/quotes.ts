/**
 * Finding a model's quotations in people's own words: compared folded, and widened to whole
 * sentences, so that a cut cannot reverse a meaning. `passages.ts` cuts a reply into what is
 * judged.
 */

import { cutWords } from '#foundation/cut-text.ts';
import { refuse } from '../../vocabulary/commands.ts';
import type { Reply } from '../../vocabulary/design.ts';
import { linesOf } from './lines.ts';
import { nameOfReply, type ReadingCheck } from './named-replies.ts';
import { fold, placesOf } from './places.ts';
import type { Span } from './span.ts';
import { type PlacedQuote, widen } from './widen-quote.ts';

const SHOWN_QUOTE_CHARACTERS = 200;
/** Least characters of a quote: shorter ones say nothing. A shorter reply is quoted in full. */
const LEAST_QUOTED = 3;

/**
 * The whole sentences around words that a turn quotes from a reply. `null`, with a problem, if they
 * are not its author's own: not in it, quoted, or only the question itself. `asked`: the question
 * that they answer.
 */
export function findQuote(
  check: ReadingCheck,
  quote: string,
  reply: Reply,
  asked = '',
): PlacedQuote | null {
  const { id: replyId, text, answers } = reply;
  const name = nameOfReply(reply);
  const lines = linesOf({ text }).map((line) => line.text);
  const isThere = [lines.join('\n'), ...answers.map((answer) => answer.text)].some((words) =>
    isQuoted(quote, words),
  );
  const repeated = placesOf(asked, text);
  const isRepeated = ({ from, to }: Span) =>
    repeated.some((each) => each.from <= from && to <= each.to);
  const isOwn = isThere && !placesOf(quote, text).every(isRepeated);
  const widened = isOwn ? widen(quote, reply) : null;
  const problem = isThere
    ? `is a quotation in ${name}, or the question itself. Copy its author’s own words, or leave this out.`
    : `is not in ${name}. Copy whole words from the reply, at least ${LEAST_QUOTED} characters, without changing any, or leave this out.`;
  if (widened === null) {
    const excerpt = cutWords(quote, SHOWN_QUOTE_CHARACTERS);
    check.problems.push({ refusal: refuse('invalid', `“${excerpt}” ${problem}`), quote, replyId });
  }
  return widened;
}

/** Finds whole words, compared folded. A very short quote must be the whole text. */
export function isQuoted(quote: string, text: string): boolean {
  const wanted = fold(quote);
  if (wanted.length < LEAST_QUOTED) return wanted === fold(text);
  return placesOf(quote, text).length > 0;
}
