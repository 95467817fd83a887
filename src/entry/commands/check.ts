import { lstatSync, realpathSync } from 'node:fs';
import { dirname, relative, resolve, sep } from 'node:path';
import { type Command, Option } from 'commander';
import { shortenCommit } from '../../adapters/repository/call.ts';
import { type Commits, openCommits } from '../../adapters/repository/commits.ts';
import { topOf } from '../../adapters/repository/discover.ts';
import type { TreeEntry } from '../../adapters/repository/tree.ts';
import { namePlace } from '../../core/follow-up/cited-places.ts';
import { linkTo } from '../../core/proposals/forge.ts';
import { membersOf } from '../../core/vocabulary/sets.ts';
import type { CitedLines } from '../../presentation/cited-lines.ts';
import type { PlaceFinding, RecordCheck } from '../../presentation/record-check.ts';
import { listToLookAt } from '../../presentation/record-check.ts';
import { type Change, findChangedPlaces } from '../../record/decisions/check-records.ts';
import { type NotRead, type RepositoryRecord, readRecord } from '../../record/decisions/read-record.ts';
import { FOLDER_FILE, findRecordFolder } from '../../record/record-place.ts';
import { FORMATS, type Format } from '../cli/check-formats.ts';
import { EXIT } from '../cli/exit-codes.ts';
import { output } from '../cli/output.ts';
import { makeUsageFault } from '../cli/typed.ts';
import { JSON_RESULT } from '../cli/verb.ts';

interface Options {
  readonly against?: string;
  readonly format: Format;
  readonly json?: boolean;
}

export function configure(command: Command) {
  const forms = membersOf(FORMATS);
  command
    .argument(
      '[path]',
      "a folder of decision records, or one record; by default, the repository's own folder",
    )
    .option('--against <commit>', 'compare HEAD with this commit, or with where HEAD left its branch')
    .addOption(
      new Option('--format <form>', 'how to print the result')
        .choices(forms)
        .default('text' satisfies Format),
    )
    .option('--json', JSON_RESULT);
}

/** Reads commits alone: no working tree, network, store or model. */
export async function run(words: string | undefined, { against, format, json }: Options): Promise<number> {
  const { top, path: pathHere } = placeOf(words ?? '.');
  const path = words === undefined ? '' : pathHere;
  const commits = await openCommits(top);
  const files = await commits.files(commits.head);
  const folder = path === '' ? await ownFolder(commits, commits.head, files) : path;
  if (path !== '') assertIsHere(path, files, commits.head);
  const all = await recordsIn(commits, commits.head, files, folder);
  const result = await checkOf(commits, files, all, path, await baseOf(commits, against));
  const check = { path: folder, ...result };
  output.write(FORMATS[json ? 'json' : format](check));
  return listToLookAt(check).length + check.damaged.length === 0 ? EXIT.completed : EXIT.needs_review;
}

/**
 * The top of a repository, and a path in it as git writes it. Links are not followed: a change could make one of any folder.
 */
function placeOf(words: string): { readonly top: string; readonly path: string } {
  const here = realpathSync(process.cwd());
  const own = topOf(here);
  const absolute = resolve(here, words);
  const isOwn = own !== null && (absolute === own || absolute.startsWith(`${own}${sep}`));
  const isLink = lstatSync(absolute, { throwIfNoEntry: false })?.isSymbolicLink() === true;
  const top = isOwn ? own : topOf(isLink ? dirname(absolute) : absolute);
  if (top === null) throw makeUsageFault(`${words} is in no git repository.`);
  return { top, path: relative(top, absolute).split(sep).join('/') };
}

/** Throws `Fault('bad_usage')` for a path that is not in the commit, or that leads out of the repository. */
function assertIsHere(path: string, files: readonly TreeEntry[], head: string): void {
  const around = files.find(({ name }) => path === name || path.startsWith(`${name}/`));
  if (around?.kind === 'link' || around?.kind === 'submodule')
    throw makeUsageFault(`${around.name} is a ${around.kind}: nothing outside of this repository is read.`);
  if (around?.name !== path && !files.some(({ name }) => name.startsWith(`${path}/`)))
    throw makeUsageFault(`There is no ${path} in commit ${shortenCommit(head)}.`);
}

async function recordsIn(
  commits: Commits,
  commit: string,
  files: readonly TreeEntry[],
  folder: string,
): Promise<(RepositoryRecord | NotRead)[]> {
  const isInside = (name: string) => name.startsWith(`${folder}/`) && DOCUMENT.test(name);
  const names = files
    .filter(({ kind, name }) => kind === 'file' && (name === folder || isInside(name)))
    .map(({ name }) => name);
  const texts = await commits.documents(names.map((name) => `${commit}:${name}`));
  return names.map((path) => {
    const file = texts.get(`${commit}:${path}`) ?? null;
    if (file !== null && 'text' in file) return readRecord(path, file.text);
    return { path, why: file?.why ?? 'its name or its text cannot be read', isOurs: false };
  });
}

const DOCUMENT = /\.(?:md|markdown)$/i;

async function ownFolder(
  { documents }: Commits,
  commit: string,
  files: readonly TreeEntry[],
): Promise<string> {
  const name = `${commit}:${FOLDER_FILE}`;
  const file = (await documents([name])).get(name) ?? null;
  const paths = files.map(({ name: path }) => path);
  return findRecordFolder(paths, file !== null && 'text' in file ? file.text : null);
}

