import type { Profile } from '../../core/events.ts';

/**
 * Takes an author's own title and id out of its own words, should it have signed them (J3). Plain comparison of
 * text, no pattern made of a title (A15).
 */
export function withoutName(text: string, author: Pick<Profile, 'id' | 'title'>): string {
  const { id, title } = author;
  const names = [title, title.toLowerCase(), title.toUpperCase(), id].filter((name) => name.length > 2);
  return names.reduce((shown, name) => shown.split(name).join('the author'), text);
}
