import { type Marks, readMarks } from '#acts/gateway/incoming/text-marks.ts';
import type { ShownText } from '#core/questions/quoting/shown.ts';

/**
 * Lines behind `> `, and everything behind `>>> `. Code within a line is a part of its sentence.
 */
const DISCORD: Marks = { quotation: / *(?:>>> .*|> [^\n]*(?:\n *> [^\n]*)*)/sy, escapedBy: '\\' };

/** Discord's markup, with what Discord shows as code or as a quotation. */
export function readMarkdown(markup: string): ShownText {
  return readMarks(markup, DISCORD);
}
