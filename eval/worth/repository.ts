import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readFile, rename, rm } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { promisify } from 'node:util';
import { errorMessage } from '../../src/foundation/fault.ts';
import type { Package, Question } from './question.ts';

const run = promisify(execFile);

/** The same author and hours for every repository, so that the same versions always give the same commits. */
const AUTHOR = 'Kim <kim@example.com>';
const GIT = { GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_NOSYSTEM: '1' } as const;
/** Seconds since 1970 of the first version, and from one to the next. */
const [BEGAN_AT, APART] = [Date.UTC(2024, 6, 1, 10) / 1_000, 30 * 86_400];
/** More than any file of a package, or list of them. */
const MAX_BYTES = 64 * 1024 * 1024;

/** A repository with everything that its questions plant, and where the lines stand that decide each, by the question's id. */
export interface Repository {
  readonly path: string;
  readonly places: ReadonlyMap<string, readonly Place[]>;
}

export interface Place {
  readonly path: string;
  /** From 1. */
  readonly line: number;
}

/** The world of the making. */
export interface Workshop {
  /** Tarballs and the repositories of packages alone: what is there is not fetched again. */
  readonly cache: string;
  /** The new repositories. */
  readonly folder: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly say: (line: string) => void;
}

/** Makes the repositories of questions, by package. Says which questions are left out where a package cannot be had. */
export async function makeRepositories(
  questions: readonly Question[],
  workshop: Workshop,
): Promise<Map<string, Repository>> {
  const made = new Map<string, Repository>();
  for (const [name, own] of Map.groupBy(questions, (question) => question.package.name)) {
    const [first] = own;
    if (first === undefined) continue;
    try {
      made.set(name, await plant(first.package, own, await packageAlone(first.package, workshop), workshop));
    } catch (error) {
      if (!(error instanceof NotServed)) throw error;
      workshop.say(`${error.message} Left out: ${own.map(({ id }) => id).join(', ')}.`);
    }
  }
  return made;
}

/** A version that the registry does not give, or gives differently than it was. */
class NotServed extends Error {
  override readonly name = 'NotServed';
}

/** Returns the repository of a package's versions, a commit each, without anything planted. */
async function packageAlone({ name, versions, commit }: Package, workshop: Workshop): Promise<string> {
  const done = join(workshop.cache, `${name}-${commit.slice(0, 12)}.git`);
  if (existsSync(done)) return done;
  await mkdir(workshop.cache, { recursive: true });
  const making = join(workshop.cache, `${name}.making`);
  await rm(making, { recursive: true, force: true });
  const bare = join(making, 'git');
  await run('git', ['init', '--quiet', '--bare', '--initial-branch=main', bare], {
    env: environment(workshop),
  });
  for (const [index, [version, integrity]] of Object.entries(versions).entries()) {
    const tarball = await tarballOf(name, version, integrity, workshop);
    const tree = join(making, version);
    await mkdir(tree);
    await run('tar', ['-xzf', tarball, '-C', tree, '--strip-components=1']);
    const git = gitIn(bare, { ...environment(workshop), GIT_WORK_TREE: tree, ...datesOf(index) });
    // Files of all versions have one date, so one of the same size would be taken for unchanged.
    await git(['read-tree', '--empty']);
    await git(['add', '--all', '--force']);
    await git(['commit', '--quiet', '--message', `Take in ${name} ${version}`]);
    await rm(tree, { recursive: true });
  }
  const git = gitIn(bare, environment(workshop));
  const head = (await git(['rev-parse', 'HEAD'])).trim();
  if (head !== commit)
    throw new Error(`The versions of ${name} come to commit ${head}, not to ${commit} of eval/questions.`);
  await rename(bare, done);
  await rm(making, { recursive: true });
  return done;
}

function datesOf(index: number): Record<string, string> {
  const [, person = '', email = ''] = /^(.*) <(.*)>$/.exec(AUTHOR) ?? [];
  const date = `${BEGAN_AT + index * APART} +0000`;
  return {
    ...{ GIT_AUTHOR_NAME: person, GIT_AUTHOR_EMAIL: email, GIT_AUTHOR_DATE: date },
    ...{ GIT_COMMITTER_NAME: person, GIT_COMMITTER_EMAIL: email, GIT_COMMITTER_DATE: date },
  };
}

function environment({ environment: { PATH, HOME } }: Workshop): NodeJS.ProcessEnv {
  return { PATH, HOME, ...GIT };
}

function gitIn(folder: string, env: NodeJS.ProcessEnv) {
  return async (args: readonly string[]): Promise<string> => {
    const { stdout } = await run('git', ['--git-dir', folder, ...args], { env, maxBuffer: MAX_BYTES });
    return stdout;
  };
}

