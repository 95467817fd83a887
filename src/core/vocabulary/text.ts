import { isObject } from '../../foundation/is-object.ts';

/**
 * `false` for a text that PostgreSQL cannot store: one with U+0000 or half a surrogate pair, which
 * only binary content has.
 */
export function isStorable(text: string): boolean {
  return !text.includes('\u0000') && text.isWellFormed();
}

/** The path within `value` to a text that cannot be stored, or `null`. */
export function findUnstorable(value: unknown, path = ''): string | null {
  if (typeof value === 'string') return isStorable(value) ? null : path;
  if (!isObject(value)) return null;
  for (const [key, member] of Object.entries(value)) {
    const problem = findUnstorable(member, path === '' ? key : `${path}.${key}`);
    if (problem !== null) return problem;
  }
  return null;
}

/** `a`, `a and b`, `a, b and c` */
export function listWords(words: readonly string[]): string {
  const last = words.at(-1) ?? '';
  return words.length < 2 ? last : `${words.slice(0, -1).join(', ')} and ${last}`;
}

/** Characters that control a terminal, reverse the reading direction or are invisible. */
const UNSEEN = /[\p{Cc}\p{Cf}]/gu;

/** Escapes invisible characters like JSON, unit by unit. */
export function escapeUnseen(text: string): string {
  const escaped = (unit: string) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`;
  return text.replace(UNSEEN, (sign) => sign.split('').map(escaped).join(''));
}

/** The fault in a text that somebody wrote, worded for its author; `null` for none. */
export function findSizeProblem(what: string, text: string, maxCharacters: number): string | null {
  if (text.trim() === '') return `The ${what} is empty. Write some text.`;
  return text.length > maxCharacters ? describeTooLong(what, text, maxCharacters) : null;
}

export function describeTooLong(what: string, { length }: string, maxCharacters: number): string {
  return `The ${what} has ${length} characters; the limit is ${maxCharacters}.`;
}

/**
 * Detects binary content: control characters except tab and line breaks, and halves of characters.
 */
export function hasControlCharacters(text: string): boolean {
  return (
    !text.isWellFormed() ||
    /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\ufffe\uffff]/.test(text)
  );
}

/** `true` if these words stand in a text with no letter or digit beside them; `false` for none. */
export function containsWords(text: string, words: string): boolean {
  for (let at = text.indexOf(words); at !== -1 && words !== ''; at = text.indexOf(words, at + 1)) {
    const [before = '', after = ''] = [text.slice(0, at).at(-1), text.at(at + words.length)];
    if (!hasLetter(before) && !hasLetter(after)) return true;
  }
  return false;
}

/**
 * Words of a short text as they stand between blanks, in small letters, without signs around them.
 */
export function bareWordsOf(text: string): string[] {
  const words = text.toLowerCase().replaceAll('’', "'").split(/\s+/);
  return words.flatMap((word) => word.match(/[\p{L}\p{N}](?:.*[\p{L}\p{N}])?/u)?.[0] ?? []);
}

const LETTER = /[\p{L}\p{N}]/u;

/** True for a text with a letter or digit: any other says nothing. */
export function hasLetter(text: string): boolean {
  return LETTER.test(text);
}
