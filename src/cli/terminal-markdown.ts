/**
 * Draws the Markdown of `words` for a terminal or a pipe: it stays Markdown, without what only a
 * parser needs, wrapped and with bold and slanted words on a terminal. What others wrote cannot command the
 * terminal: control characters and marks that turn the direction of text are left out (A23).
 *
 * @example process.stderr.write(drawMarkdown(md`**${topic}**`.text, process.stderr));
 */

import { stripVTControlCharacters, styleText } from 'node:util';

/** Where it is drawn: a terminal has a width, and colours unless NO_COLOR is set. */
export type Outlet = NodeJS.WriteStream;

const WIDEST = 100;
const COMMANDING = /(?![\t\n])[\p{Cc}\p{Bidi_Control}\ufeff]/gu;
/** An escaped sign, bold or slanted words, or a link of ours to a person or a moment. */
const MARKS =
  /\\([\W_])|(\*\*?)((?:\\.|[^\\*])+)\2|\[((?:\\.|[^\\\]])+)\]\((person|time):([^)\s]*)\)/g;

export function harmless(text: string): string {
  return stripVTControlCharacters(text).replace(COMMANDING, '');
}

/** `outlet`: none for an agent, which reads it like a pipe. */
export function drawMarkdown(text: string, outlet?: Outlet): string {
  const lines = harmless(text).replaceAll('\\\n', '\n');
  if (!outlet?.isTTY) return drawMarks(lines);
  const style = (mark: string, words: string) =>
    styleText(mark === '*' ? 'italic' : 'bold', words, { stream: outlet });
  return drawMarks(wrap(lines, Math.min(outlet.columns || 80, WIDEST)), style);
}

function drawMarks(
  text: string,
  style = (mark: string, words: string) => mark + words + mark,
): string {
  return text.replaceAll(MARKS, (_, sign, mark, marked, words, kind, value) => {
    if (sign !== undefined) return sign;
    if (mark !== undefined) return style(mark, drawMarks(marked));
    if (kind === 'person') return drawMarks(words);
    const moment = { weekday: 'short', hour: '2-digit', minute: '2-digit' } as const;
    return new Date(Number(value) * 1_000).toLocaleString('en-GB', moment);
  });
}

/** At blanks; marks count as what they are written with. */
function wrap(text: string, columns: number): string {
  return text.replaceAll(new RegExp(`(?=.{${columns + 1}})(.{1,${columns}}) `, 'g'), '$1\n');
}
