/** Context without room in the prompt: its item, the bytes left out, and their hash. */
export interface LeftOut {
  readonly name: string;
  readonly bytes: number;
  readonly sha256: string;
}

/**
 * Parts of a prompt with their sizes, each under the heading that code gives it. The last two are
 * the participant's own part and the ask.
 */
export function measurePromptParts(
  texts: readonly string[],
): { readonly name: string; readonly bytes: number }[] {
  const headings = texts.slice(0, -2).map((text) => text.slice('# '.length, text.indexOf('\n')));
  const names = [...headings, 'its own part', 'what it is asked'];
  return texts.map((text, index) => ({
    name: names[index] ?? '',
    bytes: Buffer.byteLength(text),
  }));
}
