import type { Git } from './git.ts';

/** A file's bytes, or why they are not read; `null` if there is no such object. */
type FileBytes = Buffer | { readonly why: string } | null;

const HEADER_BYTES = 200;

/**
 * Reads files named by an object's id or as `commit:path`, with two processes for all: the first says which are files, and how
 * large. `bytes`: of one file, and of all together.
 */
export async function readFiles(
  git: Git,
  names: readonly string[],
  bytes: { readonly each: number; readonly all: number },
): Promise<Map<string, FileBytes>> {
  const files = new Map<string, FileBytes>(names.map((name) => [name, null]));
  const asked = [...files.keys()].filter((name) => !name.includes('\n'));
  if (asked.length === 0) return files;
  const batch = async (kind: string, of: readonly string[], most: number) => {
    const input = of.map((name) => `${name}\n`).join('');
    return (await git.read(['cat-file', kind, '--buffer'], most, { input })).bytes;
  };
  const most = asked.reduce((sum, name) => sum + Buffer.byteLength(name) + HEADER_BYTES, 0);
  const sizes = (await batch('--batch-check=%(objecttype) %(objectsize)', asked, most))
    .toString('utf8')
    .split('\n');
  let left = bytes.all;
  const wanted = asked.flatMap((name, at) => {
    const [, kind, digits] = /^(\w+) (\d+)$/.exec(sizes[at] ?? '') ?? [];
    if (kind === undefined) return [];
    const size = Number(digits);
    const isRead = kind === 'blob' && size <= Math.min(bytes.each, left);
    if (isRead) left -= size;
    else files.set(name, { why: kind === 'blob' ? 'the file is too large' : 'it is no file there' });
    return isRead ? [{ name, size }] : [];
  });
  if (wanted.length === 0) return files;
  const all = await batch(
    '--batch',
    wanted.map(({ name }) => name),
    bytes.all + most,
  );
  let start = 0;
  for (const { name, size } of wanted) {
    const from = all.indexOf(0x0a, start) + 1;
    files.set(name, all.subarray(from, from + size));
    start = from + size + 1;
  }
  return files;
}
