import { groupDigits } from '../../core/vocabulary/figures.ts';
import { cutText } from '../../foundation/cut-text.ts';

/**
 * Text from a repository goes into prompts, transcripts and terminals. Control characters become
 * pictures (␀ ␛ …), and characters that reorder a line become their code. So nothing can hide, move
 * a cursor, or be refused by a database that stores no NUL.
 */
const UNPRINTABLE = /[\u0000-\u0008\u000a-\u001f\u007f-\u009f\u2028-\u202e\u2066-\u2069]/g;

/** Keeps tabs. Takes linear time. */
export function makeVisible(text: string): string {
  return text.replace(UNPRINTABLE, (character) => {
    const code = character.charCodeAt(0);
    if (code < 0x20) return String.fromCharCode(0x2400 + code);
    if (code === 0x7f) return '\u2421';
    return `\\u${code.toString(16).padStart(4, '0')}`;
  });
}

/** Cuts a line, and says how many characters were left out. */
export function shortenPrintable(text: string, maxCharacters: number): string {
  const beginning = cutText(text, maxCharacters);
  const leftOut = text.length - beginning.length;
  return leftOut === 0
    ? text
    : `${beginning} [… ${groupDigits(leftOut)} more characters in this line]`;
}
