import { type Dirent, existsSync } from 'node:fs';
import { lstat, readdir, readFile, realpath, stat } from 'node:fs/promises';
import { dirname, join, parse, resolve, sep } from 'node:path';
import { errorMessageOf, Fault } from '../../foundation/fault.ts';
import { mainComplaintOf, type ObjectStore } from './git.ts';
import { createCollector, type GitEnd, GitStopped, type RunGit } from './process.ts';
import { makeSealedFolder, withReferences } from './sealed-folder.ts';

/** More than the settings of a thousand remotes; so many are parsed in some 100 ms. */
const ANSWER_BYTES = 256 * 1024;

interface Discovered {
  readonly store: ObjectStore;
  /** HEAD's commit. Throws `Fault('not_a_repository')` if there is none yet. */
  readonly head: () => Promise<string>;
  /**
   * The address of the remote `origin` in the repository's own configuration, or `''`. It may
   * contain a password: keep and show only the web page derived from it.
   */
  readonly remote: string;
}

interface Asking {
  readonly run: RunGit;
  readonly folder: string;
  readonly signal: AbortSignal;
}

/**
 * Finds the repository of `path`, and its objects. Git opens neither its folder nor its
 * configuration, which is read here. Throws `Fault('not_a_repository')` with a remedy.
 * `mayLeadOut`: a person has chosen the folder, so links, other git folders and borrowed objects
 * are followed, as git does.
 */
export async function discoverRepository(
  run: RunGit,
  path: string,
  signal: AbortSignal,
  mayLeadOut: boolean,
): Promise<Discovered> {
  const asking = { run, folder: resolve(path), signal };
  await requireFolder(asking.folder);
  const { gitFolder, common, settings } = await findRepository(asking, mayLeadOut);
  const format = settings.get('extensions.objectformat') ?? 'sha1';
  if (format !== 'sha1' && format !== 'sha256')
    throw makeNoRepositoryFault(
      `The repository in ${asking.folder} names its objects by ${format}, which is not supported.`,
    );
  const objectsFolder = join(common, 'objects');
  const shallowFile = join(common, 'shallow');
  return {
    store: {
      objectsFolder,
      shallowFile: existsSync(shallowFile) ? shallowFile : null,
      format,
      isPartial: namesPromisor(settings),
    },
    head: async () => {
      const head = await readSmallFile(join(gitFolder, 'HEAD'), mayLeadOut);
      const configuration = configureLike(settings);
      return withReferences({ gitFolder, common, head, configuration }, (sealed) =>
        askHead(asking, sealed, objectsFolder),
      );
    },
    remote: settings.get('remote.origin.url') ?? '',
  };
}

async function askHead(asking: Asking, sealed: string, objectsFolder: string): Promise<string> {
  const question = [
    `--git-dir=${sealed}`,
    'rev-parse',
    '--verify',
    '--quiet',
    '--end-of-options',
    'HEAD',
  ];
  const { answer, end } = await ask(asking, question, {
    environment: { GIT_OBJECT_DIRECTORY: objectsFolder },
  });
  const id = answer.trim();
  if (end.exitCode === 0 && COMMIT_ID.test(id)) return id;
  if (end.exitCode !== 1) throw makeRefusedFault(asking, end);
  throw makeNoRepositoryFault(
    `The repository in ${asking.folder} has no commit yet: commit what the design should read, or run without it.`,
  );
}

async function ask(
  { run, folder, signal }: Asking,
  question: readonly string[],
  given: Pick<Parameters<RunGit>[0], 'environment' | 'input'>,
): Promise<{ readonly answer: string; readonly end: GitEnd }> {
  const { take, collected } = createCollector(ANSWER_BYTES);
  const request = { arguments: question, folder: parse(folder).root, signal, onOutput: take };
  const end = await run({ ...request, ...given });
  return { answer: collected().bytes.toString('utf8'), end };
}

/** By name, in small letters but for the middle of `remote.<name>.url`. */
type Settings = ReadonlyMap<string, string>;

const WANTED =
  '^(core\\.(repositoryformatversion|worktree)|extensions\\..*|remote\\..*\\.(promisor|url))$';

/**
 * Has git parse the text of a configuration. Files that it includes are ignored, since others may
 * have written them.
 */
