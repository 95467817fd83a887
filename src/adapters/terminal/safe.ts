import { stripVTControlCharacters } from 'node:util';

/**
 * Sequences that command a terminal, and characters that turn the reading order around, as models, people and processes
 * may have written them. Both are taken out before anything is shown. Linear in the length of the text (A15).
 */
const COMMANDING = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/g;

/** Text of several lines, without anything but text. */
export function plainText(text: string): string {
  return stripVTControlCharacters(text)
    .replaceAll('\r\n', '\n')
    .replace(COMMANDING, '')
    .replaceAll('\t', '  ');
}

/** The same on one line. */
export function oneLine(text: string): string {
  return plainText(text).replace(/\s+/g, ' ').trim();
}

/**
 * A value as JSON that may be shown on a terminal. JSON escapes less than what commands one: the rest is escaped as well,
 * and reads back as the same value.
 */
export function safeJson(value: unknown, indent = 0): string {
  const text = JSON.stringify(value, null, indent);
  const escaped = (sign: string) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`;
  return text.replace(COMMANDING, escaped);
}
