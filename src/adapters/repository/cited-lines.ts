import type { Lines } from '../../core/proposals/place.ts';
import { CITATION_BOUNDS } from '../../core/vocabulary/checked.ts';
import type { LinesRead, LookUp, TextRead } from '../../ports/repository.ts';
import type { RepositoryCall } from './call.ts';
import { explainTooLarge, refuseReading } from './not-here.ts';
import { isShownOtherwise, showPath } from './path-name.ts';
import { describeBinary, describeEnd } from './read-file.ts';
import { BINARY_CHECK_BYTES, readLines } from './read-lines.ts';
import { resolveFile } from './resolve-path.ts';
import { readTree, type TreeEntry } from './tree.ts';

/** Characters of a line to compare: only programs write longer ones. */
const LINE_CHARACTERS = 20_000;
/** Bytes of a file to search for a quotation: people rarely write longer files. */
const TEXT_BYTES = 256 * 1024;

/** The cited lines of a text file, or why they cannot be read. */
export async function lookUpCitedLines(
  call: RepositoryCall,
  { path, from, to }: Lines,
): Promise<LookUp<LinesRead>> {
  if (isShownOtherwise(path)) return await lookUpShown(call, showPath(path));
  const resolution = await resolveFile(call, path);
  if (resolution.kind !== 'it') return resolution;
  const { located } = resolution;
  const count = Math.min(to - from + 1, CITATION_BOUNDS.lines);
  // Beyond the lines, read only enough to recognize a binary file.
  const bounds = {
    ...call.bounds,
    lineCharacters: LINE_CHARACTERS,
    countBytes: BINARY_CHECK_BYTES,
  };
  const file = await readLines(call.git, located.id, from, count, bounds);
  if (file.kind === 'not_here') return file;
  if (file.binary) return refuseReading(describeBinary(located));
  if (file.lines.length === count) {
    return { kind: 'it', path: located.path, lines: file.lines, isCut: file.isCut };
  }
  const text = describeEnd(located, to, file);
  return file.complete ? { kind: 'not_there', text } : explainTooLarge(located.path);
}

/** The beginning of a text file, with lines as `lookUpCitedLines` returns them. */
export async function loadText(call: RepositoryCall, path: string): Promise<LookUp<TextRead>> {
  const resolution = await resolveFile(call, path);
  if (resolution.kind !== 'it') return resolution;
  const { located } = resolution;
  const bounds = { ...call.bounds, lineCharacters: LINE_CHARACTERS, scanBytes: TEXT_BYTES };
  const file = await readLines(call.git, located.id, 1, TEXT_BYTES, bounds);
  if (file.kind === 'not_here') return file;
  if (file.binary) return refuseReading(describeBinary(located));
  return { kind: 'it', text: file.lines.join('\n'), isCut: file.isCut || !file.complete };
}

/**
 * Looks for a file that is shown by this name. The name cannot open it: several files may be shown
 * alike.
 */
async function lookUpShown(
  { git, commit, bounds }: RepositoryCall,
  shown: string,
): Promise<LookUp<never>> {
  let matches: readonly Pick<TreeEntry, 'kind' | 'id'>[] = [{ kind: 'folder', id: commit }];
  for (const name of shown.split('/').filter((part) => part !== '' && part !== '.')) {
    const folders = matches.filter(({ kind }) => kind === 'folder');
    const entries: TreeEntry[] = [];
    for (const { id } of folders) {
      const listed = await readTree(git, id, bounds.listBytes);
      if (listed.kind === 'not_here') return listed;
      if (listed.cut) return explainTooLarge(shown);
      entries.push(...listed.entries.filter((entry) => showPath(entry.name) === name));
    }
    matches = entries;
  }
  return matches.some(({ kind }) => kind === 'file')
    ? refuseReading(`${shown} is listed, but its name cannot open it.`)
    : { kind: 'not_there', text: `There is no ${shown} at this commit.` };
}
