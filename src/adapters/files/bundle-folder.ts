import { constants } from 'node:fs';
import { type FileHandle, lstat, open, readdir } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { MANIFEST_NAME } from '../../core/outcome/file-names.ts';
import { errorMessage, Fault } from '../../foundation/fault.ts';
import type { BundleEntry, BundleFolder } from '../../record/contents.ts';

const MAX_ENTRIES = 500;
const SUBFOLDERS = ['proposals'] as const;

/**
 * `folderOrManifest`: the bundle's folder, or the path of its manifest. Follows no link inside. Throws `Fault('bad_usage')`
 * unless the folder exists.
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
      const top = await listed(folder, '');
      const isThere = (sub: string) => top.some(({ name, kind }) => name === sub && kind === 'folder');
      const below = SUBFOLDERS.filter(isThere).map((sub) => listed(folder, `${sub}/`));
      return [...top, ...(await Promise.all(below)).flat()];
    },
    read: (name, maxBytes) => readBounded(join(folder, name), name, maxBytes),
  };
}

async function kindOf(path: string): Promise<BundleEntry['kind'] | 'missing'> {
  try {
    // The given folder may be a link.
    const found = await lstat(join(path, '.'));
    return found.isDirectory() ? 'folder' : 'other';
  } catch (error) {
    if (error instanceof Error) return 'missing';
    throw error;
  }
}

/** Throws `Fault('invalid_record')`. */
async function listed(folder: string, sub: string): Promise<BundleEntry[]> {
  try {
    const found = await readdir(join(folder, sub), { withFileTypes: true });
    if (found.length > MAX_ENTRIES) {
      throw new Fault(
        'invalid_record',
        `${folder} holds more than ${MAX_ENTRIES} files, which no bundle does`,
      );
    }
    return found.map((entry) => {
      const name = `${sub}${entry.name}`;
      if (entry.isSymbolicLink()) return { name, kind: 'link' };
      if (entry.isDirectory()) return { name, kind: 'folder' };
      return { name, kind: entry.isFile() ? 'file' : 'other' };
    });
  } catch (error) {
    throw asFault(error, `${join(folder, sub)} cannot be read`);
  }
}

async function readBounded(path: string, name: string, maxBytes: number): Promise<Uint8Array> {
  await using file = await openBounded(path, name, maxBytes);
  try {
    return await file.readFile();
  } catch (error) {
    throw asFault(error, `${name} cannot be read`);
  }
}

/**
 * Opens only a regular file. Checks the size on the open file, and does not block on a pipe. Throws `Fault('invalid_record')`.
 */
async function openBounded(path: string, name: string, maxBytes: number): Promise<FileHandle> {
  const flags = constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0);
  let file: FileHandle | null = null;
  try {
    file = await open(path, flags);
    const found = await file.stat();
    if (!found.isFile()) throw new Fault('invalid_record', `${name} is not a file`);
    if (found.size > maxBytes) {
      throw new Fault('invalid_record', `${name} has ${found.size} bytes; at most ${maxBytes} are read`);
    }
    return file;
  } catch (error) {
    await file?.close();
    throw asFault(error, `${name} cannot be read`);
  }
}

function asFault(error: unknown, what: string): Fault {
  if (error instanceof Fault) return error;
  return new Fault('invalid_record', `${what}: ${errorMessage(error)}`, error);
}
