import { cutText } from '../../core/vocabulary/text.ts';

/** Context that a prompt has no room for: the item that was cut, the bytes that were left out, and their hash. */
export interface LeftOut {
  readonly name: string;
  readonly bytes: number;
  readonly sha256: string;
}

const NAME_CHARACTERS = 80;
/** The number of parts that are told apart: more than a prompt has. */
const PARTS = 40;

/**
 * Returns the parts of a prompt with their sizes: the texts of which it is put together, each under the heading that code has given
 * it. The first has the rules, the last two are the participant's own part and the ask.
 */
export function promptParts(texts: readonly string[]): { readonly name: string; readonly bytes: number }[] {
  return texts.slice(0, PARTS).map((text, index) => ({
    name: nameOf(text, index, texts.length),
    bytes: Buffer.byteLength(text),
  }));
}

function nameOf(text: string, index: number, count: number): string {
  if (index === count - 1) return 'what it is asked';
  if (index === count - 2) return 'its own part';
  const [heading = ''] = text.slice(0, 400).split('\n');
  return heading.startsWith('#') ? cutText(heading.replace(/^#+ */, ''), NAME_CHARACTERS, '…') : 'rules';
}
