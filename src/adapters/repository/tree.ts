import type { Reached } from '../../ports/repository.ts';
import type { Git } from './git.ts';

type EntryKind = 'folder' | 'file' | 'link' | 'submodule';

export interface TreeEntry {
  readonly kind: EntryKind;
  /** For a submodule, the commit of the other repository. */
  readonly id: string;
  /** The full path if files below a folder are listed. */
  readonly name: string;
}

interface Listed {
  readonly entries: readonly TreeEntry[];
  readonly cut: boolean;
}

/** Lists one folder, or with `-r` all files below it without the folders. `cut`: there was more. */
export async function readTree(
  git: Git,
  id: string,
  maxBytes: number,
  ...options: readonly '-r'[]
): Promise<Reached<Listed>> {
  const output = await git.read(['ls-tree', ...options, '-z', '--full-tree', id], maxBytes);
  if (output.kind === 'not_here') return output;
  const { bytes, cut } = output;
  const entries: TreeEntry[] = [];
  for (let start = 0, end = bytes.indexOf(0); end !== -1; end = bytes.indexOf(0, start)) {
    entries.push(parseEntry(bytes.subarray(start, end)));
    start = end + 1;
  }
  return { kind: 'it', entries, cut };
}

function parseEntry(record: Buffer): TreeEntry {
  const tab = record.indexOf(0x09);
  const [mode = '', , id = ''] = record.toString('latin1', 0, tab).split(' ');
  return { kind: kindOf(mode), id, name: record.toString('utf8', tab + 1) };
}

function kindOf(mode: string): EntryKind {
  if (mode === '040000') return 'folder';
  if (mode === '120000') return 'link';
  if (mode === '160000') return 'submodule';
  return 'file';
}

const LINK_TARGET_BYTES = 1_024;

export async function readLinkTarget(
  git: Git,
  id: string,
): Promise<Reached<{ readonly target: string }>> {
  const output = await git.read(['cat-file', 'blob', id], LINK_TARGET_BYTES);
  return output.kind === 'it' ? { kind: 'it', target: output.bytes.toString('utf8') } : output;
}
