import { type Refusal, refuse } from '../vocabulary/commands.ts';
import type { Question, Reply } from '../vocabulary/design.ts';
import { cutWords } from '../vocabulary/text.ts';
import { folded, placesOf } from './places.ts';
import { linesOf, type Span } from './quoted.ts';
import { widened } from './widened.ts';

const SHOWN_QUOTE_CHARACTERS = 200;
/** Least characters of a quote: shorter ones say nothing. A shorter reply is quoted in full. */
const LEAST_QUOTED = 3;

/** Refuses words that are not in the reply or its answer (J10). `name`: the reply's name in the round. */
export function refusalForQuote(
  quote: string,
  name: string,
  { text, answers }: Pick<Reply, 'text' | 'answers'>,
  { id }: Pick<Question, 'id'>,
): Refusal | null {
  const under = answers.flatMap((answer) => (answer.questionId === id ? [answer.text] : []));
  if (under.some((said) => isQuoted(quote, said))) return null;
  return refusalForQuoteIn(quote, name, text);
}

function refusalForQuoteIn(quote: string, name: string, text: string): Refusal | null {
  const all = linesOf(text).map((line) => line.text);
  if (isQuoted(quote, all.join('\n'))) return null;
  return refuse(
    'invalid',
    `“${shown(quote)}” is not in ${name}. Copy whole words from the reply, at least ${LEAST_QUOTED} characters, without changing any, or leave this out.`,
  );
}

/** Refuses words that answer nothing: a quotation, fenced code, or the question itself. */
export function refusalForNoAnswer(
  quote: string,
  name: string,
  reply: Pick<Reply, 'text'>,
  question: Pick<Question, 'text'>,
): Refusal | null {
  const repeated = placesOf(question.text, reply.text);
  const isRepeated = ({ from, to }: Span) => repeated.some((each) => each.from <= from && to <= each.to);
  const isOnlyRepeated = placesOf(quote, reply.text).every(isRepeated);
  if (!isOnlyRepeated && widened(quote, reply) !== null) return null;
  return refuse(
    'invalid',
    `“${shown(quote)}” answers nothing: it is a quotation in ${name}, or the question itself. Copy the words in which its author answers, or leave this match out.`,
  );
}

/** Refuses a request in words that are not the author's own: quoted or fenced. */
export function refusalForNoRequest(quote: string, name: string, reply: Pick<Reply, 'text'>): Refusal | null {
  const problem = refusalForQuoteIn(quote, name, reply.text);
  if (problem !== null || widened(quote, reply) !== null) return problem;
  return refuse(
    'invalid',
    `“${shown(quote)}” asks for nothing: it is a quotation in ${name}, or fenced code. Copy the words in which its author asks, or leave this request out.`,
  );
}

/** Refuses to leave a question open that its author answers elsewhere in the reply, under its number. */
export function refusalForLeftOpen(
  quote: string,
  name: string,
  reply: Pick<Reply, 'text' | 'answers'>,
  question: Pick<Question, 'id' | 'text'>,
): Refusal | null {
  const written = reply.answers.filter(
    ({ questionId, source }) => questionId === question.id && source === undefined,
  );
  // A quote may include the number in front.
  const isUnder = written.some(({ text }) => isQuoted(quote, text) || isQuoted(text, quote));
  if (written.length === 0 || isUnder) return refusalForNoAnswer(quote, name, reply, question);
  return refuse(
    'invalid',
    `“${shown(quote)}” is not under ${question.id} in ${name}, where its author answers it. Copy the words under that number that say that they do not know, or leave this out.`,
  );
}

/** Finds whole words, compared folded. A very short quote must be the whole text. */
export function isQuoted(quote: string, text: string): boolean {
  const wanted = folded(quote);
  if (wanted.length < LEAST_QUOTED) return wanted === folded(text);
  return placesOf(quote, text).length > 0;
}

function shown(quote: string): string {
  return cutWords(quote, SHOWN_QUOTE_CHARACTERS);
}
