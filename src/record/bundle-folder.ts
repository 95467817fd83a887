import { lstat, readdir } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { MANIFEST_NAME } from '../core/outcome/file-names.ts';
import { Fault } from '../foundation/fault.ts';
import { openFile, throwAsFault } from '../foundation/reading-files.ts';
import type { BundleEntry, BundleFolder } from './contents.ts';

const MAX_ENTRIES = 500;
const SUBFOLDERS = ['proposals'] as const;

/**
 * `folderOrManifest`: the bundle's folder, or the path of its manifest. Follows no link inside.
 * Throws `Fault('bad_usage')` unless the folder exists.
 */
export async function openBundleFolder(folderOrManifest: string): Promise<BundleFolder> {
  const isManifest = basename(folderOrManifest) === MANIFEST_NAME;
  const folder = isManifest ? dirname(folderOrManifest) : folderOrManifest;
  if ((await kindOf(folder)) !== 'folder') {
    throw new Fault(
      'bad_usage',
      `${folder} is not a folder. Name the folder of a design, or the manifest.json in it.`,
    );
  }
  return {
    entries: async () => {
      const top = await listEntries(folder, '');
      const isThere = (sub: string) =>
        top.some(({ name, kind }) => name === sub && kind === 'folder');
      const below = SUBFOLDERS.filter(isThere).map((sub) => listEntries(folder, `${sub}/`));
      return [...top, ...(await Promise.all(below)).flat()];
    },
    read: (name, maxBytes) => readBounded(join(folder, name), name, maxBytes),
  };
}

async function kindOf(path: string): Promise<BundleEntry['kind'] | 'missing'> {
  try {
    // The given folder may be a link.
    const stats = await lstat(join(path, '.'));
    return stats.isDirectory() ? 'folder' : 'other';
  } catch (error) {
    if (error instanceof Error) return 'missing';
    throw error;
  }
}

/** Throws `Fault('invalid_record')`. */
async function listEntries(folder: string, sub: string): Promise<BundleEntry[]> {
  const path = join(folder, sub);
  const reading = readdir(path, { withFileTypes: true });
  const entries = await throwAsFault('invalid_record', `${path} cannot be read`, reading);
  if (entries.length > MAX_ENTRIES)
    throw new Fault(
      'invalid_record',
      `${folder} holds more than ${MAX_ENTRIES} files, which no bundle does`,
    );
  return entries.map((entry) => {
    const name = `${sub}${entry.name}`;
    if (entry.isSymbolicLink()) return { name, kind: 'link' };
    if (entry.isDirectory()) return { name, kind: 'folder' };
    return { name, kind: entry.isFile() ? 'file' : 'other' };
  });
}

/** Checks the size on the open file. Throws `Fault('invalid_record')`. */
function readBounded(path: string, name: string, maxBytes: number): Promise<Uint8Array> {
  const read = async (): Promise<Uint8Array> => {
    await using file = await openFile(path);
    const { size } = await file.stat();
    if (size <= maxBytes) return file.readFile();
    throw new Fault('invalid_record', `${name} has ${size} bytes; at most ${maxBytes} are read`);
  };
  return throwAsFault('invalid_record', `${name} cannot be read`, read());
}
