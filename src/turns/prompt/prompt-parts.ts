import { cutText } from '../../foundation/cut-text.ts';

/** Context without room in the prompt: its item, the bytes left out, and their hash. */
export interface LeftOut {
  readonly name: string;
  readonly bytes: number;
  readonly sha256: string;
}

const NAME_CHARACTERS = 80;
const PARTS = 40;

/**
 * Parts of a prompt with their sizes, each under the heading that code gives it. The first is the
 * rules, the last two are the participant's own part and the ask.
 */
export function listPromptParts(
  texts: readonly string[],
): { readonly name: string; readonly bytes: number }[] {
  return texts.slice(0, PARTS).map((text, index) => ({
    name: nameOf(text, index, texts.length),
    bytes: Buffer.byteLength(text),
  }));
}

function nameOf(text: string, index: number, count: number): string {
  if (index === count - 1) return 'what it is asked';
  if (index === count - 2) return 'its own part';
  const [heading = ''] = cutText(text, 400).split('\n');
  return heading.startsWith('#')
    ? cutText(heading.replace(/^#+ */, ''), NAME_CHARACTERS, '…')
    : 'rules';
}
