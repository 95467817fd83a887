import { countOf } from '../../core/vocabulary/figures.ts';
import { No } from '../../foundation/no.ts';
import type { LookUp, NotHere, NotThere } from '../../ports/repository.ts';
import type { RepositoryCall } from './call.ts';
import type { Git } from './git.ts';
import { explainTooLarge, refuseReading } from './not-here.ts';
import { parsePath, showPath } from './path-name.ts';
import { isSecretFile, withhold } from './secret-file.ts';
import { readLinkTarget, readTree, type TreeEntry } from './tree.ts';

export interface Located {
  readonly kind: TreeEntry['kind'];
  readonly id: string;
  /** The full path, `''` for the top. It is printable. */
  readonly path: string;
}

export type Resolution =
  | { readonly kind: 'it'; readonly located: Located }
  | (NotThere & { readonly parent?: Located })
  | NotHere;

const SIMILAR = 5;
const NAMES_SHOWN = 40;

/**
 * Walks the commit's trees, so that no name is read as an option or a pattern. Answers an unknown
 * path with similar names.
 */
export async function resolvePath(call: RepositoryCall, given: string): Promise<Resolution> {
  const { git, commit, bounds } = call;
  const names = parsePath(given);
  if (names instanceof No) return { kind: 'not_there', text: names.why };
  let current: Located = { kind: 'folder', id: commit, path: '' };
  for (const [index, name] of names.entries()) {
    if (current.kind !== 'folder') return await describeOther(git, current);
    const listed = await readTree(git, current.id, bounds.listBytes);
    if (listed.kind === 'not_here') return listed;
    const entry = listed.entries.find((each) => each.name === name);
    if (entry === undefined) {
      if (listed.cut) return explainTooLarge(current.path || 'The top of the repository');
      const wanted = names.slice(index);
      const text = await describeUnknown(call, current, wanted, listed.entries);
      return index === names.length - 1
        ? { kind: 'not_there', text, parent: current }
        : { kind: 'not_there', text };
    }
    const path: string = current.path === '' ? name : `${current.path}/${name}`;
    current = { kind: entry.kind, id: entry.id, path };
  }
  return { kind: 'it', located: current };
}

/** A file that may be read. */
export async function resolveFile(
  call: RepositoryCall,
  path: string,
): Promise<LookUp<{ readonly located: Located }>> {
  const resolution = await resolvePath(call, path);
  if (resolution.kind !== 'it') return resolution;
  const { located } = resolution;
  if (located.kind !== 'file') return await describeOther(call.git, located);
  return isSecretFile(located.path) ? withhold(located.path) : resolution;
}

/**
 * Answers for a path of an unexpected kind. A link is not followed, since its target may be outside
 * of the repository.
 */
export async function describeOther(
  git: Git,
  { kind, id, path }: Located,
): Promise<NotThere | NotHere> {
  switch (kind) {
    case 'folder': {
      const text = `${path || 'The top of the repository'} is a folder: list it with list_files.`;
      return { kind: 'not_there', text };
    }
    case 'file':
      return {
        kind: 'not_there',
        text: `${path} is a file, not a folder: read it with read_file.`,
      };
    case 'submodule':
      return refuseReading(
        `${path} is a submodule, pinned to commit ${id} of another repository, whose files are not part of this one.`,
      );
    case 'link': {
      const link = await readLinkTarget(git, id);
      if (link.kind === 'not_here') return link;
      return refuseReading(
        `${path} is a symbolic link to ${showPath(link.target)}. Links are not followed: if the target is in this repository, give its path from the top.`,
      );
    }
  }
}

async function describeUnknown(
  call: RepositoryCall,
  folder: Located,
  wanted: readonly string[],
  entries: readonly TreeEntry[],
): Promise<string> {
  const place = placeOf(folder);
  const shown = wanted.join('/');
  const lines = [`There is no ${shown} ${place} at this commit.`];
  const elsewhere = await filesNamed(call, wanted.at(-1) ?? '');
  if (elsewhere.length > 0) lines.push(`Files of that name: ${elsewhere.join(', ')}`);
  const near = findSimilar(wanted[0] ?? '', entries);
  if (near.length > 0) lines.push(`Similar names ${place}: ${near.map(showEntry).join(', ')}`);
  else if (elsewhere.length === 0) lines.push(contents(place, entries));
  if (/:\d+(?:-\d+)?(?:@|$)/.test(shown)) {
    lines.push('Give the path without a line number or commit.');
  }
  return lines.join('\n');
}

function placeOf(folder: Located): string {
  return folder.path === '' ? 'at the top of the repository' : `in ${folder.path}`;
}

function contents(place: string, entries: readonly TreeEntry[]): string {
  const shown = entries.slice(0, NAMES_SHOWN).map(showEntry).join(', ');
  const left = entries.length - NAMES_SHOWN;
  const more = left > 0 ? `, and ${countOf(left, 'other')} (list_files shows them)` : '';
  return entries.length === 0 ? `There is nothing ${place}.` : `Names ${place}: ${shown}${more}`;
}

export function showEntry({ kind, name }: TreeEntry): string {
  const ends = { folder: '/', file: '', link: ' (symbolic link)', submodule: ' (submodule)' };
  return `${showPath(name)}${ends[kind]}`;
}

/** Suggestions; none if the list is not here. */
async function filesNamed(
  { git, commit, bounds }: RepositoryCall,
  name: string,
): Promise<string[]> {
  const listed = await readTree(git, commit, bounds.listBytes, '-r');
  if (listed.kind === 'not_here') return [];
  const found = listed.entries.filter(
    (entry) => entry.name === name || entry.name.endsWith(`/${name}`),
  );
  return found.slice(0, SIMILAR).map((entry) => showPath(entry.name));
}

/** Names that differ only in case or Unicode form, or of which one contains the other. */
function findSimilar(wanted: string, entries: readonly TreeEntry[]): readonly TreeEntry[] {
  const plain = fold(wanted);
  if (plain.length < 2) return [];
  return entries
    .filter((entry) => {
      const name = fold(entry.name);
      return name === plain || name.includes(plain) || (name.length > 2 && plain.includes(name));
    })
    .slice(0, SIMILAR);
}

function fold(name: string): string {
  return name.normalize('NFC').toLowerCase();
}
