/**
 * Writes a design's folder, `<data folder>/designs/<id>/`. A file exists once it has been flushed,
 * renamed and read back (P3).
 */

import { randomUUID } from 'node:crypto';
import { mkdir, open, readdir, readFile, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { DesignId } from '#design/ids.ts';
import { Fault, messageOf } from '#support/fault.ts';
import { sha256Of } from '#support/hash.ts';
import type { RecordFile } from './manifest.ts';

export interface WrittenFile {
  readonly name: string;
  readonly bytes: number;
  readonly sha256: string;
}

export function folderOf(dataDir: string, id: DesignId): string {
  return join(dataDir, 'designs', id);
}

/**
 * Writes the last one, the manifest, once the others stand. What an earlier attempt left
 * in the folder, and is none of them, is removed. `check` is called before each file takes its place,
 * and throws once they are another process's. @throws {Fault} write_failed, and what `check` throws
 */
export async function writeFiles(
  folder: string,
  files: readonly RecordFile[],
  check: () => void = () => undefined,
): Promise<WrittenFile[]> {
  check();
  const write = ({ name, text }: RecordFile) => writeDurably(folder, name, text, check);
  const written: WrittenFile[] = [];
  for (const part of [files.slice(0, -1), files.slice(-1)])
    written.push(...(await Promise.all(part.map(write))));
  check();
  const paths = files.map(({ name }) => join(folder, name));
  await removeOthers(folder, paths);
  return written;
}

async function removeOthers(folder: string, paths: readonly string[]): Promise<void> {
  try {
    const found = await readdir(folder, { recursive: true, withFileTypes: true });
    for (const entry of found) {
      const path = join(entry.parentPath, entry.name);
      if (!entry.isDirectory() && !paths.includes(path)) await rm(path, { force: true });
    }
  } catch (cause) {
    throw new Fault('write_failed', `${folder} could not be cleared: ${messageOf(cause)}`, {
      cause,
    });
  }
}

/** @throws {Fault} write_failed */
export async function writeDurably(
  folder: string,
  name: string,
  text: string,
  check: () => void = () => undefined,
): Promise<WrittenFile> {
  const path = join(folder, name);
  // Its own, as another process may write the same file; the last one to write clears the folder.
  const temporary = `${path}.${randomUUID()}.tmp`;
  const sha256 = sha256Of(text);
  try {
    // The folder holds what people wrote: for its owner only.
    await mkdir(dirname(path), { recursive: true, mode: 0o700 });
    await writeFlushed(temporary, text);
    check();
    await rename(temporary, path);
    await flushFolder(dirname(path));
    const found = sha256Of(await readFile(path));
    if (found !== sha256) throw new Error('it reads back otherwise than it was written');
  } catch (error) {
    // What stays behind is named by `verify`; the first failure matters more.
    const leftover = await rm(temporary, { force: true }).catch((second: unknown) => second);
    const cause = leftover === undefined ? error : new AggregateError([error, leftover]);
    // The cause first: people see the beginning of it.
    throw new Fault('write_failed', `${messageOf(error)} (${name})`, { cause });
  }
  return { name, bytes: Buffer.byteLength(text), sha256 };
}

async function writeFlushed(path: string, text: string): Promise<void> {
  await using file = await open(path, 'w', 0o600);
  await file.writeFile(text);
  await file.sync();
}

/** Makes the rename last. Windows cannot open a folder, and does it by itself. */
async function flushFolder(path: string): Promise<void> {
  if (process.platform === 'win32') return;
  await using folder = await open(path, 'r');
  await folder.sync();
}

/** Does nothing where there is none. */
export async function removeFolder(folder: string): Promise<void> {
  try {
    await rm(folder, { recursive: true, force: true, maxRetries: 3 });
  } catch (cause) {
    throw new Fault('write_failed', `${folder} could not be removed: ${messageOf(cause)}`, {
      cause,
    });
  }
}
