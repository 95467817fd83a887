import type { Call } from './call.ts';
import { showPath } from './path-name.ts';
import { printable, shortLine } from './printable.ts';
import type { TreeEntry } from './tree.ts';

/** Decision records whose titles are shown: the last ones by name, which are the newest where they are numbered. */
const TITLES = 30;
/** A title stands at the beginning of its file. */
const TITLE_BYTES = 1_024;

export function isDecision(path: string): boolean {
  return (
    /(?:^|\/)(?:decisions?|adrs?|rfcs?)\/[^/]+\.(?:md|rst|txt|adoc)$/i.test(path) && !/readme/i.test(path)
  );
}

/** The titles of the records of earlier decisions, each with its path. */
export async function describeDecisions(
  call: Call,
  found: readonly TreeEntry[],
): Promise<readonly string[][]> {
  if (found.length === 0) return [];
  const lines: string[] = [];
  for (const { id, name } of found.slice(-TITLES)) {
    const { bytes } = await call.git.read(['cat-file', 'blob', id], TITLE_BYTES);
    lines.push(`${shortLine(showPath(name), 100)}: ${titleOf(bytes.toString('utf8'))}`);
  }
  const left = found.length - lines.length;
  return [['Decisions on record:', ...(left > 0 ? [`[${left} earlier ones]`] : []), ...lines]];
}

/** Its first heading, or the `title` of its front-matter, or its first line with anything in it. */
function titleOf(beginning: string): string {
  const lines = beginning.split('\n').map((line) => line.trim());
  const heading = lines.find((line) => line.startsWith('# ') || line.startsWith('title:'));
  const first = lines.find((line) => line !== '' && line !== '---');
  return shortLine(printable((heading ?? first ?? '(empty)').replace(/^(?:#|title:)\s*/, '')), 120);
}
