import { createHash } from 'node:crypto';
import { type FileHandle, open, readdir } from 'node:fs/promises';
import { basename, dirname, join, relative, sep } from 'node:path';
import { DesignId } from '../../core/vocabulary/ids.ts';
import { sha256Of } from '../../foundation/digest.ts';
import { makeFolder, makeWriteFault, writeStreamDurably } from '../../foundation/durable.ts';
import { Fault } from '../../foundation/fault.ts';
import { explainReadError, openFile, resolveUnlessGone } from '../../foundation/reading-files.ts';
import { isDesignFile } from '../../record/manifest.ts';

/*
 * A backup is a tar archive (POSIX ustar): the store, the files of designs, and last a list of the SHA-256 of each, as sha256sum writes
 * it. The list also shows that nothing was cut off.
 */

/** The embedded store's file, in a backup as in a data folder. */
export const STORE = 'store.sqlite';
const HASHES = 'SHA256SUMS';

const BLOCK_BYTES = 512;
const PIECE_BYTES = 256 * 1024;
/** Larger sizes have no room as octal digits, and are written like GNU tar does. */
const OCTAL_BELOW = 8 ** 11;
const NAME = { at: 0, bytes: 100 };
const MODE_AT = 100;
const SIZE_AT = 124;
const TYPE_AT = 156;
const MAGIC_AT = 257;
const IS_BINARY = 0x80;
const BINARY_SIZE_AT = SIZE_AT + 4;
const CHECKSUM = { at: 148, bytes: 8 };
const PREFIX = { at: 345, bytes: 155 };

/** A file in an archive. */
interface Entry {
  readonly name: string;
  readonly start: number;
  readonly bytes: number;
  readonly sha256: string;
}

/** Writes the store in this file and the files of designs in the data folder, all or nothing (P3). Throws `Fault`. */
export function writeArchive(path: string, store: string, dataDir: string): Promise<void> {
  return writeStreamDurably(path, writeBlocks(store, dataDir), 0o600);
}

async function* writeBlocks(store: string, dataDir: string): AsyncGenerator<Uint8Array> {
  let list = '';
  for (const { name, from } of [{ name: STORE, from: store }, ...(await designFiles(dataDir))]) {
    const file = await resolveUnlessGone(open(from), null);
    if (file === null) continue;
    await using _closed = file;
    const { size } = await file.stat();
    const hash = createHash('sha256');
    yield header(name, size);
    for await (const piece of piecesOf(file, 0, size)) {
      hash.update(piece);
      yield piece;
    }
    yield Buffer.alloc(paddingOf(size));
    list += lineOf(name, hash.digest('hex'));
  }
  const bytes = Buffer.from(list);
  yield Buffer.concat([header(HASHES, bytes.length), bytes, Buffer.alloc(paddingOf(bytes.length) + 1_024)]);
}

/** Leaves out files that are being written or removed. */
async function designFiles(dataDir: string): Promise<{ name: string; from: string }[]> {
  const root = join(dataDir, 'designs');
  const folders = (await resolveUnlessGone(readdir(root, { withFileTypes: true }), []))
    .filter((entry) => !entry.isFile() && DesignId.safeParse(entry.name).success)
    .map(({ name }) => join(root, name));
  const entries = await Promise.all(
    folders.map((folder) => resolveUnlessGone(readdir(folder, { recursive: true, withFileTypes: true }), [])),
  );
  return entries.flat().flatMap((entry) => {
    const from = join(entry.parentPath, entry.name);
    const name = relative(dataDir, from).split(sep).join('/');
    return entry.isFile() && isArchived(name) ? [{ name, from }] : [];
  });
}

/** Matches no name that leads out of a data folder. */
function isArchived(name: string): boolean {
  const [folder, id, ...rest] = name.split('/');
  return (
    name === STORE || (folder === 'designs' && DesignId.safeParse(id).success && isDesignFile(rest.join('/')))
  );
}

/** Reads a whole archive. Throws `Fault`: `bad_usage` if it is none, `invalid_record` if it is damaged. */
export async function entriesIn(path: string): Promise<Entry[]> {
  await using file = await openArchive(path);
  const entries: Entry[] = [];
  for (let at = 0; ; ) {
    const { name, bytes } = (await readHeader(file, at)) ?? { name: '', bytes: 0 };
    const start = at + BLOCK_BYTES;
    const hash = createHash('sha256');
    let readBytes = 0;
    for await (const piece of piecesOf(file, start, bytes)) {
      hash.update(piece);
      readBytes += piece.length;
    }
    const sha256 = hash.digest('hex');
    if (name === HASHES) {
      const list = entries.map((entry) => lineOf(entry.name, entry.sha256)).join('');
      if (sha256 === sha256Of(list)) return entries;
    }
    if (!isArchived(name) || readBytes < bytes)
      throw new Fault('invalid_record', `${path} is damaged or cut short. Use another backup.`);
    entries.push({ name, start, bytes, sha256 });
    at = start + bytes + paddingOf(bytes);
  }
}

