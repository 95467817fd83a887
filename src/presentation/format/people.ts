import { UNKNOWN_NAME } from '../../core/vocabulary/claimed-name.ts';
import { type Line, quotation, type Section, untrusted } from './document.ts';

/** A person's name, or *somebody* if it is empty. */
export function drawPerson(by: string): Line {
  return [untrusted(nameOf(by))];
}

/** The name on record, which says how it was claimed, or *somebody* if it is empty. */
export function nameOf(by: string): string {
  return by === '' ? UNKNOWN_NAME : by;
}

/** A name at the start of a sentence; *Somebody* is capitalized. */
export function nameAtBeginning(by: string): string {
  const name = nameOf(by);
  return name.startsWith(UNKNOWN_NAME) ? `${name.charAt(0).toUpperCase()}${name.slice(1)}` : name;
}

export function quoteNote(text: string): Section {
  return text === '' ? [] : [quotation(text)];
}
