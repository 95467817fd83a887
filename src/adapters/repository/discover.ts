import { type Dirent, existsSync } from 'node:fs';
import { lstat, readdir, readFile, realpath, stat } from 'node:fs/promises';
import { dirname, join, resolve, sep } from 'node:path';
import { errorMessageOf, Fault } from '../../foundation/fault.ts';
import { mainComplaintOf, type ObjectStore } from './git.ts';
import { createCollector, type GitEnd, type RunGit } from './process.ts';

const ANSWER_BYTES = 64 * 1024;

interface Discovered {
  readonly store: ObjectStore;
  /** HEAD's commit. Throws `Fault('not_a_repository')` if there is none yet. */
  readonly head: () => Promise<string>;
  /**
   * The address of the remote `origin` in the repository's own configuration, or `''`. It may contain a password: keep and show
   * only the web page derived from it.
   */
  readonly remote: () => Promise<string>;
}

/**
 * Finds the repository of `path`, and its objects. Git reads the repository's own configuration only for these questions, none
 * of which starts a program. It is given the folder and searches no other. Throws `Fault('not_a_repository')` with a remedy.
 */
export async function discoverRepository(
  run: RunGit,
  path: string,
  signal: AbortSignal,
): Promise<Discovered> {
  const folder = resolve(path);
  await requireFolder(folder);
  const gitFolder = await gitFolderOf(folder);
  const askGit = async (...question: readonly string[]) => {
    const { take, collected } = createCollector(ANSWER_BYTES);
    const named = [`--git-dir=${gitFolder}`, ...question];
    const end = await run({ arguments: named, folder, signal, onOutput: take });
    // One line, even if it contains line feeds.
    return { answer: collected().bytes.toString('utf8').replace(/\n$/, ''), end };
  };
  const ask = async (...question: readonly string[]) => {
    const { answer, end } = await askGit('rev-parse', ...question);
    if (end.exitCode !== 0) throw makeRefusedFault(folder, end);
    return answer;
  };
  const objectsFolder = await ask('--path-format=absolute', '--git-path', 'objects');
  const isShallow = (await ask('--is-shallow-repository')) === 'true';
  const shallowFile = isShallow ? await ask('--path-format=absolute', '--git-path', 'shallow') : null;
  const format = await ask('--show-object-format');
  if (format !== 'sha1' && format !== 'sha256')
    throw makeNoRepositoryFault(
      `The repository in ${folder} names its objects by ${format}, which is not supported.`,
    );
  return {
    store: { objectsFolder, shallowFile, format, isPartial: await isPartial(objectsFolder) },
    head: async () => headIn(folder, await askGit('rev-parse', ...HEAD_COMMIT)),
    remote: async () => {
      const { answer, end } = await askGit(
        'config',
        '--local',
        '--no-includes',
        '--get',
        'remote.origin.url',
      );
      return end.exitCode === 0 ? answer.trim() : '';
    },
  };
}

/** Git marks each pack that it fetched with a filter. */
async function isPartial(objectsFolder: string): Promise<boolean> {
  const packs = join(objectsFolder, 'pack');
  return existsSync(packs) && (await readdir(packs)).some((name) => name.endsWith('.promisor'));
}

const COMMIT_ID = /^[0-9a-f]{40,64}$/;
const HEAD_COMMIT = ['--verify', '--quiet', '--end-of-options', 'HEAD^{commit}'];

async function requireFolder(folder: string): Promise<void> {
  let isFolder: boolean;
  try {
    isFolder = (await stat(folder)).isDirectory();
  } catch (error) {
    throw makeNoRepositoryFault(`${folder} cannot be opened: check the path and that it may be read.`, error);
  }
  if (!isFolder)
    throw makeNoRepositoryFault(`${folder} is not a folder: give the folder of a git repository.`);
}

async function gitFolderOf(folder: string): Promise<string> {
  let gitFolder: string | null;
  try {
    gitFolder = await findSelfContained(folder);
  } catch (error) {
    if (error instanceof Fault) throw error;
    throw makeNoRepositoryFault(
      `The repository in ${folder} cannot be read: ${errorMessageOf(error)}`,
      error,
    );
  }
  if (gitFolder === null) throw makeNotInOneFault(folder);
  return gitFolder;
}

function makeRefusedFault(folder: string, end: GitEnd): Fault {
  if (end.complaint.includes('not a git repository')) return makeNotInOneFault(folder);
  return makeNoRepositoryFault(`git cannot open the repository in ${folder}: ${mainComplaintOf(end)}`);
}

function makeNotInOneFault(folder: string): Fault {
  return makeNoRepositoryFault(
    `${folder} is not in a git repository: give one, or run git init there and commit what the design should read.`,
  );
}

