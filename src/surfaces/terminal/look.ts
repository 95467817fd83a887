import { styleText } from 'node:util';
import type { Look, Paint } from './format.ts';

/** No colours if the stream has none or NO_COLOR is set. */
export function paintFor(stream: NodeJS.WriteStream): Paint {
  return (look, text) => (text === '' ? '' : styleText(look, text, { stream }));
}

export function lookOf(stream: NodeJS.WriteStream): Look {
  return { columns: stream.isTTY ? columnsOf(stream) : null, paint: paintFor(stream) };
}

/**
 * A terminal of width 0, as some emulators report, becomes 80 by 24, also for the libraries that
 * draw on it.
 */
export function columnsOf(stream: NodeJS.WriteStream): number {
  stream.columns ||= 80;
  stream.rows ||= 24;
  return stream.columns;
}
