import { cutText } from '../../core/text.ts';

/** At most so many characters, with a mark where it was cut. */
export function cut(text: string, maxCharacters: number): string {
  return cutText(text, maxCharacters, '…');
}
