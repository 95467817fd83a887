import type { Question } from '../design.ts';
import type { QuestionId } from '../ids.ts';

export interface PinnedAnswer {
  readonly questionId: QuestionId;
  readonly text: string;
}

/** `Q3: …`, `q3. …`, `Q3) …`, `**Q3** …` at the start of a line; linear, anchored, and the text is bounded first (A15). */
const PIN = /^[ \t>*_-]{0,8}q(\d{1,3})[*_]{0,2}[ \t]{0,3}[:：.)–—-][*_]{0,2}[ \t]{0,8}(.*)$/i;

/** Line breaks as files and chat clients write them; none may end up within an answer. */
const LINE_BREAK = /\r\n?|[\n\u2028\u2029]/;

/** The same without a sign behind the number, as it stands in front of a question that somebody quotes. */
const QUOTED_PIN = /^[ \t]{0,8}>[ \t>*_-]{0,8}q(\d{1,3})[*_]{0,2}[ \t]{1,8}(.*)$/i;
const QUOTED = /^[ \t]{0,8}>/;
/** Fewer characters of a question are too few to say that it is quoted. */
const LEAST_QUOTED = 8;

interface Pin {
  readonly questionId: QuestionId;
  readonly lines: string[];
  /** While its lines are those of the question itself, which somebody has quoted above the answer. */
  isQuoting: boolean;
}

/**
 * Splits a person's message into the answers that it pins to questions. What follows a pinned line belongs to it
 * until the next pin; what comes before the first pin belongs to no question and stays part of the whole reply.
 */
export function pinnedAnswers(text: string, known: readonly Pick<Question, 'id' | 'text'>[]): PinnedAnswer[] {
  const pins: Pin[] = [];
  for (const line of text.split(LINE_BREAK)) {
    const pin = pinIn(line, known);
    const last = pins.at(-1);
    if (pin !== null) pins.push(pin);
    else if (last !== undefined && !(last.isQuoting && QUOTED.test(line))) {
      last.isQuoting = false;
      last.lines.push(line);
    }
  }
  return pins
    .map(({ questionId, lines }) => ({ questionId, text: lines.join('\n').trim() }))
    .filter((answer) => answer.text !== '');
}

function pinIn(line: string, known: readonly Pick<Question, 'id' | 'text'>[]): Pin | null {
  const isQuoted = QUOTED.test(line);
  const signed = PIN.exec(line);
  const match = signed ?? QUOTED_PIN.exec(line);
  const question = known.find(({ id }) => id === `Q${Number(match?.[1])}`);
  if (match === null || question === undefined) return null;
  const rest = match[2] ?? '';
  const isQuoting = isQuoted && isQuoteOf(rest, question.text);
  if (signed === null && !isQuoting) return null;
  return { questionId: question.id, lines: isQuoting ? [] : [rest], isQuoting };
}

/** Whether these are the words of the question or their beginning, perhaps with more behind them. */
function isQuoteOf(quoted: string, question: string): boolean {
  const [words, asked] = [compared(quoted), compared(question)];
  const isWhole = asked !== '' && words.startsWith(asked);
  return (
    isWhole || (words.length >= LEAST_QUOTED && asked.startsWith(words.replace(/(?:…|\.\.\.)$/, '').trim()))
  );
}

function compared(text: string): string {
  return text
    .replaceAll(/[*_`~]/g, '')
    .replaceAll(/\s+/g, ' ')
    .trim()
    .toLowerCase();
}