/** Returns a version's tarball, fetched where it is not there yet. Throws `NotServed`. */
async function tarballOf(
  name: string,
  version: string,
  integrity: string,
  workshop: Workshop,
): Promise<string> {
  const tarball = join(workshop.cache, `${name}-${version}.tgz`);
  if (await isAsBefore(tarball, integrity)) return tarball;
  const options = ['--loglevel', 'error', '--ignore-scripts', '--pack-destination', workshop.cache];
  await run('npm', ['pack', `${name}@${version}`, ...options], { env: { ...workshop.environment } }).catch(
    (error: unknown) => {
      const [, code = errorMessage(error)] = /npm error code (\S+)/.exec(errorMessage(error)) ?? [];
      throw new NotServed(`npm does not give ${name}@${version} (${code}).`, { cause: error });
    },
  );
  if (await isAsBefore(tarball, integrity)) return tarball;
  await rm(tarball, { force: true });
  throw new NotServed(`${name}@${version} is not what it was when its questions were written.`);
}

async function isAsBefore(tarball: string, integrity: string): Promise<boolean> {
  if (!existsSync(tarball)) return false;
  const hash = createHash('sha512').update(await readFile(tarball));
  return `sha512-${hash.digest('base64')}` === integrity;
}

/** Makes a package's repository again with the questions' texts, each from a version on. Nothing is checked out. */
async function plant(
  { name, versions }: Package,
  questions: readonly Question[],
  alone: string,
  workshop: Workshop,
): Promise<Repository> {
  const path = join(workshop.folder, `${name}.git`);
  await rm(path, { recursive: true, force: true });
  await mkdir(workshop.folder, { recursive: true });
  const env = environment(workshop);
  await run('git', ['clone', '--quiet', '--bare', '--no-tags', '--origin', 'package', alone, path], { env });
  const git = gitIn(path, env);
  const trees = (await git(['log', '--reverse', '--format=%T', 'main'])).trim().split('\n');
  const planted = questions.flatMap((question) => question.planted);
  const newest = new Map<string, string>();
  const stream: string[] = [];
  for (const [index, tree] of trees.entries()) {
    const date = `${AUTHOR} ${BEGAN_AT + index * APART} +0000`;
    const message = `Take in ${name} ${Object.keys(versions)[index]}`;
    stream.push(
      'commit refs/heads/planted',
      `mark :${index + 1}`,
      `author ${date}`,
      `committer ${date}`,
      data(message),
    );
    stream.push(...(index === 0 ? [] : [`from :${index}`]), `M 040000 ${tree} ""`);
    const present = planted.filter(({ age }) => Math.floor(age * trees.length) <= index);
    for (const [file, texts] of Map.groupBy(present, (each) => each.path)) {
      let content = await contentOf(file, tree, git);
      for (const { text, depth } of texts) content = withText(content, file, text, depth);
      newest.set(file, content);
      stream.push(`M 100644 inline ${file}`, data(content));
    }
  }
  const importing = run('git', ['--git-dir', path, 'fast-import', '--quiet'], { env });
  importing.child.stdin?.end(`${stream.join('\n')}\n`);
  await importing;
  await git(['branch', '--move', '--force', 'planted', 'main']);
  const places = questions.map(
    ({ id, key }) => [id, key.evidence.map((each) => placeIn(newest, id, each))] as const,
  );
  return { path, places: new Map(places) };
}

function data(text: string): string {
  return `data ${Buffer.byteLength(text)}\n${text}`;
}

/** Returns a file of a tree; empty where there is none. */
async function contentOf(path: string, tree: string, git: ReturnType<typeof gitIn>): Promise<string> {
  const blob = /^\d+ blob ([0-9a-f]+)\t/.exec(await git(['ls-tree', tree, '--', path]))?.[1];
  return blob === undefined ? '' : git(['cat-file', 'blob', blob]);
}

/** The beginning of a comment by the end of a file's name; files of text and new ones have none. */
const COMMENTS: Readonly<Record<string, string>> = {
  '.js': '// ',
  '.ts': '// ',
  '.mjs': '// ',
  '.cjs': '// ',
  '.yml': '# ',
};

/** Puts a text into a file: as a new one, or as a comment at the first empty line below a depth. */
function withText(content: string, path: string, text: string, depth: number): string {
  if (content === '') return text;
  const lines = content.split('\n');
  const wanted = Math.floor(depth * lines.length);
  const place = lines.findIndex((line, index) => index >= wanted && line.trim() === '');
  const prefix = COMMENTS[extname(path)] ?? '';
  const comment = text
    .trimEnd()
    .split('\n')
    .map((line) => `${prefix}${line}`.trimEnd());
  return lines.toSpliced(place === -1 ? lines.length : place, 0, '', ...comment).join('\n');
}

/** Throws where the words stand in no line, or in more than one. */
function placeIn(
  files: ReadonlyMap<string, string>,
  id: string,
  { path, line }: { path: string; line: string },
): Place {
  const found = (files.get(path) ?? '')
    .split('\n')
    .flatMap((text, index) => (text.includes(line) ? [index + 1] : []));
  const [only] = found;
  if (only === undefined || found.length > 1)
    throw new Error(`${id}: ${path} has ${found.length} lines with ${JSON.stringify(line)}, not one`);
  return { path, line: only };
}
