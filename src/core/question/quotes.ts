import { type Refusal, refuse } from '../vocabulary/commands.ts';
import type { Question, Reply } from '../vocabulary/design.ts';
import { cutWords } from '../vocabulary/text.ts';
import { type Line, linesOf } from './quoted.ts';

/** Checks of the words that a turn quotes from a reply (J10). */

const SHOWN_QUOTE_CHARACTERS = 200;
/** Fewer characters say nothing by themselves; what is shorter is quoted as a whole. */
const LEAST_QUOTED = 3;
const BLANKS = /\s+/g;
const words = new Intl.Segmenter('en', { granularity: 'word' });

/** Refuses words that do not stand in the reply, or under the question in it. `name`: how the turn calls that reply. */
export function whyNotQuoted(
  quote: string,
  name: string,
  { text, answers }: Pick<Reply, 'text' | 'answers'>,
  { id }: Pick<Question, 'id'>,
): Refusal | null {
  const all = linesOf(text).map((line) => line.text);
  const under = answers.flatMap((answer) => (answer.questionId === id ? [answer.text] : []));
  if ([all.join('\n'), ...under].some((said) => isQuoted(quote, said))) return null;
  return refuse(
    'invalid',
    `“${shown(quote)}” does not stand in ${name}. Copy whole words out of the reply, ${LEAST_QUOTED} characters at least, without changing any, or leave this out.`,
  );
}

/** Refuses words that stand in the reply and answer nothing: a quotation, fenced code, or the question itself. */
export function whyNoAnswer(
  quote: string,
  name: string,
  { text }: Pick<Reply, 'text'>,
  question: Pick<Question, 'text'>,
): Refusal | null {
  if (withSingleBlanks(quote) !== withSingleBlanks(question.text) && !isNotOwn(quote, text)) return null;
  return refuse(
    'invalid',
    `“${shown(quote)}” answers nothing: it is a quotation in ${name}, or the question itself. Copy the words with which its author answers, or leave this match out.`,
  );
}

/** Refuses words that leave a question open which their author answers elsewhere in the reply, under its number. */
export function whyNotLeftOpen(
  quote: string,
  name: string,
  reply: Pick<Reply, 'text' | 'answers'>,
  question: Pick<Question, 'id' | 'text'>,
): Refusal | null {
  const written = reply.answers.filter(
    ({ questionId, source }) => questionId === question.id && source === undefined,
  );
  // With the number in front of them they are quoted as well.
  const isUnder = written.some(({ text }) => isQuoted(quote, text) || isQuoted(text, quote));
  if (written.length === 0 || isUnder) return whyNoAnswer(quote, name, reply, question);
  return refuse(
    'invalid',
    `“${shown(quote)}” does not stand under ${question.id} in ${name}, where its author answers it. Copy the words under that number with which they say that they do not know, or leave this out.`,
  );
}

/** Without words of their own a person means the quotation: `>500` is an amount. */
function isNotOwn(quote: string, text: string): boolean {
  const lines = linesOf(text);
  const joined = (each: readonly Line[]) => each.map((line) => line.text).join('\n');
  const own = lines.filter((line) => line.isOwn);
  if (own.every((line) => line.words.trim() === '')) return false;
  const others = joined(lines.filter((line) => !line.isOwn));
  return withSingleBlanks(others).includes(withSingleBlanks(quote)) && !isQuoted(quote, joined(own));
}

/** Finds whole words in a text, however lines and blanks are set. */
export function isQuoted(quote: string, text: string): boolean {
  const [wanted, said] = [withSingleBlanks(quote), withSingleBlanks(text)];
  if (wanted.length < LEAST_QUOTED) return wanted === said;
  if (!said.includes(wanted)) return false;
  const edges = [...words.segment(said)].map(({ index }) => index);
  const isBetweenWords = new Set([...edges, said.length]);
  return edges.some((at) => isBetweenWords.has(at + wanted.length) && said.startsWith(wanted, at));
}

export function withSingleBlanks(text: string): string {
  return text.replaceAll(BLANKS, ' ').trim();
}

function shown(quote: string): string {
  return cutWords(quote, SHOWN_QUOTE_CHARACTERS);
}