/** Writes the files of a checked archive into a folder, and compares each with what was read (P3). */
export async function extract(path: string, entries: readonly Entry[], folder: string): Promise<void> {
  await using file = await openArchive(path);
  for (const { name, start, bytes } of entries) {
    const to = join(folder, name);
    await makeFolder(dirname(to)).catch((error: unknown) => {
      throw makeWriteFault(to, error);
    });
    await writeStreamDurably(to, piecesOf(file, start, bytes), name === STORE ? 0o600 : 0o644);
  }
}

/** Throws `Fault('bad_usage')` for anything that does not begin like an archive. */
export async function openArchive(path: string): Promise<FileHandle> {
  const file = await openFile(path).catch((error: unknown) => {
    throw new Fault('bad_usage', `${path} cannot be read: ${explainReadError(error)}.`, error);
  });
  if ((await readHeader(file, 0))?.name === STORE) return file;
  await file.close();
  throw new Fault('bad_usage', `${path} is not a backup of Charrette.`);
}

/** Ends early where the file does. */
async function* piecesOf(file: FileHandle, start: number, bytes: number): AsyncGenerator<Uint8Array> {
  for (let left = bytes; left > 0; ) {
    const piece = Buffer.alloc(Math.min(PIECE_BYTES, left));
    const { bytesRead } = await file.read(piece, 0, piece.length, start + bytes - left);
    if (bytesRead === 0) return;
    yield piece.subarray(0, bytesRead);
    left -= bytesRead;
  }
}

function lineOf(name: string, sha256: string): string {
  return `${sha256}  ${name}\n`;
}

function paddingOf(bytes: number): number {
  return (BLOCK_BYTES - (bytes % BLOCK_BYTES)) % BLOCK_BYTES;
}

function header(name: string, bytes: number): Buffer {
  const block = Buffer.alloc(BLOCK_BYTES);
  const folder = dirname(name);
  block.write(basename(name), NAME.at, NAME.bytes);
  block.write(octal(0o600, 7), MODE_AT);
  if (bytes < OCTAL_BELOW) {
    block.write(octal(bytes, 11), SIZE_AT);
  } else {
    block[SIZE_AT] = IS_BINARY;
    block.writeBigUInt64BE(BigInt(bytes), BINARY_SIZE_AT);
  }
  block.write('0', TYPE_AT);
  block.write('ustar\x0000', MAGIC_AT);
  block.write(folder === '.' ? '' : folder, PREFIX.at, PREFIX.bytes);
  block.write(octal(checksumOf(block), 6), CHECKSUM.at);
  return block;
}

function octal(value: number, digits: number): string {
  return value.toString(8).padStart(digits, '0');
}

/** `null` for a block that is no header. */
async function readHeader(
  file: FileHandle,
  at: number,
): Promise<{ readonly name: string; readonly bytes: number } | null> {
  const block = Buffer.alloc(BLOCK_BYTES);
  await file.read(block, 0, BLOCK_BYTES, at);
  const text = (from: number, length: number) =>
    block.toString('utf8', from, from + length).split('\0', 1)[0];
  if (Number.parseInt(text(CHECKSUM.at, CHECKSUM.bytes) ?? '', 8) !== checksumOf(block)) return null;
  const bytes =
    block[SIZE_AT] === IS_BINARY
      ? Number(block.readBigUInt64BE(BINARY_SIZE_AT))
      : Number.parseInt(text(SIZE_AT, 12) ?? '', 8);
  if (!Number.isSafeInteger(bytes) || bytes < 0) return null;
  const folder = text(PREFIX.at, PREFIX.bytes);
  const name = text(NAME.at, NAME.bytes) ?? '';
  return { name: folder === '' ? name : `${folder}/${name}`, bytes };
}

/** Sum of the bytes, with spaces in place of the sum itself. */
function checksumOf(block: Buffer): number {
  const before = CHECKSUM.at + CHECKSUM.bytes;
  const sum = (from: number, to: number) => block.subarray(from, to).reduce((total, byte) => total + byte, 0);
  return sum(0, CHECKSUM.at) + CHECKSUM.bytes * 0x20 + sum(before, BLOCK_BYTES);
}
