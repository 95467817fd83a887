/** What PostgreSQL cannot store in a text: U+0000 and halves of surrogate pairs. Text has neither; binary content has. */
export function isStorable(text: string): boolean {
  return !text.includes('\u0000') && text.isWellFormed();
}

/** The text with U+FFFD in the place of each character that cannot be stored. It stays as long as it was. */
export function storable(text: string): string {
  return text.toWellFormed().replaceAll('\u0000', '\ufffd');
}

/** The first `maxCharacters` of a text, storable also where it was cut. */
export function atMost(text: string, maxCharacters: number): string {
  return storable(text.slice(0, maxCharacters));
}
