import { existsSync } from 'node:fs';
import { open, readdir, rename, rm } from 'node:fs/promises';
import { join, relative, resolve, sep } from 'node:path';
import { MANIFEST_NAME } from '../core/outcome/file-names.ts';
import { DesignId } from '../core/vocabulary/ids.ts';
import { cutMiddle } from '../foundation/cut-text.ts';
import { sha256Of } from '../foundation/digest.ts';
import { makeFolder, UNFINISHED_NAME, writeTogether } from '../foundation/durable.ts';
import { errorCodeOf, errorMessageOf } from '../foundation/fault.ts';
import { freeBytesAt } from '../foundation/free-space.ts';
import type { Log } from '../foundation/log.ts';
import { createQueues } from '../foundation/queues.ts';
import { openFile, resolveUnlessGone, throwAsFault } from '../foundation/reading-files.ts';
import { DIAGNOSTICS_NAME } from '../ports/failures.ts';
import type { Artifact } from '../ports/store.ts';
import { makeNumberedFailure } from '../sessions/diagnostics.ts';
import { BUNDLE_NAME, type BundleFile, isDesignFile } from './manifest.ts';

/**
 * 256 KiB of UTF-8, at three bytes a character: more of a crashed session's output helps no one.
 */
const MAX_FAILURE_CHARACTERS = Math.floor((256 * 1024) / 3);
/** Failures to keep under one name. A session crashes once, so even a second is unusual. */
const MAX_SAME_NAME = 20;

/** At least what one design takes, in the embedded database and in files (docs/operations.md). */
export const DESIGN_BYTES = 2 * 1024 * 1024;

/** Prefix of a folder that is set aside; no design has such an id. */
const ASIDE = '.collected-';

export type Bundles = ReturnType<typeof createBundles>;

/** The result files of designs: one folder per design under the data folder. */
export function createBundles({ dataDir, log }: { readonly dataDir: string; readonly log: Log }) {
  const root = resolve(dataDir, 'designs');
  const folder = (designId: DesignId) => join(root, DesignId.parse(designId));
  const asideOf = (designId: DesignId) => join(root, `${ASIDE}${DesignId.parse(designId)}`);
  const inTurn = createQueues();
  return {
    folder,
    /** `null` if the disk of the data folder does not tell. */
    freeBytes: () => freeBytesAt(root),
    /**
     * Writes each file to a temporary name, flushes, renames, reads it back and compares its
     * SHA-256. Throws `Fault('write_failed')`; even then, no half-written file has its real name.
     */
    write: (designId: DesignId, files: readonly BundleFile[]) =>
      inTurn(designId, () => writeAll(folder(designId), files)),
    read: (designId: DesignId, name: string) => readOne(folder(designId), name),
    /**
     * Names of the files in a design's folder, diagnostics too; without links, and files that are
     * being written.
     */
    names: (designId: DesignId) => listFiles(folder(designId)),
    /**
     * Keeps a failure's text, best effort. Returns its name in the design's folder, or an empty
     * string.
     */
    writeFailure: (designId: DesignId, name: string, text: string) =>
      writeFailure(folder(designId), name, text, log),
    /**
     * Moves a design's folder aside for collection. Afterwards it is removed, or put back if its
     * rows stayed. A missing folder is fine. All three throw `Fault('write_failed')`.
     */
    setAside: (designId: DesignId) =>
      inTurn(designId, () => moveFolder(folder(designId), asideOf(designId))),
    putBack: (designId: DesignId) =>
      inTurn(designId, () => moveFolder(asideOf(designId), folder(designId))),
    remove: (designId: DesignId) =>
      inTurn(designId, async () => {
        // In this order: another process may put the folder back in between.
        await removePath(asideOf(designId), true);
        await removePath(folder(designId), true);
      }),
    /**
     * Lists designs whose folders are set aside, because a collection was interrupted or failed.
     */
    aside: async () =>
      (await namesIn(root)).flatMap((name) => {
        const id = DesignId.safeParse(name.startsWith(ASIDE) ? name.slice(ASIDE.length) : '');
        return id.success ? [id.data] : [];
      }),
  };
}

export async function listBundledDesigns(dataDir: string): Promise<DesignId[]> {
  const root = resolve(dataDir, 'designs');
  return (await namesIn(root)).flatMap((name) => {
    const id = DesignId.safeParse(name);
    return id.success && existsSync(join(root, name, MANIFEST_NAME)) ? [id.data] : [];
  });
}

