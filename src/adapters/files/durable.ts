import { createHash, type Hash } from 'node:crypto';
import { constants, createReadStream } from 'node:fs';
import { mkdir, open, readFile, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { errorCode, errorMessage, Fault } from '../../runtime/fault.ts';

/** Names that a write which never finished leaves behind. */
export const UNFINISHED_NAME = /^\.[a-z0-9.-]+\.\d+\.unfinished$/;

/**
 * When this resolves, the file holds exactly these bytes, on the disk and under its name (P3); when it throws, the file
 * is what it was before. Written to a name beside it, flushed, renamed, its folder flushed, read back and compared. Throws
 * `Fault('write_failed')` with what was wrong and what to do.
 */
export async function writeDurably(path: string, content: Uint8Array): Promise<void> {
  await finish(path, async (unfinished) => {
    await makeFolder(dirname(path));
    await writeAndFlush(unfinished, content);
  });
  await compare(path, async () => Buffer.from(await readFile(path)).equals(content));
}

/** The same for what comes in pieces and is not held as a whole, in a folder that is there. What the pieces throw is thrown. */
export async function writeStreamDurably(
  path: string,
  pieces: AsyncIterable<Uint8Array>,
  mode: number,
): Promise<void> {
  const hash = createHash('sha256');
  await finish(path, async (unfinished) => {
    await using file = await open(unfinished, WRITING, mode);
    await pipeline(pieces, hashing(hash), file.createWriteStream({ flush: true }));
  });
  const sha256 = hash.digest('hex');
  await compare(path, async () => (await hashOf(path)) === sha256);
}

async function finish(path: string, write: (unfinished: string) => Promise<void>): Promise<void> {
  const unfinished = join(dirname(path), `.${basename(path)}.${process.pid}.unfinished`);
  try {
    await write(unfinished);
    await rename(unfinished, path);
    await flushFolder(dirname(path));
  } catch (error) {
    await removeUnfinished(unfinished, error);
    throw writeFailed(path, error);
  }
}

function hashing(hash: Hash) {
  return async function* (pieces: AsyncIterable<Uint8Array>) {
    for await (const piece of pieces) {
      hash.update(piece);
      yield piece;
    }
  };
}

/** The SHA-256 of a file's content, in hex. */
export async function hashOf(path: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(path), hash);
  return hash.digest('hex');
}

/** A folder that was made is its owner's alone; it is itself an entry of the folder above, which is flushed as well. */
async function makeFolder(path: string): Promise<void> {
  const first = await mkdir(path, { recursive: true, mode: 0o700 });
  if (first === undefined) return;
  for (let made = path; made.length >= first.length; made = dirname(made)) await flushFolder(dirname(made));
}

/** A link put in its place is not followed. */
const WRITING = constants.O_WRONLY | constants.O_CREAT | constants.O_TRUNC | (constants.O_NOFOLLOW ?? 0);

async function writeAndFlush(path: string, content: Uint8Array): Promise<void> {
  await using file = await open(path, WRITING, 0o644);
  await file.writeFile(content);
  await file.sync();
}

/** Makes the rename itself last. Windows cannot open a folder and does this by itself. */
export async function flushFolder(path: string): Promise<void> {
  if (process.platform === 'win32') return;
  await using folder = await open(path, constants.O_RDONLY);
  await folder.sync();
}

/** A file that cannot be removed now is removed before the next write; the earlier failure is the one that matters. */
async function removeUnfinished(path: string, before: unknown): Promise<void> {
  try {
    await rm(path, { force: true });
  } catch (error) {
    throw writeFailed(path, new AggregateError([before, error], 'writing failed, and so did cleaning up'));
  }
}

/** A file that cannot be read back as it was written is not reported as written. */
async function compare(path: string, readBackTheSame: () => Promise<boolean>): Promise<void> {
  try {
    if (await readBackTheSame()) return;
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
