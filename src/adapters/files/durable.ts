import { createHash, type Hash, randomBytes } from 'node:crypto';
import { constants } from 'node:fs';
import { mkdir, open, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { errorCode, errorMessage, Fault } from '../../foundation/fault.ts';

/** Names that an unfinished write leaves behind. */
export const UNFINISHED_NAME = /^\.[a-z0-9.-]+\.[0-9a-f]+\.unfinished$/;

type Pieces = Iterable<Uint8Array> | AsyncIterable<Uint8Array>;

/**
 * Writes bytes as `writeStreamDurably` does, and creates the folder. `isShared`: others write the file too, so it may hold
 * another's bytes by the time it is read back.
 */
export async function writeDurably(
  path: string,
  content: Uint8Array,
  mode = 0o644,
  isShared = false,
): Promise<void> {
  try {
    await makeFolder(dirname(path));
  } catch (error) {
    throw writeFailed(path, error);
  }
  await writeStreamDurably(path, [content], mode, isShared);
}

/**
 * Writes a file that holds exactly these bytes, on the disk and under its name, once this resolves (P3). If it throws, the file
 * is unchanged. The bytes go to a temporary name beside it, which is flushed and renamed; its folder is flushed; the file is
 * read back and compared. Throws `Fault('write_failed')` with the problem and its remedy, and any error of the pieces.
 */
export async function writeStreamDurably(
  path: string,
  pieces: Pieces,
  mode: number,
  isShared = false,
): Promise<void> {
  const unfinished = join(dirname(path), `.${basename(path)}.${randomBytes(8).toString('hex')}.unfinished`);
  const hash = createHash('sha256');
  try {
    await writePieces(unfinished, pieces, hash, mode);
    await rename(unfinished, path);
    await flushFolder(dirname(path));
  } catch (error) {
    await removeUnfinished(unfinished, error);
    throw writeFailed(path, error);
  }
  if (!isShared) await compare(path, hash.digest('hex'));
}

/** Flags for writing that follow no link put in the file's place. */
const WRITING = constants.O_WRONLY | constants.O_CREAT | constants.O_TRUNC | (constants.O_NOFOLLOW ?? 0);

async function writePieces(path: string, pieces: Pieces, hash: Hash, mode: number): Promise<void> {
  await using file = await open(path, WRITING, mode);
  for await (const piece of pieces) {
    hash.update(piece);
    await file.writeFile(piece);
  }
  await file.sync();
}

/** Returns the SHA-256 of a file's content, in hex. */
async function hashOf(path: string): Promise<string> {
  const hash = createHash('sha256');
  await using file = await open(path, 'r');
  for await (const piece of file.createReadStream({ autoClose: false })) hash.update(piece);
  return hash.digest('hex');
}

/**
 * Makes a folder and the missing ones above it, accessible to their owner only. Flushes each parent, since it holds the entry.
 * Node's own recursion never ends where the system denies an existing folder, as below /proc. Throws the system's error.
 */
export async function makeFolder(path: string): Promise<void> {
  if (await isFolder(path)) return;
  const above = dirname(path);
  if (above !== path) await makeFolder(above);
  try {
    await mkdir(path, { mode: 0o700 });
  } catch (error) {
    if (errorCode(error) !== 'EEXIST' || !(await isFolder(path))) throw error;
  }
  await flushFolder(above);
}

async function isFolder(path: string): Promise<boolean> {
  try {
    return (await stat(path)).isDirectory();
  } catch (error) {
    if (errorCode(error) === 'ENOENT' || errorCode(error) === 'ENOTDIR') return false;
    throw error;
  }
}

/** Flushes a folder, which makes the rename itself last. Windows cannot open a folder and does this by itself. */
export async function flushFolder(path: string): Promise<void> {
  if (process.platform === 'win32') return;
  await using folder = await open(path, constants.O_RDONLY);
  await folder.sync();
}

/** Removes an unfinished file, or leaves it to the next write: the earlier failure matters more. */
async function removeUnfinished(path: string, before: unknown): Promise<void> {
  try {
    await rm(path, { force: true });
  } catch (error) {
    throw writeFailed(path, new AggregateError([before, error], 'writing failed, and so did cleaning up'));
  }
}

/** Refuses to report a file as written unless it reads back the same. */
async function compare(path: string, sha256: string): Promise<void> {
  try {
    if ((await hashOf(path)) === sha256) return;
  } catch (error) {
    throw writeFailed(path, error);
  }
  await removeUnfinished(path, new Error('it read back differently'));
  throw new Fault(
    'write_failed',
    `${path} read back differently from what was written, and was removed. Check the disk that it is on.`,
  );
}

const WHAT_TO_DO: Readonly<Record<string, string>> = {
  ENOSPC: 'the disk is full. Free some space on it',
  EDQUOT: 'the disk quota is used up. Free some space or raise the quota',
  EFBIG: 'the file is larger than this system lets it be. Raise the limit',
  ENOENT: 'the folder that it belongs in is not there. Make it first',
  EACCES: 'this process may not write there. Give it write access, or choose another folder',
  EPERM: 'this process may not write there. Give it write access, or choose another folder',
  EROFS: 'that disk is read-only. Choose another folder',
  ENOTDIR: 'a file is in the place of a folder. Move it away',
  ELOOP: 'a link is in the place of the file. Remove it',
};

export function writeFailed(path: string, error: unknown): Fault {
  if (error instanceof Fault) return error;
  const reason = WHAT_TO_DO[errorCode(error)] ?? errorMessage(error);
  return new Fault('write_failed', `${path} could not be written: ${reason}.`, error);
}
