import { styleText } from 'node:util';
import type { Look, Paint } from './format.ts';

/** Colours where the stream can show them and NO_COLOR does not forbid them. */
export function paintFor(stream: NodeJS.WriteStream): Paint {
  return (look, text) => (text === '' ? '' : styleText(look, text, { stream }));
}

/** Returns the width and colours for text that is printed there. */
export function lookOf(stream: NodeJS.WriteStream): Look {
  return { columns: stream.isTTY ? columnsOf(stream) : null, paint: paintFor(stream) };
}

/**
 * Returns the width of a terminal. One that says 0, as some do that stand in for a real one, is taken for one of 80 by 24, also by
 * the libraries that draw on it.
 */
export function columnsOf(stream: NodeJS.WriteStream): number {
  stream.columns ||= 80;
  stream.rows ||= 24;
  return stream.columns;
}
