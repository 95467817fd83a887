import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { promisify } from 'node:util';
import { errorMessageOf } from '../../src/foundation/fault.ts';
import type { Package, Question } from './question.ts';

const run = promisify(execFile);

/**
 * The same author and hours for every repository, so that the same questions always give the same
 * commits.
 */
const AUTHOR = 'Kim <kim@example.com>';
const GIT = { GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_NOSYSTEM: '1' } as const;
/** Seconds since 1970 of the first version, and from one to the next. */
const [BEGAN_AT, APART] = [Date.UTC(2024, 6, 1, 10) / 1_000, 30 * 86_400];
/** More than any file of a package, or list of them. */
const MAX_BYTES = 64 * 1024 * 1024;

/**
 * A repository with everything that its questions plant, and the lines that decide each, by the
 * question's id.
 */
export interface Repository {
  readonly path: string;
  readonly places: ReadonlyMap<string, readonly Place[]>;
}

export interface Place {
  readonly path: string;
  /** The line, without the beginning of its comment. */
  readonly text: string;
}

export interface Workshop {
  /** Tarballs: what is there is not fetched again. */
  readonly cache: string;
  readonly folder: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
}

/** A version that the registry does not have, or has otherwise than it was. */
class NotServed extends Error {
  override readonly name = 'NotServed';
}

export class NotFetched extends Error {
  override readonly name = 'NotFetched';
}

/**
 * Fetches the packages of questions, and returns why, by name, for those that are no longer served.
 * Throws `NotFetched`.
 */
export async function fetchPackages(
  questions: readonly Question[],
  workshop: Omit<Workshop, 'folder'>,
): Promise<Map<string, string>> {
  const gone = new Map<string, string>();
  await mkdir(workshop.cache, { recursive: true });
  for (const [name, [first]] of Map.groupBy(questions, (question) => question.package.name))
    for (const version of Object.keys(first?.package.versions ?? {}))
      try {
        if (first !== undefined && !gone.has(name))
          await tarballOf(first.package, version, workshop);
      } catch (error) {
        if (!(error instanceof NotServed)) throw error;
        gone.set(name, error.message);
      }
  return gone;
}

/**
 * Makes the repositories of questions, by package. Throws where a version is neither there nor to
 * be had.
 */
export async function makeRepositories(
  questions: readonly Question[],
  workshop: Workshop,
): Promise<Map<string, Repository>> {
  const made = new Map<string, Repository>();
  for (const [name, own] of Map.groupBy(questions, (question) => question.package.name))
    made.set(name, await makeRepository(own, workshop));
  return made;
}

/**
 * Returns a version's tarball, fetched where it is not there yet. Throws `NotServed` and
 * `NotFetched`.
 */
async function tarballOf(
  { name, versions }: Package,
  version: string,
  { cache, environment }: Omit<Workshop, 'folder'>,
): Promise<string> {
  const tarball = join(cache, `${name}-${version}.tgz`);
  const integrity = versions[version] ?? '';
  if (await isAsBefore(tarball, integrity)) return tarball;
  const options = ['--loglevel', 'error', '--ignore-scripts', '--pack-destination', cache];
  await run('npm', ['pack', `${name}@${version}`, ...options], { env: { ...environment } }).catch(
    (error: unknown) => {
      const [, code = errorMessageOf(error)] =
        /npm error code (\S+)/.exec(errorMessageOf(error)) ?? [];
      if (IS_GONE.test(code))
        throw new NotServed(`npm does not have ${name}@${version} (${code}).`);
      throw new NotFetched(
        `npm could not fetch ${name}@${version} (${code}). See whether this machine reaches the registry, then repeat the command.`,
        { cause: error },
      );
    },
  );
  if (await isAsBefore(tarball, integrity)) return tarball;
  await rm(tarball, { force: true });
  throw new NotServed(`${name}@${version} is not what it was when its questions were written.`);
}

const IS_GONE = /^(?:E404|ETARGET|EINTEGRITY)$/;

async function isAsBefore(tarball: string, integrity: string): Promise<boolean> {
  if (!existsSync(tarball)) return false;
  const hash = createHash('sha512').update(await readFile(tarball));
  return `sha512-${hash.digest('base64')}` === integrity;
}

/** Makes one repository: a commit for each version, with the texts that are there by then. */
async function makeRepository(
  questions: readonly Question[],
  workshop: Workshop,
): Promise<Repository> {
  const [first] = questions;
  if (first === undefined) throw new Error('broken invariant: a repository without a question');
  const { name, versions } = first.package;
  const [path, making] = [
    join(workshop.folder, `${name}.git`),
    join(workshop.folder, `${name}.making`),
  ];
  for (const folder of [path, making]) await rm(folder, { recursive: true, force: true });
  await mkdir(making, { recursive: true });
  const trees: string[] = [];
  for (const version of Object.keys(versions)) {
    const tree = join(making, version);
    await mkdir(tree);
    const tarball = await tarballOf(first.package, version, workshop);
    await run('tar', ['-xzf', tarball, '-C', tree, '--strip-components=1']);
    trees.push(tree);
  }
  const { PATH, HOME } = workshop.environment;
  const env = { PATH, HOME, ...GIT };
  await run('git', ['init', '--quiet', '--bare', '--initial-branch=main', path], { env });
  const planted = await placed(questions, trees);
  for (const [index, tree] of trees.entries()) {
    for (const { path: file, text, age, depth } of planted)
      if (Math.floor(age * trees.length) <= index) await putIn(join(tree, file), text, depth);
    const git = (...args: string[]) =>
      run('git', ['--git-dir', path, ...args], {
        env: { ...env, GIT_WORK_TREE: tree, ...datesOf(index) },
        maxBuffer: MAX_BYTES,
      });
    // Files of all versions have one date, so one of the same size would be taken for unchanged.
    await git('read-tree', '--empty');
    await git('add', '--all', '--force');
    await git('commit', '--quiet', '--message', `Take in ${name} ${Object.keys(versions)[index]}`);
  }
  const places = new Map<string, Place[]>();
  for (const { id, key } of questions) {
    const own = planted.filter((each) => each.id === id);
    const found = key.evidence.map(({ line }) => placeOf(line, own));
    for (const place of found) await insistOn(join(trees.at(-1) ?? '', place.path), place, id);
    places.set(id, found);
  }
  await rm(making, { recursive: true });
  return { path, places };
}

