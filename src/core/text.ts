/**
 * The first `maxCharacters` of a text. A character outside the basic plane that would be cut in half is replaced,
 * because PostgreSQL cannot store half of a surrogate pair.
 */
export function atMost(text: string, maxCharacters: number): string {
  return text.length <= maxCharacters ? text : text.slice(0, maxCharacters).toWellFormed();
}
