import { type Passage, passagesOf, sentenceSpansOf } from './passages.ts';
import type { Span } from './span.ts';

/** A longer sentence without an end is cut at commas and line ends. */
const LONGEST = 600;
/** As much as fits, up to a comma, semicolon or line end; else up to a blank. */
const PARTS = new RegExp(
  String.raw`[^]{1,${LONGEST}}$|[^]{0,${LONGEST - 1}}(?:[,;](?=\s)|[，、；،؛\n])|[^]{0,${LONGEST - 1}}\s|[^]+`,
  'gu',
);
/** A line's end after a sentence or a colon. */
const LINE_END = /(?<=[.!?…。！？؟।:：][^\S\n]*)\n/u;

/**
 * The parts of an author's own passage that are judged one by one. Unlike a passage, which must not lose what it
 * depends on, a row ends at each question mark, so that one judgement never covers a question and a prohibition.
 */
export function rowsIn(reply: string, passage: Passage): Passage[] {
  if (!passage.isOwn) return [passage];
  let start = passage.from;
  const rows = reply
    .slice(start, passage.to)
    .split(LINE_END)
    .flatMap((lines) => {
      const at = start;
      start += lines.length + 1;
      return sentenceSpansOf(lines, true).flatMap((span) => partsIn(reply, at + span.from, at + span.to));
    });
  return rows.map((row, index) => ({ ...passage, ...row, before: index === 0 ? passage.before : row.from }));
}

export function rowsOf(reply: string): Passage[] {
  return passagesOf(reply).flatMap((passage) => rowsIn(reply, passage));
}

function partsIn(reply: string, from: number, to: number): Span[] {
  if (to - from <= LONGEST) return [{ from, to }];
  return [...reply.slice(from, to).matchAll(PARTS)].map(({ index, 0: part }) => {
    const start = from + index + part.length - part.trimStart().length;
    return { from: start, to: from + index + part.trimEnd().length };
  });
}
