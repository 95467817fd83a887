import { existsSync, mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Fault } from '../../runtime/fault.ts';

/** How a repository names its objects. */
export type ObjectFormat = 'sha1' | 'sha256';

/**
 * Git's own folder as the tools see it: an empty repository of ours, which borrows the objects of the one that is
 * read. So nothing else of that repository is looked at: not its configuration (some settings cannot be overruled:
 * `blame.ignoreRevsFile` makes git read any file and quote it in an error), not its hooks, attributes, grafts,
 * replacements or working tree.
 */
const CONFIGURATIONS: Readonly<Record<ObjectFormat, string>> = {
  sha1: '[core]\n\trepositoryformatversion = 0\n\tbare = true\n',
  sha256: '[core]\n\trepositoryformatversion = 1\n\tbare = true\n[extensions]\n\tobjectformat = sha256\n',
};

/** One for the process, since it holds nothing of any repository. */
let scratchFolder: string | undefined;

/**
 * The empty repository for a format. Made when first needed, and again when something tidied it away; removed when
 * the process ends. Throws `Fault('write_failed')`.
 */
export function sealedFolder(format: ObjectFormat): string {
  if (scratchFolder === undefined || !isOurs(scratchFolder, format)) scratchFolder = makeScratchFolder();
  return join(scratchFolder, format);
}

/** What was tidied away may have been made again by somebody else, with a configuration of theirs. */
function isOurs(folder: string, format: ObjectFormat): boolean {
  const isThere = existsSync(join(folder, format, 'HEAD'));
  return isThere && statSync(folder).uid === (process.getuid?.() ?? statSync(folder).uid);
}

function makeScratchFolder(): string {
  try {
    const folder = mkdtempSync(join(tmpdir(), 'charrette-git-'));
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

/** HEAD last: it is what shows that the folder is complete. */
function makeRepository(folder: string, format: ObjectFormat): void {
  const repository = join(folder, format);
  mkdirSync(join(repository, 'objects'), { recursive: true });
  mkdirSync(join(repository, 'refs'));
  writeFileSync(join(repository, 'config'), CONFIGURATIONS[format]);
  writeFileSync(join(repository, 'HEAD'), 'ref: refs/heads/none\n');
}