type Found = readonly [RepositoryRecord, readonly PlaceFinding[]];

/** Accepted records that this change alters: with the places that they cite no more, and what became of them. */
async function earlierIn(
  commits: Commits,
  base: string,
  changes: readonly Change[],
  all: readonly (RepositoryRecord | NotRead)[],
  path: string,
): Promise<Found[]> {
  const files = await commits.files(base);
  const folder = path === '' ? await ownFolder(commits, base, files) : path;
  const targets = new Map(changes.map(({ from, to }) => [from, to]));
  const here = new Map(all.map((each) => [each.path, each]));
  const changedFiles = files.filter(({ name }) => targets.has(name) || !here.has(name));
  const records = await recordsIn(commits, base, changedFiles, folder);
  const accepted = records.filter((each) => 'status' in each).filter(({ status }) => status === 'accepted');
  return accepted.map((was): Found => {
    const now = here.get(targets.get(was.path) ?? was.path);
    const itself = { path: was.path, from: 1, to: 1, sentences: [], says: '', because: '' };
    const findingOf = (is: PlaceFinding['is'], why: string) => [{ cited: itself, is, at: itself, why }];
    if (now === undefined || 'why' in now || now.number !== was.number)
      return [was, findingOf('withdrawn', 'no such record is there any more')];
    const { status, successor } = now;
    if (status === 'accepted') {
      const nameOf = (each: CitedLines) => `${each.sha256} ${namePlace(each)}`;
      const keys = now.cited.map(nameOf);
      const cited = was.cited.filter((each) => !keys.includes(nameOf(each)));
      return [{ ...now, cited }, []];
    }
    const isSuperseded = all.some(
      (each) => 'status' in each && each.status === 'accepted' && Number(each.number) === successor,
    );
    return isSuperseded
      ? [{ ...now, cited: [] }, findingOf('superseded', '')]
      : [was, findingOf('withdrawn', `its status is now ${status}`)];
  });
}

interface Base {
  readonly base: string | null;
  /** For people. */
  readonly against: string;
}

const BY_HASHES = 'the cited lines were compared by the hashes in the records alone';

async function baseOf({ head, find: named, fork }: Commits, against: string | undefined): Promise<Base> {
  const since = async (name: string, commit: string): Promise<Base> => {
    const base = (await fork(commit, head)) ?? commit;
    return {
      base,
      against: `compared with ${shortenCommit(base)}${base === commit ? '' : `, where HEAD left ${name}`}`,
    };
  };
  if (against !== undefined) {
    const commit = await named(against);
    if (commit !== null) return since(against, commit);
    if (!/^[0-9a-f]{7,64}$/i.test(against))
      throw makeUsageFault(`${against.slice(0, 80)} names no commit here.`);
    return { base: null, against: `commit ${shortenCommit(against)} is not here, so ${BY_HASHES}` };
  }
  const main = await named('refs/remotes/origin/HEAD');
  const left = main === null ? null : await since('origin', main);
  if (left !== null && left.base !== head) return left;
  const before = await named('HEAD~1');
  if (before !== null)
    return { base: before, against: `compared with the commit before, ${shortenCommit(before)}` };
  return { base: null, against: `no earlier commit is here, so ${BY_HASHES}` };
}

async function checkOf(
  commits: Commits,
  files: readonly TreeEntry[],
  all: readonly (RepositoryRecord | NotRead)[],
  path: string,
  { base, against }: Base,
): Promise<Omit<RecordCheck, 'path'>> {
  const { head, webUrl, texts } = commits;
  const changes = base === null ? [] : await commits.changes(base, head);
  const earlier = base === null ? [] : await earlierIn(commits, base, changes, all, path);
  const records = all.filter((each) => 'status' in each);
  const unread = all.filter((each) => 'why' in each);
  const accepted = records.filter(({ status }) => status === 'accepted');
  const others = Map.groupBy(records, ({ status }) => status);
  others.delete('accepted');
  const placesOfRecords = await findChangedPlaces([...accepted, ...earlier.map(([record]) => record)], {
    head,
    base,
    changes,
    paths: new Set(files.map(({ name }) => name)),
    texts,
  });
  const findings = [...earlier, ...placesOfRecords].filter(([, places]) => places.length > 0);
  const page = webUrl === null ? null : { name: '', digest: '', commit: head, webUrl };
  return {
    head,
    base,
    against,
    accepted: accepted.length,
    leftOut: Object.fromEntries([...others].map(([status, its]) => [status, its.length])),
    damaged: unread.filter(({ isOurs }) => isOurs).map(({ path: file, why }) => ({ path: file, why })),
    notRecords: unread.filter(({ isOurs }) => !isOurs).length,
    records: [...Map.groupBy(findings, ([{ path }]) => path).values()].flatMap((its) => {
      const places = its.flatMap(([, each]) => each);
      return its.slice(0, 1).map(([{ path, number, title, sentence, dissents }]) => ({
        path,
        number,
        title,
        sentence,
        dissents,
        places,
        url: linkTo(page, { path, from: 1, to: 1 }),
      }));
    }),
  };
}
