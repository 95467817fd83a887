import { isUtf8 } from 'node:buffer';
import type { Git } from './git.ts';

type EntryKind = 'folder' | 'file' | 'link' | 'submodule';

/** One name in a folder of a commit. */
export interface TreeEntry {
  readonly kind: EntryKind;
  /** The object's id; for a submodule the commit of the other repository. */
  readonly id: string;
  /** Of a file below a folder its whole path. */
  readonly name: string;
  readonly isUtf8: boolean;
}

/** The entries of one folder, or every file below it, folders themselves left out. `cut` when they take more than `maxBytes`. */
export async function readTree(
  git: Git,
  id: string,
  maxBytes: number,
  ...options: readonly '-r'[]
): Promise<{ readonly entries: readonly TreeEntry[]; readonly cut: boolean }> {
  const { bytes, cut } = await git.read(['ls-tree', ...options, '-z', '--full-tree', id], maxBytes);
  const entries: TreeEntry[] = [];
  for (let start = 0, end = bytes.indexOf(0); end !== -1; end = bytes.indexOf(0, start)) {
    entries.push(parseEntry(bytes.subarray(start, end)));
    start = end + 1;
  }
  return { entries, cut };
}

/** The files below a folder. */
export interface Census {
  readonly total: number;
  /** Files below each name of the folder. */
  readonly below: ReadonlyMap<string, number>;
  /** Files below each folder of the second level, by its path (`src/core`). */
  readonly belowSecond: ReadonlyMap<string, number>;
  /** Files that were looked for by their path, in the order of the tree. */
  readonly found: readonly TreeEntry[];
  readonly complete: boolean;
}

export async function countFiles(
  git: Git,
  id: string,
  maxBytes: number,
  isWanted: (path: string) => boolean = () => false,
): Promise<Census> {
  const below = new Map<string, number>();
  const belowSecond = new Map<string, number>();
  const found: TreeEntry[] = [];
  const { entries, cut } = await readTree(git, id, maxBytes, '-r');
  for (const entry of entries) {
    const path = entry.name;
    const slash = path.indexOf('/');
    const second = path.indexOf('/', slash + 1);
    if (slash !== -1) add(below, path.slice(0, slash));
    if (slash !== -1 && second !== -1) add(belowSecond, path.slice(0, second));
    if (entry.kind === 'file' && isWanted(path)) found.push(entry);
  }
  return { total: entries.length, below, belowSecond, found, complete: !cut };
}

function add(counts: Map<string, number>, key: string): void {
  counts.set(key, (counts.get(key) ?? 0) + 1);
}

/** Of `mode SP type SP id TAB name`. */
function parseEntry(record: Buffer): TreeEntry {
  const tab = record.indexOf(0x09);
  const [mode = '', , id = ''] = record.toString('latin1', 0, tab).split(' ');
  const name = record.subarray(tab + 1);
  return { kind: kindOf(mode), id, name: name.toString(), isUtf8: isUtf8(name) };
}

function kindOf(mode: string): EntryKind {
  if (mode === '040000') return 'folder';
  if (mode === '120000') return 'link';
  if (mode === '160000') return 'submodule';
  return 'file';
}

const LINK_TARGET_BYTES = 1_024;

/** Where a symbolic link points, cut after 1,024 bytes. */
export async function readLinkTarget(git: Git, id: string): Promise<string> {
  const { bytes } = await git.read(['cat-file', 'blob', id], LINK_TARGET_BYTES);
  return bytes.toString('utf8');
}

/** The size in bytes of each object that is in the repository; those it does not hold are left out. */
export async function readSizes(git: Git, ids: readonly string[]): Promise<ReadonlyMap<string, number>> {
  if (ids.length === 0) return new Map();
  const { bytes } = await git.read(
    ['cat-file', '--batch-check=%(objectname) %(objectsize)'],
    ids.length * 200,
    { input: `${ids.join('\n')}\n` },
  );
  const sizes = new Map<string, number>();
  for (const line of bytes.toString('latin1').split('\n')) {
    const [id = '', size = ''] = line.split(' ');
    if (/^\d+$/.test(size)) sizes.set(id, Number(size));
  }
  return sizes;
}
