import { randomBytes } from 'node:crypto';
import { createReadStream, lstatSync, type Stats, statfsSync, statSync } from 'node:fs';
import { chmod, open, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { errorCode, Fault } from '../../foundation/fault.ts';
import { flushFolder, makeFolder, writeFailed, writeStreamDurably } from './durable.ts';

const BESIDE = ['', '-journal', '-wal', '-shm'] as const;

const STORE = 'store.sqlite';

/**
 * Writes a backup completely or not at all, readable only by its owner. `copy` fills a temporary file, which is flushed,
 * checked by `check`, and renamed. Throws `Fault`, and whatever the two throw; an earlier file of that name is then unchanged,
 * and nothing else remains.
 */
export async function writeBackup(
  path: string,
  {
    copy,
    check,
  }: {
    readonly copy: (unfinished: string) => Promise<void>;
    readonly check: (unfinished: string) => void;
  },
): Promise<void> {
  const folder = dirname(path);
  const unfinished = join(folder, `.${basename(path)}.${randomBytes(8).toString('hex')}.unfinished`);
  try {
    await using file = await open(unfinished, 'wx', 0o600);
    await copy(unfinished);
    await file.sync();
    check(unfinished);
    await chmod(unfinished, 0o600);
    await rename(unfinished, path);
    await flushFolder(folder);
  } catch (error) {
    for (const ending of BESIDE) await rm(`${unfinished}${ending}`, { force: true });
    throw errorCode(error) === '' ? error : writeFailed(path, error);
  }
}

/**
 * Refuses a path that something else has, an earlier backup unless `replace`, a path of the store itself, and a disk without
 * room. Throws `Fault`.
 */
export function assertPlaceForBackup(
  path: string,
  { dataDir, replace }: { readonly dataDir: string; readonly replace: boolean },
): void {
  try {
    assertFree(path, dataDir, replace);
    assertRoom(path, dataDir);
  } catch (error) {
    throw writeFailed(path, error);
  }
}

function assertFree(path: string, dataDir: string, replace: boolean): void {
  const folder = found(dirname(path));
  if (folder === undefined) throw refused(path, 'its folder does not exist. Make it first');
  if (basename(path).startsWith(STORE) && isSame(folder, found(dataDir)))
    throw refused(path, 'that is the name of the store itself. Choose another');
  const there = lstatSync(path, { throwIfNoEntry: false });
  if (there?.isSymbolicLink() === true) throw refused(path, 'it is a link. Name its target');
  if (there?.isDirectory() === true) throw refused(path, 'it is a folder. Name a file in it');
  if (there !== undefined && !there.isFile()) throw refused(path, 'it is not a file');
  if (isSame(there, found(join(dataDir, STORE))))
    throw refused(path, 'it is the store itself. Choose another');
  if (there !== undefined && !replace)
    throw refused(path, 'it exists already. Name another file, or replace it with --replace');
}

/** A full disk would also stop designs, if it holds the store. */
function assertRoom(path: string, dataDir: string): void {
  const bytes = BESIDE.reduce(
    (sum, ending) => sum + (found(join(dataDir, `${STORE}${ending}`))?.size ?? 0),
    0,
  );
  const { bavail, bsize } = statfsSync(dirname(path));
  if (bavail * bsize > bytes) return;
  const [needed, free] = [bytes, bavail * bsize].map((each) => Math.ceil(each / 1_000_000));
  const why = `the disk is too full. The backup may take ${needed} MB, and ${free} MB are free. Free some space, or choose another disk`;
  throw new Fault('write_failed', `${path} could not be written: ${why}.`);
}

/** Makes a backup the store of a data folder that has none. If it throws a `Fault`, the folder still has no store. */
export async function placeBackup(file: string, dataDir: string): Promise<void> {
  const path = join(dataDir, STORE);
  assertNoStore(dataDir);
  try {
    await makeFolder(dataDir);
  } catch (error) {
    throw writeFailed(path, error);
  }
  await writeStreamDurably(path, createReadStream(file), 0o600);
}

/** Never replaces a store. The log of another store would be taken for this one's. */
export function assertNoStore(dataDir: string): void {
  const there = BESIDE.map((ending) => `${STORE}${ending}`).filter(
    (name) => lstatSync(join(dataDir, name), { throwIfNoEntry: false }) !== undefined,
  );
  if (there.length === 0) return;
  throw new Fault(
    'bad_usage',
    `The data folder ${dataDir} holds a store already. Move ${there.join(' and ')} away first, or restore into another folder with CHARRETTE_DATA_DIR.`,
  );
}

function found(path: string): Stats | undefined {
  return statSync(path, { throwIfNoEntry: false });
}

function isSame(one: Stats | undefined, other: Stats | undefined): boolean {
  return one !== undefined && other !== undefined && one.dev === other.dev && one.ino === other.ino;
}

function refused(path: string, why: string): Fault {
  return new Fault('bad_usage', `Nothing was backed up to ${path}: ${why}.`);
}
