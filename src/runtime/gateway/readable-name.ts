import { BOUNDS } from '../../core/events.ts';
import { cutText } from '../../core/text.ts';
import { isolated, oneLine } from '../message/plain.ts';

/** What people are called whose name cannot be found out, or has nothing in it that can be read. */
export const UNKNOWN_NAME = 'somebody';

/**
 * The first of these names in which there is something to read, as it is recorded. Cut before it is isolated, so that what
 * turns the reading order around always ends within the name.
 */
export function readableName(names: readonly (string | null | undefined)[]): string {
  const readable = names.map((name) =>
    isolated(cutText(oneLine(name ?? ''), BOUNDS.personCharacters - 2).trim()),
  );
  return readable.find((name) => name !== '') ?? UNKNOWN_NAME;
}
