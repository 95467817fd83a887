import { randomBytes } from 'node:crypto';
import { constants, lstatSync } from 'node:fs';
import { mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { sha256Of } from './digest.ts';
import { errorCodeOf, errorMessageOf, Fault } from './fault.ts';

/** Names of files left by an unfinished write. */
export const UNFINISHED_NAME = /^\.[a-z0-9.-]+\.[0-9a-f]+\.unfinished$/;

/**
 * Once this resolves, the file has exactly these bytes, on disk. If it throws, the file is
 * unchanged. Makes the folder, writes and flushes a temporary file, renames it, flushes the folder,
 * and compares the file with what was written. `isShared`: others write the file too, so it is not
 * read back. Throws `Fault('write_failed')` with a remedy.
 */
export async function writeDurably(
  path: string,
  content: Uint8Array,
  mode = 0o644,
  isShared = false,
): Promise<void> {
  await replaceFile(path, content, mode);
  await flushFolderOf(path);
  if (!isShared) await compare(path, sha256Of(content));
}

interface NewFile {
  readonly path: string;
  readonly content: Uint8Array;
  readonly sha256: string;
}

/**
 * Writes files like `writeDurably`, at once, and flushes each of their folders once. Throws the
 * first failure when all have settled; then none of them can be relied on.
 */
export async function writeTogether(files: readonly NewFile[]): Promise<void> {
  await allSettled(files.map(({ path, content }) => replaceFile(path, content, 0o644)));
  const oneOfEach = new Map(files.map(({ path }) => [dirname(path), path])).values();
  await allSettled([...oneOfEach].map(flushFolderOf));
  await allSettled(files.map(({ path, sha256 }) => compare(path, sha256)));
}

async function flushFolderOf(path: string): Promise<void> {
  try {
    await flushFolder(dirname(path));
  } catch (error) {
    throw makeWriteFault(path, error);
  }
}

/** Rejects with the first failure, once all have settled. */
async function allSettled(work: readonly Promise<void>[]): Promise<void> {
  await Promise.allSettled(work);
  await Promise.all(work);
}

/** Writes and flushes a temporary file, and gives it this path. Makes the folder. */
async function replaceFile(path: string, content: Uint8Array, mode: number): Promise<void> {
  const unfinishedPath = join(
    dirname(path),
    `.${basename(path)}.${randomBytes(8).toString('hex')}.unfinished`,
  );
  await makeFolder(dirname(path)).catch((error: unknown) => {
    throw makeWriteFault(path, error);
  });
  try {
    await writeNew(unfinishedPath, content, mode);
    await rename(unfinishedPath, path);
  } catch (error) {
    await removeUnfinished(unfinishedPath, error);
    throw makeWriteFault(path, error);
  }
}

/** Follows no link put in the file's place. */
const WRITING =
  constants.O_WRONLY | constants.O_CREAT | constants.O_TRUNC | (constants.O_NOFOLLOW ?? 0);

async function writeNew(path: string, content: Uint8Array, mode: number): Promise<void> {
  await using file = await open(path, WRITING, mode);
  await file.writeFile(content);
  await file.sync();
}

/**
 * Creates a folder and the missing ones above it, for their owner only. Flushes each parent, which
 * holds the entry. Node's own recursion never ends if the system denies an existing folder, for
 * example below /proc. Throws the system's error.
 */
export async function makeFolder(path: string): Promise<void> {
  if (await isFolder(path)) return;
  const above = dirname(path);
  if (above !== path) await makeFolder(above);
  try {
    await mkdir(path, { mode: 0o700 });
  } catch (error) {
    if (errorCodeOf(error) !== 'EEXIST' || !(await isFolder(path))) throw error;
  }
  await flushFolder(above);
}

async function isFolder(path: string): Promise<boolean> {
  try {
    return (await stat(path)).isDirectory();
  } catch (error) {
    if (errorCodeOf(error) === 'ENOENT' || errorCodeOf(error) === 'ENOTDIR') return false;
    throw error;
  }
}

/** Makes a rename permanent. Windows cannot open a folder, and does this by itself. */
export async function flushFolder(path: string): Promise<void> {
  if (process.platform === 'win32') return;
  await using folder = await open(path, constants.O_RDONLY);
  await folder.sync();
}

/**
 * Deletes what killed processes of this user left in a folder, if it did not change since `before`.
 */
export async function removeLeftovers(
  folder: string,
  isLeftover: (name: string) => boolean,
  before = Infinity,
): Promise<void> {
  for (const name of (await readdir(folder)).filter(isLeftover)) {
    const path = join(folder, name);
    const stats = lstatSync(path, { throwIfNoEntry: false });
    if (stats === undefined || stats.mtimeMs >= before) continue;
    // A process that still writes there may add a file meanwhile.
    if (stats.uid === (process.getuid?.() ?? stats.uid))
      await rm(path, { recursive: true, force: true, maxRetries: 3 });
  }
}

/** If deleting fails too, leaves the file to the next write: the earlier failure matters more. */
async function removeUnfinished(path: string, before: unknown): Promise<void> {
  try {
    await rm(path, { force: true });
  } catch (error) {
    throw makeWriteFault(
      path,
      new AggregateError([before, error], 'writing failed, and so did cleaning up'),
    );
  }
}

/** Throws and deletes the file if it reads back differently. */
async function compare(path: string, sha256: string): Promise<void> {
  try {
    await using file = await open(path, 'r');
    if (sha256Of(await file.readFile()) === sha256) return;
  } catch (error) {
    throw makeWriteFault(path, error);
  }
  await removeUnfinished(path, new Error('it read back differently'));
  throw new Fault(
    'write_failed',
    `${path} did not read back as it was written, so it was removed. Check the disk that it is on.`,
  );
}

const WHAT_TO_DO: Readonly<Record<string, string>> = {
  ENOSPC: 'the disk is full. Free some space on it',
  EDQUOT: 'the disk quota is used up. Free some space or raise the quota',
  EFBIG: 'the file is larger than this system allows. Raise the limit',
  ENOENT: 'its folder does not exist. Make it first',
  EACCES: 'this process may not write there. Give it write access, or choose another folder',
  EPERM: 'this process may not write there. Give it write access, or choose another folder',
  EROFS: 'that disk is read-only. Make it writable, or choose another folder',
  ENOTDIR: 'a file is where a folder should be. Move it away',
  ELOOP: 'a link is where the file should be. Remove it',
};

export function makeWriteFault(path: string, error: unknown): Fault {
  if (error instanceof Fault) return error;
  return new Fault(
    'write_failed',
    `${path} could not be written: ${explainWriteError(error)}.`,
    error,
  );
}

/**
 * Why a file or a folder cannot be written, and what to do: *that disk is read-only. Choose another
 * folder*.
 */
export function explainWriteError(error: unknown): string {
  return WHAT_TO_DO[errorCodeOf(error)] ?? errorMessageOf(error);
}