function headIn(folder: string, { answer, end }: { readonly answer: string; readonly end: GitEnd }): string {
  if (end.exitCode === 0 && COMMIT_ID.test(answer)) return answer;
  if (end.exitCode !== 1) throw makeRefusedFault(folder, end);
  throw makeNoRepositoryFault(
    `The repository in ${folder} has no commit yet: commit what the design should read, or run without it.`,
  );
}

function makeNoRepositoryFault(message: string, cause?: unknown): Fault {
  return new Fault('not_a_repository', message, cause);
}

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
async function findSelfContained(folder: string): Promise<string | null> {
  const top = topOf(await realpath(folder));
  if (top === null) return null;
  const place = join(top, '.git');
  const gitFolder = existsSync(place) ? await gitFolderAt(place) : top;
  await listPlainEntries(gitFolder);
  const shared = join(gitFolder, 'commondir');
  const common = existsSync(shared) ? await readFolderName(shared, /^(.+)\n?$/) : gitFolder;
  if (!isWithin(top, common) && !(await isNamedBack(top, common)))
    throw makeLeadsOutFault(
      `${place} points to ${common}, which does not name it as a working tree: use that folder instead`,
    );
  for (const place of new Set([gitFolder, common])) await assertOwnSettings(place);
  const objects = join(common, 'objects');
  await listPlainEntries(common);
  for (const { name } of await listPlainEntries(objects)) await assertOwnObjects(join(objects, name));
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
  return (await lstat(place)).isDirectory() ? place : readFolderName(place, /^gitdir: (.+)\n?$/);
}

async function readFolderName(file: string, line: RegExp): Promise<string> {
  const named = line.exec(await readSmallFile(file))?.[1];
  const path = resolve(dirname(file), named ?? '');
  if (named === undefined || !existsSync(path)) throw makeLeadsOutFault(`${file} names no folder`);
  return realpath(path);
}

/** `true` if the repository names this place: as a linked worktree, or as a submodule's worktree in its settings. */
async function isNamedBack(top: string, common: string): Promise<boolean> {
  const list = join(common, 'worktrees');
  const worktrees = existsSync(list) ? await readdir(list) : [];
  const lines = await Promise.all(worktrees.map((name) => readSmallFile(join(list, name, 'gitdir'))));
  const asSubmodule = /^\s*worktree\s*=\s*(\S.*)$/m.exec(await readSmallFile(join(common, 'config')))?.[1];
  const places = [...lines.map((line) => dirname(line.trim())), ...(asSubmodule ? [asSubmodule] : [])];
  const existing = places.map((place) => resolve(common, place)).filter((place) => existsSync(place));
  return (await Promise.all(existing.map((place) => realpath(place)))).includes(top);
}

function isWithin(folder: string, path: string): boolean {
  return path === folder || path.startsWith(folder.endsWith(sep) ? folder : `${folder}${sep}`);
}

async function readSmallFile(path: string): Promise<string> {
  const stats = await lstat(path);
  if (!stats.isFile()) throw makeLeadsOutFault(`${path} is a link, or not a file`);
  if (stats.size > MAX_FILE_BYTES) throw makeLeadsOutFault(`${path} is too large for such a file`);
  return readFile(path, 'utf8');
}

async function listPlainEntries(folder: string): Promise<Dirent[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  return entries.filter(({ name }) => READ_BY_GIT.test(name)).map(requirePlain);
}

function requirePlain(entry: Dirent): Dirent {
  if (entry.isFile() || entry.isDirectory()) return entry;
  throw makeLeadsOutFault(`${join(entry.parentPath, entry.name)} is a link, or not a file`);
}

/** A section that includes another file. Matches in comments and values as well, to be safe. */
const INCLUDES = /\[\s*include(?:if)?[\s\]".]/i;

/** Refuses settings in another file, which git would open and quote in its messages. */
async function assertOwnSettings(folder: string): Promise<void> {
  for (const name of ['config', 'config.worktree']) {
    const file = join(folder, name);
    if (!existsSync(file) || !INCLUDES.test(await readSmallFile(file))) continue;
    throw makeLeadsOutFault(
      `${file} includes settings of another file. Copy those that you need, and remove [include]`,
    );
  }
}

/** Refuses links among objects, as `git clone` does and for the same reason. */
async function assertOwnObjects(folder: string): Promise<void> {
  for (const entry of await readdir(folder, { withFileTypes: true, recursive: true })) {
    if (requirePlain(entry).name !== 'alternates') continue;
    const own = 'Copy what is borrowed with git repack -a -d, and remove that file';
    throw makeLeadsOutFault(
      `through ${join(entry.parentPath, 'alternates')} it borrows objects of another. ${own}`,
    );
  }
}

function makeLeadsOutFault(how: string): Fault {
  return new Fault('not_a_repository', `The repository leads out of its own folder: ${how}.`);
}