/** Folders of a bundle; the first is its own. */
const FOLDERS = ['', 'proposals/'];

async function writeAll(folder: string, files: readonly BundleFile[]): Promise<Artifact[]> {
  const names = files.map(({ name }) => name);
  const unknown = names.find(
    (name, index) => !BUNDLE_NAME.test(name) || names.indexOf(name) !== index,
  );
  if (unknown !== undefined)
    throw new Error(`broken invariant: ${JSON.stringify(unknown)} is no name in a bundle`);
  await tidy(folder, (name) => UNFINISHED_NAME.test(name));
  const contents = files.map(({ name, text }) => {
    const content = Buffer.from(text);
    return { name, path: join(folder, name), content, sha256: sha256Of(content) };
  });
  // The manifest vouches for all other files, so it is written once they are on disk.
  await writeTogether(contents.slice(0, -1));
  await writeTogether(contents.slice(-1));
  // Files of an earlier bundle that this one lacks, like the record of a withdrawn decision.
  await tidy(folder, (_, path) => BUNDLE_NAME.test(path) && !names.includes(path));
  return contents.map(({ name, content, sha256 }) => ({ name, bytes: content.byteLength, sha256 }));
}

async function tidy(
  folder: string,
  isUnwanted: (name: string, path: string) => boolean,
): Promise<void> {
  for (const sub of FOLDERS) {
    for (const name of await namesIn(join(folder, sub))) {
      if (isUnwanted(name, `${sub}${name}`)) await removePath(join(folder, sub, name));
    }
  }
}

async function listFiles(folder: string): Promise<string[]> {
  const reading = resolveUnlessGone(readdir(folder, { recursive: true, withFileTypes: true }), []);
  const entries = await throwAsFault('write_failed', `${folder} could not be read`, reading);
  return entries.flatMap((entry) => {
    const name = relative(folder, join(entry.parentPath, entry.name)).split(sep).join('/');
    return entry.isFile() && isDesignFile(name) ? [name] : [];
  });
}

function namesIn(folder: string): Promise<string[]> {
  return throwAsFault(
    'write_failed',
    `${folder} could not be read`,
    resolveUnlessGone(readdir(folder), []),
  );
}

function moveFolder(from: string, to: string): Promise<void> {
  return throwAsFault(
    'write_failed',
    `${from} could not be renamed`,
    resolveUnlessGone(rename(from, to), undefined),
  );
}

function removePath(path: string, recursive = false): Promise<void> {
  const removing = rm(path, { recursive, force: true });
  return throwAsFault('write_failed', `${path} is left over and could not be removed`, removing);
}

/** `null` for a missing file, and for a name that no design's file has. */
async function readOne(folder: string, name: string): Promise<Uint8Array | null> {
  if (!isDesignFile(name)) return null;
  const path = join(folder, name);
  const read = async (): Promise<Uint8Array> => {
    await using file = await openFile(path);
    return file.readFile();
  };
  return throwAsFault(
    'invalid_record',
    `${path} could not be read`,
    resolveUnlessGone(read(), null),
  );
}

/** Never overwrites an earlier file. If writing fails, only logs it. */
async function writeFailure(folder: string, name: string, text: string, log: Log): Promise<string> {
  try {
    if (!DIAGNOSTICS_NAME.test(`failures/${name}`))
      throw new Error(`${JSON.stringify(name)} is no name for diagnostics`);
    await makeFolder(join(folder, 'failures'));
    const content = cutMiddle(text, MAX_FAILURE_CHARACTERS);
    for (let count = 1; count <= MAX_SAME_NAME; count += 1) {
      const free = makeNumberedFailure(name, count);
      if (await createNew(join(folder, 'failures', free), content)) return `failures/${free}`;
    }
    throw new Error(`there are already ${MAX_SAME_NAME} files of this name`);
  } catch (error) {
    log.warn('diagnostics_not_written', { folder, name, reason: errorMessageOf(error) });
    return '';
  }
}

async function createNew(path: string, content: string): Promise<boolean> {
  try {
    await using file = await open(path, 'wx', 0o600);
    await file.writeFile(content);
    await file.sync();
    return true;
  } catch (error) {
    if (errorCodeOf(error) === 'EEXIST') return false;
    throw error;
  }
}
