const SOURCE_CHARACTERS = 120;

/**
 * Wraps what others said or wrote, so that it cannot be taken for instructions: the text cannot close its own tag,
 * and the source cannot leave its attribute. The one place that writes these tags.
 */
export function material(source: string, text: string): string {
  const label = source.replace(/[<>"&\s]+/g, ' ').slice(0, SOURCE_CHARACTERS);
  return `<material source="${label}">\n${text.replace(/<(?=\/?material)/gi, '&lt;')}\n</material>`;
}

/** Keeps the beginning, and says how much is missing. */
export function cut(text: string, characters: number): string {
  if (text.length <= characters) return text;
  const kept = text.slice(0, characters);
  return `${kept}\n[cut here: ${text.length - characters} more characters]`;
}

export function numbered(items: readonly string[]): string {
  return items.map((item, index) => `${index + 1}. ${item}`).join('\n');
}
