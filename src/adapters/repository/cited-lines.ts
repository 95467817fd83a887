import type { Lines } from '../../core/proposals/place.ts';
import { CITATION_BOUNDS } from '../../core/vocabulary/checked.ts';
import type { LinesRead } from '../../ports/repository.ts';
import type { Call } from './call.ts';
import { isShownOtherwise, showPath } from './path-name.ts';
import { describeBinary, refuseBeyondEnd } from './read-file.ts';
import { BINARY_CHECK_BYTES, readLines } from './read-lines.ts';
import { describeOther, resolvePath } from './resolve-path.ts';
import { isSecretFile, withhold } from './secret-file.ts';
import { readTree, type TreeEntry } from './tree.ts';

/** Characters of a line to compare: only programs write longer ones. */
const LINE_CHARACTERS = 20_000;
/** Bytes of a file to search for a quotation: people rarely write longer files. */
const TEXT_BYTES = 256 * 1024;

/** The cited lines of a text file, or why they cannot be read. */
export async function lookUpCitedLines(call: Call, { path, from, to }: Lines): Promise<LinesRead> {
  if (isShownOtherwise(path)) {
    const shown = showPath(path);
    if (await isListed(call, shown)) return { kind: 'unreadable' };
    return { kind: 'none', text: `There is no ${shown} at this commit.` };
  }
  const resolution = await resolvePath(call, path);
  if (!resolution.found) return { kind: 'none', text: resolution.answer.text };
  const { located } = resolution;
  if (located.kind !== 'file') return { kind: 'none', text: (await describeOther(call.git, located)).text };
  if (isSecretFile(located.path)) return { kind: 'none', text: withhold(located.path).text };
  const count = Math.min(to - from + 1, CITATION_BOUNDS.lines);
  // Beyond the lines, read only enough to recognize a binary file.
  const bounds = { ...call.bounds, lineCharacters: LINE_CHARACTERS, countBytes: BINARY_CHECK_BYTES };
  const file = await readLines(call.git, located.id, from, count, bounds);
  if (file.binary) return { kind: 'none', text: describeBinary(located) };
  if (file.lines.length === count) {
    return { kind: 'lines', path: located.path, lines: file.lines, isCut: file.isCut };
  }
  if (!file.complete) return { kind: 'unreadable' };
  return { kind: 'none', text: refuseBeyondEnd(located, to, file).text };
}

/** A text file up to a limit, with lines as `citedLines` returns them; `null` for anything else. */
export async function loadWholeText(call: Call, path: string): Promise<string | null> {
  const resolution = await resolvePath(call, path);
  if (!resolution.found || resolution.located.kind !== 'file') return null;
  const { located } = resolution;
  if (isSecretFile(located.path)) return null;
  const bounds = { ...call.bounds, lineCharacters: LINE_CHARACTERS, scanBytes: TEXT_BYTES };
  const { binary, lines } = await readLines(call.git, located.id, 1, TEXT_BYTES, bounds);
  return binary ? null : lines.join('\n');
}

/** `true` if a file at this commit is shown by this name. The name cannot open it: several files may be shown alike. */
async function isListed({ git, commit, bounds }: Call, shown: string): Promise<boolean> {
  let matches: readonly Pick<TreeEntry, 'kind' | 'id'>[] = [{ kind: 'folder', id: commit }];
  for (const name of shown.split('/').filter((part) => part !== '' && part !== '.')) {
    const folders = matches.filter(({ kind }) => kind === 'folder');
    const trees = await Promise.all(folders.map(({ id }) => readTree(git, id, bounds.listBytes)));
    matches = trees.flatMap(({ entries }) => entries.filter((entry) => showPath(entry.name) === name));
  }
  return matches.some(({ kind }) => kind === 'file');
}
