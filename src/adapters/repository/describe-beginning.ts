import { cutText } from '../../core/vocabulary/text.ts';
import type { Call } from './call.ts';
import { showPath } from './path-name.ts';
import { readLines } from './read-lines.ts';
import type { TreeEntry } from './tree.ts';

const LINES = 40;
const CHARACTERS = 3_000;

/** Returns the first lines of a file; nothing for a binary or empty one. */
export async function describeBeginning(
  call: Call,
  { id, name }: Pick<TreeEntry, 'id' | 'name'>,
): Promise<readonly string[][]> {
  const file = await readLines(call.git, id, 1, LINES, call.bounds);
  if (file.binary || file.lines.length === 0) return [];
  const lines = file.lines.join('\n').trimEnd();
  const isCut = file.total > file.lines.length || lines.length > CHARACTERS;
  const rest = isCut ? ['[… it goes on; read_file shows the rest]'] : [];
  return [[`${showPath(name)} begins:`, cutText(lines, CHARACTERS), ...rest]];
}
