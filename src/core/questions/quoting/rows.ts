import { type Passage, passagesOf } from './passages.ts';
import { sentenceSpansOf, splitParts } from './sentences.ts';
import type { ShownText } from './shown.ts';

/** A line's end after a sentence or a colon. */
const LINE_END = /(?<=[.!?…。！？؟।:：][^\S\n]*)\n/u;

/**
 * The parts of an author's own passage that are judged one by one. Unlike a passage, which must not
 * lose what it depends on, a row ends at each question mark, so that one judgement never covers a
 * question and a prohibition.
 */
export function splitRows(reply: string, passage: Passage): Passage[] {
  if (passage.kind !== 'words') return [passage];
  let start = passage.from;
  const rows = reply
    .slice(start, passage.to)
    .split(LINE_END)
    .flatMap((lines) => {
      const at = start;
      start += lines.length + 1;
      return sentenceSpansOf(lines, true).flatMap((span) =>
        splitParts(reply, at + span.from, at + span.to),
      );
    });
  return rows.map((row, index) => ({
    ...passage,
    ...row,
    before: index === 0 ? passage.before : row.from,
  }));
}

export function rowsOf(said: ShownText): Passage[] {
  return passagesOf(said).flatMap((passage) => splitRows(said.text, passage));
}
