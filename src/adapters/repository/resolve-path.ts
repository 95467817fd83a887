import { countOf } from '../../core/vocabulary/figures.ts';
import { type Answer, type Call, makeRefusal } from './call.ts';
import type { Git } from './git.ts';
import { parsePath, showPath } from './path-name.ts';
import { readLinkTarget, readTree, type TreeEntry } from './tree.ts';

export interface Located {
  readonly kind: TreeEntry['kind'];
  readonly id: string;
  /** The full path, `''` for the top. It is printable. */
  readonly path: string;
}

export type Resolution =
  | { readonly found: true; readonly located: Located }
  | {
      readonly found: false;
      readonly answer: Answer;
      readonly parent?: Located;
    };

const SIMILAR = 5;
const NAMES_SHOWN = 40;

/** Walks the commit's trees, so that no name is read as an option or a pattern. Answers an unknown path with similar names. */
export async function resolvePath(call: Call, given: string): Promise<Resolution> {
  const { git, commit, bounds } = call;
  const parsed = parsePath(given);
  if (!parsed.ok) return { found: false, answer: makeRefusal(parsed.reason) };
  let current: Located = { kind: 'folder', id: commit, path: '' };
  for (const [index, name] of parsed.components.entries()) {
    if (current.kind !== 'folder') return { found: false, answer: await describeOther(git, current) };
    const { entries } = await readTree(git, current.id, bounds.listBytes);
    const entry = entries.find((each) => each.name === name);
    if (entry === undefined) {
      const wanted = parsed.components.slice(index);
      const answer = await describeUnknown(call, current, wanted, entries);
      return index === parsed.components.length - 1
        ? { found: false, answer, parent: current }
        : { found: false, answer };
    }
    const path: string = current.path === '' ? name : `${current.path}/${name}`;
    current = { kind: entry.kind, id: entry.id, path };
  }
  return { found: true, located: current };
}

/** Answers for a path of an unexpected kind. A link is not followed, since its target may be outside of the repository. */
export async function describeOther(git: Git, { kind, id, path }: Located): Promise<Answer> {
  switch (kind) {
    case 'folder':
      return makeRefusal(`${path || 'The top of the repository'} is a folder: list it with list_files.`);
    case 'file':
      return makeRefusal(`${path} is a file, not a folder: read it with read_file.`);
    case 'submodule':
      return makeRefusal(
        `${path} is a submodule, pinned to commit ${id} of another repository, whose files are not part of this one.`,
      );
    case 'link': {
      const target = showPath(await readLinkTarget(git, id));
      return makeRefusal(
        `${path} is a symbolic link to ${target}. Links are not followed: if the target is in this repository, give its path from the top.`,
      );
    }
  }
}

async function describeUnknown(
  call: Call,
  folder: Located,
  wanted: readonly string[],
  entries: readonly TreeEntry[],
): Promise<Answer> {
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
  return makeRefusal(...lines);
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

async function filesNamed({ git, commit, bounds }: Call, name: string): Promise<string[]> {
  const { entries } = await readTree(git, commit, bounds.listBytes, '-r');
  const found = entries.filter((entry) => entry.name === name || entry.name.endsWith(`/${name}`));
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
