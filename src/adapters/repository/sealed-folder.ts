import {
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Fault } from '../../foundation/fault.ts';

/** The hash that names a repository's objects. */
export type ObjectFormat = 'sha1' | 'sha256';

/**
 * Git runs in repositories of ours that borrow the objects of the one being read, and its
 * references while HEAD's commit is asked for. Nothing else of that repository is read by git: no
 * hooks, attributes, grafts, replacements, working tree or configuration, whose settings cannot all
 * be overruled. For example, `include.path` and `blame.ignoreRevsFile` make git read any file and
 * quote it in an error.
 */
const CONFIGURATIONS: Readonly<Record<ObjectFormat, string>> = {
  sha1: '[core]\n\trepositoryformatversion = 0\n\tbare = true\n',
  sha256:
    '[core]\n\trepositoryformatversion = 1\n\tbare = true\n[extensions]\n\tobjectformat = sha256\n',
};

const PREFIX = 'charrette-git-';
const SCRATCH_NAME = /^charrette-git-[A-Za-z0-9]{6}$/;
const USED = 'used';
/** Milliseconds without use until a folder counts as abandoned. */
const LEFT_MS = 86_400_000;

/** Shared by the whole process, since it contains nothing of any repository. */
let scratchFolder: string | undefined;

/**
 * The empty repository for a format. Created when needed, again if it was cleaned up, and deleted
 * at exit. Throws `Fault('write_failed')`.
 */
export function makeSealedFolder(format: ObjectFormat): string {
  if (scratchFolder === undefined || !isOurs(scratchFolder, format))
    scratchFolder = makeScratchFolder();
  return join(scratchFolder, format);
}

interface Borrowed {
  /** The git folder with the HEAD in question, and the one that all its worktrees share. */
  readonly gitFolder: string;
  readonly common: string;
  /** Text of HEAD in `gitFolder`. */
  readonly head: string;
  readonly configuration: string;
}

/**
 * Runs `ask` with a repository of ours that has the references of another one, by links, and our
 * configuration.
 */
export async function withReferences<Answer>(
  { gitFolder, common, head, configuration }: Borrowed,
  ask: (sealed: string) => Promise<Answer>,
): Promise<Answer> {
  const sealed = mkdtempSync(join(makeSealedFolder('sha1'), '..', 'refs-'));
  try {
    linkReferences(sealed, common, head);
    writeFileSync(join(sealed, 'config'), configuration);
    if (gitFolder === common) return await ask(sealed);
    const worktree = join(sealed, 'worktree');
    mkdirSync(worktree);
    linkReferences(worktree, gitFolder, head);
    writeFileSync(join(worktree, 'commondir'), '..\n');
    return await ask(worktree);
  } finally {
    rmSync(sealed, { recursive: true, force: true });
  }
}

function linkReferences(sealed: string, from: string, head: string): void {
  writeFileSync(join(sealed, 'HEAD'), head);
  for (const name of ['refs', 'packed-refs', 'reftable'])
    if (existsSync(join(from, name))) symlinkSync(join(from, name), join(sealed, name), 'junction');
}

/**
 * `true` if the repository exists and belongs to this user: another user could have recreated and
 * configured a deleted one.
 */
function isOurs(folder: string, format: ObjectFormat): boolean {
  if (!existsSync(join(folder, format, 'HEAD'))) return false;
  const { uid } = statSync(folder);
  if (uid !== (process.getuid?.() ?? uid)) return false;
  // Updates the folder's time, so that no other process considers it abandoned.
  writeFileSync(join(folder, USED), '');
  rmSync(join(folder, USED));
  return true;
}

/**
 * Deletes this user's folders of processes that were killed long ago. Returns their number. A
 * folder in use has the time of its last use, and is created again if it disappears. Throws the
 * system's errors.
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
      `Reading git needs a folder, and none could be made in ${tmpdir()}.`,
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
