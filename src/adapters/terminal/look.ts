import { styleText } from 'node:util';
import type { Paint } from './frame.ts';

/** Colours where the stream can show them and NO_COLOR does not forbid them. */
export function paintFor(stream: NodeJS.WriteStream): Paint {
  return (look, text) => (text === '' ? '' : styleText(look, text, { stream }));
}
