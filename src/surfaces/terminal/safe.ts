import { stripVTControlCharacters } from 'node:util';

/**
 * Control sequences and characters that change the reading order are removed from all texts of
 * models, people and processes before they are shown. Takes linear time.
 */
const COMMANDING =
  /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/g;

export function cleanText(text: string): string {
  return stripVTControlCharacters(text)
    .replaceAll('\r\n', '\n')
    .replace(COMMANDING, '')
    .replaceAll('\t', '  ');
}

export function cleanLine(text: string): string {
  return cleanText(text).replace(/\s+/g, ' ').trim();
}

/**
 * JSON for a terminal. Also escapes control characters that JSON leaves alone; reads back as the
 * same value.
 */
export function escapeJson(value: unknown): string {
  const escapeSign = (sign: string) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`;
  return JSON.stringify(value).replace(COMMANDING, escapeSign);
}
