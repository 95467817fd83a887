import { cutText } from '../../core/text.ts';

const SOURCE_CHARACTERS = 120;

/**
 * Wraps what others said or wrote, so that it cannot be taken for instructions: the text cannot close its own tag, and
 * the source cannot leave its attribute. The only place that writes these tags.
 */
export function material(source: string, text: string): string {
  const label = source.replace(/[<>"&\s]+/g, ' ').slice(0, SOURCE_CHARACTERS);
  return `<material source="${label}">\n${text.replace(/<(?=\/?material)/gi, '&lt;')}\n</material>`;
}

/** The first `maxCharacters` of a text, and how many more there are. */
export function shortened(text: string, maxCharacters: number): string {
  const kept = cutText(text, maxCharacters);
  const leftOut = text.length - kept.length;
  return leftOut === 0 ? text : `${kept}\n[cut here: ${leftOut} more characters]`;
}

export function numbered(items: readonly string[]): string {
  return items.map((item, index) => `${index + 1}. ${item}`).join('\n');
}
