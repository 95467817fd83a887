import { type Dirent, existsSync } from 'node:fs';
import { lstat, readdir, readFile, realpath } from 'node:fs/promises';
import { dirname, join, resolve, sep } from 'node:path';
import { Fault } from '../../foundation/fault.ts';

/** All that git opens in its own folder and in the one for objects. */
const READ_BY_GIT =
  /^(?:HEAD|config|config\.worktree|packed-refs|shallow|commondir|refs|reftable|objects|info|pack|[0-9a-f]{2})$/;
/** Enough for a path or a few settings. */
const MAX_FILE_BYTES = 64 * 1024;

/**
 * The git folder of the repository around `folder`; `null` if there is none. Throws `Fault('not_a_repository')` if git would
 * read outside of that repository: through a link, through a `.git` or `commondir` whose target does not name it back, or
 * through borrowed objects. Otherwise the author of these files could have any repository on this machine read, and the first
 * line of any file quoted in git's messages.
 */
export async function selfContained(folder: string): Promise<string | null> {
  const top = topOf(await realpath(folder));
  if (top === null) return null;
  const place = join(top, '.git');
  const gitFolder = existsSync(place) ? await gitFolderAt(place) : top;
  await plainEntries(gitFolder);
  const shared = join(gitFolder, 'commondir');
  const common = existsSync(shared) ? await namedIn(shared, /^(.+)\n?$/) : gitFolder;
  if (!isWithin(top, common) && !(await isNamedBack(top, common)))
    throw leadsOut(`${place} stands for ${common}, which does not name it as a working tree: name that one`);
  for (const place of new Set([gitFolder, common])) await assertOwnSettings(place);
  const objects = join(common, 'objects');
  await plainEntries(common);
  for (const { name } of await plainEntries(objects)) await assertOwnObjects(join(objects, name));
  return gitFolder;
}

/** The nearest folder at or above this one that contains `.git` or is a bare repository; `null` if there is none. */
function topOf(folder: string): string | null {
  const isBare = ['HEAD', 'objects', 'refs'].every((name) => existsSync(join(folder, name)));
  if (isBare || existsSync(join(folder, '.git'))) return folder;
  const above = dirname(folder);
  return above === folder ? null : topOf(above);
}

async function gitFolderAt(place: string): Promise<string> {
  return (await lstat(place)).isDirectory() ? place : namedIn(place, /^gitdir: (.+)\n?$/);
}

async function namedIn(file: string, line: RegExp): Promise<string> {
  const named = line.exec(await smallFile(file))?.[1];
  const path = resolve(dirname(file), named ?? '');
  if (named === undefined || !existsSync(path)) throw leadsOut(`${file} names no folder`);
  return realpath(path);
}

/** `true` if the repository names this place: as a linked worktree, or as a submodule's worktree in its settings. */
async function isNamedBack(top: string, common: string): Promise<boolean> {
  const list = join(common, 'worktrees');
  const worktrees = existsSync(list) ? await readdir(list) : [];
  const lines = await Promise.all(worktrees.map((name) => smallFile(join(list, name, 'gitdir'))));
  const asSubmodule = /^\s*worktree\s*=\s*(\S.*)$/m.exec(await smallFile(join(common, 'config')))?.[1];
  const places = [...lines.map((line) => dirname(line.trim())), ...(asSubmodule ? [asSubmodule] : [])];
  const existing = places.map((place) => resolve(common, place)).filter((place) => existsSync(place));
  return (await Promise.all(existing.map((place) => realpath(place)))).includes(top);
}

function isWithin(folder: string, path: string): boolean {
  return path === folder || path.startsWith(folder.endsWith(sep) ? folder : `${folder}${sep}`);
}

async function smallFile(path: string): Promise<string> {
  const found = await lstat(path);
  if (!found.isFile()) throw leadsOut(`${path} is a link, or no file`);
  if (found.size > MAX_FILE_BYTES) throw leadsOut(`${path} is larger than any such file`);
  return readFile(path, 'utf8');
}

async function plainEntries(folder: string): Promise<Dirent[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  return entries.filter(({ name }) => READ_BY_GIT.test(name)).map(plain);
}

function plain(entry: Dirent): Dirent {
  if (entry.isFile() || entry.isDirectory()) return entry;
  throw leadsOut(`${join(entry.parentPath, entry.name)} is a link, or no file`);
}

/** A section that includes another file. Matches in comments and values as well, to be safe. */
const INCLUDES = /\[\s*include(?:if)?[\s\]".]/i;

/** Refuses settings in another file, which git would open and quote in its messages. */
async function assertOwnSettings(folder: string): Promise<void> {
  for (const name of ['config', 'config.worktree']) {
    const file = join(folder, name);
    if (!existsSync(file) || !INCLUDES.test(await smallFile(file))) continue;
    throw leadsOut(
      `${file} includes settings of another file. Copy what is needed of them, and remove [include]`,
    );
  }
}

/** Refuses links among objects, as `git clone` does and for the same reason. */
async function assertOwnObjects(folder: string): Promise<void> {
  for (const entry of await readdir(folder, { withFileTypes: true, recursive: true })) {
    if (plain(entry).name !== 'alternates') continue;
    const own = 'Copy what is borrowed with git repack -a -d, and remove that file';
    throw leadsOut(`by ${join(entry.parentPath, 'alternates')} it borrows objects of another. ${own}`);
  }
}

function leadsOut(how: string): Fault {
  return new Fault('not_a_repository', `The repository leads out of its own folder: ${how}.`);
}
