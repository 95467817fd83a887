import { cutInside, segmentsOf } from '../../foundation/cut-text.ts';
import { sentenceSpansOf } from '../questions/quoting/sentences.ts';
import { CITATION_BOUNDS } from '../vocabulary/checked.ts';
import { hasLetter } from '../vocabulary/text.ts';

/** Finds a quotation word for word, including the line breaks of several lines. */
export function hasQuote(lines: readonly string[], quote: string): boolean {
  return occurrencesOf(lines.join('\n'), quote) > 0;
}

export function occurrencesOf(text: string, quote: string): number {
  return text.split(removeCarriageReturns(quote)).length - 1;
}

/** Finds a quotation as it is kept: widened, and cut at `…` where it was long. */
export function keepsQuote(text: string, quote: string): boolean {
  return quote
    .split('…')
    .every((part) => part.trim() === '' || occurrencesOf(text, part.trim()) > 0);
}

/**
 * `true` if a quotation is distinctive: a brace, a letter or a keyword occurs almost everywhere. It
 * needs enough words by Unicode's rules, which know scripts without blanks, or enough letters and
 * digits.
 */
export function saysSomething(quote: string): boolean {
  const words = [...segmentsOf(quote, 'word')].filter(({ isWordLike }) => isWordLike);
  const letters = [...quote].filter(hasLetter);
  return (
    words.length >= CITATION_BOUNDS.quoteWords || letters.length >= CITATION_BOUNDS.quoteLetters
  );
}

/** Files of prose, and comment lines of code. */
const PROSE = /\.(?:md|mdx|markdown|rst|adoc|org|txt)$/i;
const COMMENT = /^\s*(?:\/\/|\/?\*|#|--|;)/;

/**
 * The whole sentences around a quotation, or whole lines of code, because cut words can say the
 * opposite. `lines`: lines of the file; `at`: index of the first cited line.
 */
export function widenQuote(
  quote: string,
  path: string,
  lines: readonly string[],
  at: number,
): string {
  const startOf = (line: number) =>
    lines.slice(0, line).reduce((sum, each) => sum + each.length + 1, 0);
  const text = lines.join('\n');
  const words = removeCarriageReturns(quote).trim();
  const from = text.indexOf(words, startOf(at));
  if (from === -1) return quote;
  const to = from + words.length;
  const isProse = (line: number) =>
    (lines[line] ?? '').trim() !== '' && (PROSE.test(path) || COMMENT.test(lines[line] ?? ''));
  const edge = (line: number, step: 1 | -1) => {
    let last = line;
    while (isProse(line) && isProse(last + step) && Math.abs(last - line) < CITATION_BOUNDS.lines)
      last += step;
    return last;
  };
  const lineAt = (index: number) => text.slice(0, index).split('\n').length - 1;
  const first = lineAt(from);
  const last = lineAt(to);
  const start = startOf(edge(first, -1));
  const end = startOf(edge(last, 1) + 1);
  const all = isProse(first)
    ? sentenceSpansOf(text.slice(start, end))
    : [{ from: 0, to: end - start }];
  const touched = all.filter((each) => start + each.from < to && from < start + each.to);
  const begin = start + (touched[0]?.from ?? 0);
  const whole = text.slice(begin, start + (touched.at(-1)?.to ?? 0)).trim();
  const most = CITATION_BOUNDS.quoteCharacters;
  if (whole.length <= most) return whole;
  return `${cutInside(text.slice(begin, to).trim(), most - LEFT_OUT.length)}${LEFT_OUT}`;
}

const LEFT_OUT = ' …';

function removeCarriageReturns(quote: string): string {
  return quote.replaceAll('\r\n', '\n');
}
