import {
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Fault } from '../../foundation/fault.ts';

/** The hash by which a repository names its objects. */
export type ObjectFormat = 'sha1' | 'sha256';

/**
 * The configuration of git's own folder during a tool call: an empty repository of ours that borrows the objects of the one
 * being read. Nothing else of that repository is read: no configuration (some settings cannot be overruled:
 * `blame.ignoreRevsFile` makes git read any file and quote it in an error), no hooks, attributes, grafts, replacements or
 * working tree.
 */
const CONFIGURATIONS: Readonly<Record<ObjectFormat, string>> = {
  sha1: '[core]\n\trepositoryformatversion = 0\n\tbare = true\n',
  sha256: '[core]\n\trepositoryformatversion = 1\n\tbare = true\n[extensions]\n\tobjectformat = sha256\n',
};

const PREFIX = 'charrette-git-';
const SCRATCH_NAME = /^charrette-git-[A-Za-z0-9]{6}$/;
const USED = 'used';
/** Milliseconds after its last use at which a folder counts as left behind. */
const LEFT_MS = 86_400_000;

/** Shared by the whole process, since it holds nothing of any repository. */
let scratchFolder: string | undefined;

/**
 * Returns the empty repository for a format. Made when first needed, and again if it was tidied away; removed when the process
 * ends. Throws `Fault('write_failed')`.
 */
export function sealedFolder(format: ObjectFormat): string {
  if (scratchFolder === undefined || !isOurs(scratchFolder, format)) scratchFolder = makeScratchFolder();
  return join(scratchFolder, format);
}

/** Checks that the repository is there and this user's: another one may have recreated a tidied folder and configured it. */
function isOurs(folder: string, format: ObjectFormat): boolean {
  if (!existsSync(join(folder, format, 'HEAD'))) return false;
  const { uid } = statSync(folder);
  if (uid !== (process.getuid?.() ?? uid)) return false;
  // Sets the folder's time, so that no other process takes it for one that was left.
  writeFileSync(join(folder, USED), '');
  rmSync(join(folder, USED));
  return true;
}

/**
 * Removes folders of this user that processes killed long ago have left, and returns how many. One in use has the time
 * of its last use, and is made again if it is gone all the same. Throws the system's errors.
 */
export function sweepScratchFolders(now: number, parent = tmpdir()): number {
  const left = readdirSync(parent)
    .filter((name) => SCRATCH_NAME.test(name))
    .map((name) => join(parent, name))
    .filter((folder) => {
      const found = lstatSync(folder, { throwIfNoEntry: false });
      const isOwn = found?.uid === (process.getuid?.() ?? found?.uid);
      return found?.isDirectory() === true && isOwn && now - found.mtimeMs > LEFT_MS;
    });
  for (const folder of left) rmSync(folder, { recursive: true, force: true });
  return left.length;
}

function makeScratchFolder(): string {
  try {
    const folder = mkdtempSync(join(tmpdir(), PREFIX));
    process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
    makeRepository(folder, 'sha1');
    makeRepository(folder, 'sha256');
    return folder;
  } catch (error) {
    throw new Fault(
      'write_failed',
      `No folder could be made in ${tmpdir()}, which reading git needs.`,
      error,
    );
  }
}

/** Writes HEAD last: its presence shows that the folder is complete. */
function makeRepository(folder: string, format: ObjectFormat): void {
  const repository = join(folder, format);
  mkdirSync(join(repository, 'objects'), { recursive: true });
  mkdirSync(join(repository, 'refs'));
  writeFileSync(join(repository, 'config'), CONFIGURATIONS[format]);
  writeFileSync(join(repository, 'HEAD'), 'ref: refs/heads/none\n');
}