async function parseSettings(asking: Asking, input: string): Promise<Settings> {
  const sealed = `--git-dir=${makeSealedFolder('sha1')}`;
  const question = [sealed, 'config', '--file', '-', '--no-includes', '-z', '--get-regexp', WANTED];
  const { answer, end } = await ask(asking, question, { input });
  if (end.exitCode === null)
    throw makeNoRepositoryFault(
      `The repository in ${asking.folder} has too many settings to be read.`,
    );
  // 1: it has none of them.
  if (end.exitCode > 1) throw makeRefusedFault(asking, end);
  return new Map(
    answer.split('\0').map((setting) => {
      const [name = '', ...lines] = setting.split('\n');
      return [name, lines.join('\n')];
    }),
  );
}

/**
 * Our configuration with the version and extensions of another repository: git refuses those that
 * it does not know.
 */
function configureLike(settings: Settings): string {
  const extensions = [...settings].flatMap(([name, value]) => {
    const key = /^extensions\.([a-z0-9-]+)$/.exec(name)?.[1];
    // Nothing is fetched, and worktrees have no settings of their own here.
    return key === undefined || key === 'partialclone' || key === 'worktreeconfig'
      ? []
      : [`\t${key} = ${JSON.stringify(value)}\n`];
  });
  const version = settings.get('core.repositoryformatversion') ?? '0';
  const core = `[core]\n\trepositoryformatversion = ${JSON.stringify(version)}\n\tbare = true\n`;
  return `${core}[extensions]\n${extensions.join('')}`;
}

/** A clone with a filter: objects may be missing although nothing is damaged. */
function namesPromisor(settings: Settings): boolean {
  return [...settings.keys()].some((name) =>
    /^(?:remote\..*\.promisor|extensions\.partialclone)$/s.test(name),
  );
}

const COMMIT_ID = /^[0-9a-f]{40,64}$/;

async function requireFolder(folder: string): Promise<void> {
  let isFolder: boolean;
  try {
    isFolder = (await stat(folder)).isDirectory();
  } catch (error) {
    throw makeNoRepositoryFault(
      `${folder} cannot be opened: check the path and that it may be read.`,
      error,
    );
  }
  if (!isFolder)
    throw makeNoRepositoryFault(`${folder} is not a folder: give the folder of a git repository.`);
}

interface Place {
  readonly gitFolder: string;
  /** The git folder that all worktrees of a repository share. */
  readonly common: string;
  readonly settings: Settings;
}

async function findRepository(asking: Asking, mayLeadOut: boolean): Promise<Place> {
  const { folder } = asking;
  let place: Place | null;
  try {
    place = await findPlace(asking, mayLeadOut);
  } catch (error) {
    if (error instanceof Fault || error instanceof GitStopped) throw error;
    throw makeNoRepositoryFault(
      `The repository in ${folder} cannot be read: ${errorMessageOf(error)}`,
      error,
    );
  }
  if (place === null) throw makeNotInOneFault(folder);
  return place;
}

function makeRefusedFault({ folder }: Asking, end: GitEnd): Fault {
  if (end.complaint.includes('not a git repository')) return makeNotInOneFault(folder);
  return makeNoRepositoryFault(
    `git cannot open the repository in ${folder}: ${mainComplaintOf(end)}`,
  );
}

function makeNotInOneFault(folder: string): Fault {
  return makeNoRepositoryFault(
    `${folder} is not in a git repository: give one, or run git init there and commit what the design should read.`,
  );
}

function makeNoRepositoryFault(message: string, cause?: unknown): Fault {
  return new Fault('not_a_repository', message, cause);
}

/** All that git opens through our links, and in the folder for objects. */
const READ_BY_GIT = /^(?:packed-refs|shallow|refs|reftable|objects|info|pack|[0-9a-f]{2})$/;
/** Enough for a path, and for the settings of many branches. */
const MAX_FILE_BYTES = 4 * 1024 * 1024;

/**
 * The repository around the folder; `null` if there is none. Throws `Fault('not_a_repository')` if
 * it may not lead out, and git would read outside of it: through a link, through a `.git` or
 * `commondir` whose target does not name it back, or through borrowed objects. Otherwise the author
 * of these files could have any repository on this machine read, and the first line of any file
 * quoted in git's messages.
 */
async function findPlace(asking: Asking, mayLeadOut: boolean): Promise<Place | null> {
  const top = topOf(await realpath(asking.folder));
  if (top === null) return null;
  const place = join(top, '.git');
  const gitFolder = existsSync(place) ? await gitFolderAt(place, mayLeadOut) : top;
  const shared = join(gitFolder, 'commondir');
  const common = existsSync(shared)
    ? await readFolderName(shared, /^(.+)\n?$/, mayLeadOut)
    : gitFolder;
  // Never of the folder for one worktree: whoever made that could name it back in it.
  const files = ['config', 'config.worktree']
    .map((name) => join(common, name))
    .filter((file) => existsSync(file));
  const texts = await Promise.all(files.map((file) => readSmallFile(file, mayLeadOut)));
  const settings = await parseSettings(asking, texts.join('\n'));
  if (!mayLeadOut) {
    if (!isWithin(top, common) && !(await isNamedBack(top, common, settings)))
      throw makeLeadsOutFault(
        `${place} points to ${common}, which does not name it as a working tree: use that folder instead`,
      );
    await assertOwn(gitFolder, common);
  }
  return { gitFolder, common, settings };
}