function datesOf(index: number): Record<string, string> {
  const [, person = '', email = ''] = /^(.*) <(.*)>$/.exec(AUTHOR) ?? [];
  const date = `${BEGAN_AT + index * APART} +0000`;
  return {
    ...{ GIT_AUTHOR_NAME: person, GIT_AUTHOR_EMAIL: email, GIT_AUTHOR_DATE: date },
    ...{ GIT_COMMITTER_NAME: person, GIT_COMMITTER_EMAIL: email, GIT_COMMITTER_DATE: date },
  };
}

const [READ, UNREAD] = [
  /\.(?:[cm]?[jt]s|md)$/,
  /(?:^|[/.])(?:min\.|bundle|change|history|license|security)/i,
];
const MAX_CHARACTERS = 200_000;
/** Places that a file has for a text at least, so that it can be put where the draw says. */
const MIN_PLACES = 3;

/**
 * Gives each text the file that was drawn for it, one of its own: of those that every version of
 * the later half has, in which facts come, and of these one with comments or prose where there are
 * enough.
 */
async function placed(questions: readonly Question[], all: readonly string[]) {
  const trees = all.slice(Math.floor(all.length / 2));
  const [lists, texts] = [
    await Promise.all(trees.map(filesIn)),
    questions.flatMap(({ planted }) => planted),
  ];
  const shared = [...(lists.at(-1) ?? [])]
    .filter((file) => lists.every((list) => list.has(file)))
    .toSorted();
  const [commented, plain]: [string[], string[]] = [[], []];
  for (const file of shared) {
    const contents = await Promise.all(trees.map((tree) => readFile(join(tree, file), 'utf8')));
    if (contents.some(({ length }) => length > MAX_CHARACTERS)) continue;
    const has = (isPlace: (line: string) => boolean) =>
      contents.every((content) => content.split('\n').filter(isPlace).length >= MIN_PLACES);
    if (has(isText)) commented.push(file);
    else if (has(isStatement)) plain.push(file);
  }
  const free = commented.length >= texts.length ? commented : [...commented, ...plain];
  return questions.flatMap(({ id, planted }) =>
    planted.map(({ path, at, ...text }) => {
      const [drawn = path] = path === null ? free.splice(Math.floor(at * free.length), 1) : [path];
      if (drawn === null) throw new Error(`${id}: its package has too few files`);
      return { ...text, id, path: drawn };
    }),
  );
}

async function filesIn(tree: string): Promise<Set<string>> {
  const entries = await readdir(tree, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile());
  const paths = files.map(({ parentPath, name }) => relative(tree, join(parentPath, name)));
  return new Set(paths.filter((file) => READ.test(file) && !UNREAD.test(file)));
}

const [COMMENT, PROSE] = [/^\s*(?:\/\/|\*(?!\/))(?= \S)/, /^[A-Z][a-z]+ .{30,}$/];
const isText = (line: string) => COMMENT.test(line) || PROSE.test(line);
const isStatement = (line: string) => /^\s*\S.*;$/.test(line);

/**
 * Puts a text below a line of comment or prose, in the same form; where there are none, as a
 * comment below a statement.
 */
async function putIn(file: string, text: string, depth: number): Promise<void> {
  await mkdir(dirname(file), { recursive: true });
  if (!existsSync(file)) return await writeFile(file, text);
  const lines = (await readFile(file, 'utf8')).split('\n');
  const placesBy = (isPlace: (line: string) => boolean) =>
    lines.flatMap((line, index) => (isPlace(line) ? [index] : []));
  const texts = placesBy(isText);
  const places = texts.length >= MIN_PLACES ? texts : placesBy(isStatement);
  const at = places[Math.floor(depth * places.length)] ?? lines.length - 1;
  const line = lines[at] ?? '';
  const [indent = ''] = /^\s*/.exec(line) ?? [];
  const [comment = texts.length >= MIN_PLACES ? '' : `${indent}//`] = COMMENT.exec(line) ?? [];
  const own = text
    .trimEnd()
    .split('\n')
    .map((each) => (comment === '' ? each : `${comment} ${each}`));
  await writeFile(file, lines.toSpliced(at + 1, 0, ...own).join('\n'));
}

function placeOf(
  line: string,
  planted: readonly { readonly path: string; readonly text: string }[],
): Place {
  const path = planted.find(({ text }) => text.split('\n').includes(line))?.path ?? '';
  return { path, text: line };
}

/** Throws where a deciding line does not stand in its file, or more than once. */
async function insistOn(file: string, { path, text }: Place, id: string): Promise<void> {
  const lines = path === '' ? [] : (await readFile(file, 'utf8')).split('\n');
  const count = lines.filter((line) => line.includes(text)).length;
  if (count !== 1)
    throw new Error(`${id}: ${path} has ${JSON.stringify(text)} in ${count} lines, not in one`);
}
