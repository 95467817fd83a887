import { lstatSync, realpathSync } from 'node:fs';
import { dirname, relative, resolve, sep } from 'node:path';
import { type Command, Option } from 'commander';
import { shortCommit } from '../../adapters/repository/call.ts';
import { type Commits, openCommits } from '../../adapters/repository/commits.ts';
import { topOf } from '../../adapters/repository/discover.ts';
import type { TreeEntry } from '../../adapters/repository/tree.ts';
import { linkTo } from '../../core/proposals/forge.ts';
import { membersOf } from '../../core/vocabulary/sets.ts';
import type { RecordCheck } from '../../presentation/record-check.ts';
import { toLookAt } from '../../presentation/record-check.ts';
import { placesChanged } from '../../record/decisions/check-records.ts';
import { type NotRead, type RepositoryRecord, readRecord } from '../../record/decisions/read-record.ts';
import { FOLDER_FILE, recordFolder } from '../../record/record-place.ts';
import { FORMATS, type Format } from '../cli/check-formats.ts';
import { EXIT } from '../cli/exit-codes.ts';
import { output } from '../cli/output.ts';
import { badUsage } from '../cli/typed.ts';
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
export async function run(given: string | undefined, { against, format, json }: Options): Promise<number> {
  const { top, path: named } = placeOf(given ?? '.');
  const path = given === undefined ? '' : named;
  const commits = await openCommits(top);
  const files = await commits.files(commits.head);
  const folder = path === '' ? await ownFolder(commits, files) : path;
  if (path !== '') assertIsHere(path, files, commits.head);
  const all = await recordsIn(commits, files, folder);
  const found = await checkOf(commits, files, all, await baseOf(commits, against));
  const check = { path: folder, ...found };
  output.write(FORMATS[json ? 'json' : format](check));
  return toLookAt(check).length + check.damaged.length === 0 ? EXIT.completed : EXIT.needs_review;
}

/**
 * The top of a repository, and a path in it as git writes it. Links are not followed: a change could make one of any folder.
 */
function placeOf(given: string): { readonly top: string; readonly path: string } {
  const here = realpathSync(process.cwd());
  const own = topOf(here);
  const named = resolve(here, given);
  const isOwn = own !== null && (named === own || named.startsWith(`${own}${sep}`));
  const isLink = lstatSync(named, { throwIfNoEntry: false })?.isSymbolicLink() === true;
  const top = isOwn ? own : topOf(isLink ? dirname(named) : named);
  if (top === null) throw badUsage(`${given} is in no git repository.`);
  return { top, path: relative(top, named).split(sep).join('/') };
}

/** Throws `Fault('bad_usage')` for a path that is not in the commit, or that leads out of the repository. */
function assertIsHere(path: string, files: readonly TreeEntry[], head: string): void {
  const around = files.find(({ name }) => path === name || path.startsWith(`${name}/`));
  if (around?.kind === 'link' || around?.kind === 'submodule')
    throw badUsage(`${around.name} is a ${around.kind}: nothing outside of this repository is read.`);
  if (around?.name !== path && !files.some(({ name }) => name.startsWith(`${path}/`)))
    throw badUsage(`There is no ${path} in commit ${shortCommit(head)}.`);
}

async function recordsIn(
  commits: Commits,
  files: readonly TreeEntry[],
  folder: string,
): Promise<(RepositoryRecord | NotRead)[]> {
  const { head } = commits;
  const isInside = (name: string) => name.startsWith(`${folder}/`) && DOCUMENT.test(name);
  const names = files
    .filter(({ kind, name }) => kind === 'file' && (name === folder || isInside(name)))
    .map(({ name }) => name);
  const texts = await commits.documents(names.map((name) => `${head}:${name}`));
  return names.map((path) => {
    const file = texts.get(`${head}:${path}`) ?? null;
    if (file !== null && 'text' in file) return readRecord(path, file.text);
    return { path, why: file?.why ?? 'its name or its text cannot be read', isOurs: false };
  });
}

const DOCUMENT = /\.(?:md|markdown)$/i;

async function ownFolder({ head, documents }: Commits, files: readonly TreeEntry[]): Promise<string> {
  const name = `${head}:${FOLDER_FILE}`;
  const named = (await documents([name])).get(name) ?? null;
  const paths = files.map(({ name: path }) => path);
  return recordFolder(paths, named !== null && 'text' in named ? named.text : null);
}

interface Base {
  readonly base: string | null;
  /** For people. */
  readonly against: string;
}

const BY_HASHES = 'the cited lines were compared by the hashes in the records alone';

async function baseOf({ head, named, fork }: Commits, against: string | undefined): Promise<Base> {
  const since = async (name: string, commit: string): Promise<Base> => {
    const base = (await fork(commit, head)) ?? commit;
    return {
      base,
      against: `compared with ${shortCommit(base)}${base === commit ? '' : `, where HEAD left ${name}`}`,
    };
  };
  if (against !== undefined) {
    const commit = await named(against);
    if (commit !== null) return since(against, commit);
    if (!/^[0-9a-f]{7,64}$/i.test(against)) throw badUsage(`${against.slice(0, 80)} names no commit here.`);
    return { base: null, against: `commit ${shortCommit(against)} is not here, so ${BY_HASHES}` };
  }
  const main = await named('refs/remotes/origin/HEAD');
  const left = main === null ? null : await since('origin', main);
  if (left !== null && left.base !== head) return left;
  const before = await named('HEAD~1');
  if (before !== null)
    return { base: before, against: `compared with the commit before, ${shortCommit(before)}` };
  return { base: null, against: `no earlier commit is here, so ${BY_HASHES}` };
}

async function checkOf(
  { head, webUrl, changes, texts }: Commits,
  files: readonly TreeEntry[],
  all: readonly (RepositoryRecord | NotRead)[],
  { base, against }: Base,
): Promise<Omit<RecordCheck, 'path'>> {
  const records = all.filter((each) => 'status' in each);
  const unread = all.filter((each) => 'why' in each);
  const accepted = records.filter(({ status }) => status === 'accepted');
  const others = Map.groupBy(records, ({ status }) => status);
  others.delete('accepted');
  const found = await placesChanged(accepted, {
    head,
    base,
    changes: base === null ? [] : await changes(base, head),
    paths: new Set(files.map(({ name }) => name)),
    texts,
  });
  const page = webUrl === null ? null : { name: '', digest: '', commit: head, webUrl };
  return {
    head,
    base,
    against,
    accepted: accepted.length,
    leftOut: Object.fromEntries([...others].map(([status, its]) => [status, its.length])),
    damaged: unread.filter(({ isOurs }) => isOurs).map(({ path, why }) => ({ path, why })),
    notRecords: unread.filter(({ isOurs }) => !isOurs).length,
    records: [...found].map(([{ path, number, title, sentence, dissents }, places]) => ({
      ...{ path, number, title, sentence, dissents, places },
      url: linkTo(page, { path, from: 1, to: 1 }),
    })),
  };
}