async function assertOwn(gitFolder: string, common: string): Promise<void> {
  const objects = join(common, 'objects');
  for (const folder of [gitFolder, common])
    for (const { name } of await listPlainEntries(folder))
      if (name === 'refs' || name === 'reftable') await listAll(join(folder, name));
  for (const { name } of await listPlainEntries(objects))
    await assertOwnObjects(join(objects, name));
}

/**
 * The nearest folder at or above this one that contains `.git` or is a bare repository; `null` if
 * there is none.
 */
function topOf(folder: string): string | null {
  const isBare = ['HEAD', 'objects', 'refs'].every((name) => existsSync(join(folder, name)));
  if (isBare || existsSync(join(folder, '.git'))) return folder;
  const above = dirname(folder);
  return above === folder ? null : topOf(above);
}

async function gitFolderAt(place: string, mayLeadOut: boolean): Promise<string> {
  const stats = await (mayLeadOut ? stat : lstat)(place);
  return stats.isDirectory() ? place : readFolderName(place, /^gitdir: (.+)\n?$/, mayLeadOut);
}

async function readFolderName(file: string, line: RegExp, mayLeadOut: boolean): Promise<string> {
  const named = line.exec(await readSmallFile(file, mayLeadOut))?.[1];
  const path = resolve(dirname(file), named ?? '');
  if (named === undefined || !existsSync(path)) throw makeLeadsOutFault(`${file} names no folder`);
  return realpath(path);
}

/**
 * `true` if the repository names this place: as a linked worktree, or as a submodule's worktree in
 * its settings.
 */
async function isNamedBack(top: string, common: string, settings: Settings): Promise<boolean> {
  const list = join(common, 'worktrees');
  const worktrees = existsSync(list) ? await readdir(list) : [];
  const lines = await Promise.all(
    worktrees.map((name) => readSmallFile(join(list, name, 'gitdir'), false)),
  );
  const asSubmodule = settings.get('core.worktree');
  const places = [
    ...lines.map((line) => dirname(line.trim())),
    ...(asSubmodule ? [asSubmodule] : []),
  ];
  const existing = places
    .map((place) => resolve(common, place))
    .filter((place) => existsSync(place));
  return (await Promise.all(existing.map((place) => realpath(place)))).includes(top);
}

function isWithin(folder: string, path: string): boolean {
  return path === folder || path.startsWith(folder.endsWith(sep) ? folder : `${folder}${sep}`);
}

async function readSmallFile(path: string, mayBeLink: boolean): Promise<string> {
  const stats = await (mayBeLink ? stat : lstat)(path);
  if (!stats.isFile()) throw makeLeadsOutFault(`${path} is a link, or not a file`);
  if (stats.size > MAX_FILE_BYTES) throw makeLeadsOutFault(`${path} is too large for such a file`);
  return readFile(path, 'utf8');
}

async function listPlainEntries(folder: string): Promise<Dirent[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  return entries.filter(({ name }) => READ_BY_GIT.test(name)).map(requirePlain);
}

/** All that is in a folder, also below it. */
async function listAll(folder: string): Promise<Dirent[]> {
  const entries = await readdir(folder, { withFileTypes: true, recursive: true });
  return entries.map(requirePlain);
}

function requirePlain(entry: Dirent): Dirent {
  if (entry.isFile() || entry.isDirectory()) return entry;
  throw makeLeadsOutFault(`${join(entry.parentPath, entry.name)} is a link, or not a file`);
}

/** Refuses links among objects, as `git clone` does and for the same reason. */
async function assertOwnObjects(folder: string): Promise<void> {
  for (const entry of await listAll(folder)) {
    if (entry.name !== 'alternates') continue;
    const own = 'Copy what is borrowed with git repack -a -d, and remove that file';
    throw makeLeadsOutFault(
      `through ${join(entry.parentPath, 'alternates')} it borrows objects of another. ${own}`,
    );
  }
}

function makeLeadsOutFault(how: string): Fault {
  return new Fault('not_a_repository', `The repository leads out of its own folder: ${how}.`);
}
