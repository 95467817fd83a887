import { countOf } from '../../core/vocabulary/figures.ts';
import { cutText } from '../../foundation/cut-text.ts';
import type { Reached } from '../../ports/repository.ts';
import type { RepositoryCall } from './call.ts';
import { PARTIAL, sayLacking } from './not-here.ts';
import { showPath } from './path-name.ts';
import { makeVisible, shortenPrintable } from './printable.ts';
import { readCommits, summarise } from './read-history.ts';
import { readLines } from './read-lines.ts';
import { showEntry } from './resolve-path.ts';
import { readTree, type TreeEntry } from './tree.ts';

const TOP_ENTRIES = 80;
/** Second-level folders to name in a folder: the ones with the most files. */
const SECOND_ENTRIES = 12;
const SUBJECTS = 15;
const DIGEST_CHARACTERS = 20_000;

/**
 * Introduces the repository to every participant, which saves each the first look: two levels of
 * folders, packages, decision records, last commits, the beginning of the README. The text depends
 * only on the commit and on which of its objects are here, since prompts share it. Files that are
 * not here are named as such, and folders only in a partial clone.
 */
export async function describeRepository(
  call: RepositoryCall,
  name: string,
  missing: number,
): Promise<Reached<{ readonly digest: string }>> {
  const top = await readTree(call.git, call.commit, call.bounds.listBytes);
  if (top.kind === 'not_here') return top;
  const all = await readTree(call.git, call.commit, call.bounds.listBytes, '-r');
  if (all.kind === 'not_here' && all.reason !== 'partial') return all;
  const { entries: files, cut } = all.kind === 'it' ? all : { entries: top.entries, cut: true };
  const listFiles = (isWanted: (path: string) => boolean) =>
    files.filter(({ kind, name: path }) => kind === 'file' && isWanted(path));
  const sections = [
    [
      `Repository ${name} at commit ${call.commit}: ${cut ? 'at least ' : ''}${countOf(files.length, 'file')}.`,
      'Cite what you read in it as path:12 or path:12-14, with a few words of these lines.',
      ...(call.partial ? [PARTIAL] : []),
      ...(missing > 0 ? [sayLacking(missing)] : []),
      ...(call.shallow
        ? ['It is a shallow clone: its history goes back only to where it was cut.']
        : []),
    ],
    ['Top level:', ...describeTop(top.entries, all.kind === 'it' ? filesBelow(files) : null)],
    ...(await describePackages(call, listFiles(isManifest))),
    ...(await describeDecisions(call, listFiles(isDecision))),
    ['Last commits:', ...(await listLastCommits(call))],
    ...(await describeReadme(call, top.entries)),
  ];
  const digest = sections.map((section) => section.join('\n')).join('\n\n');
  return { kind: 'it', digest: cutText(digest, DIGEST_CHARACTERS) };
}

const NOT_HERE = '(not here)';

async function listLastCommits(call: RepositoryCall): Promise<readonly string[]> {
  const history = await readCommits(call, '', false, SUBJECTS);
  return history.kind === 'it' ? history.commits.map(summarise) : [NOT_HERE];
}

/** Files below each folder of the first two levels, by path (`src`, `src/core`). */
function filesBelow(files: readonly TreeEntry[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const { name: path } of files) {
    const first = path.indexOf('/');
    const second = first === -1 ? -1 : path.indexOf('/', first + 1);
    for (const end of [first, second])
      if (end !== -1) counts.set(path.slice(0, end), (counts.get(path.slice(0, end)) ?? 0) + 1);
  }
  return counts;
}

/** `counts`: `null` if not all files are known. */
function describeTop(
  entries: readonly TreeEntry[],
  counts: ReadonlyMap<string, number> | null,
): readonly string[] {
  const lines = entries.slice(0, TOP_ENTRIES).map((entry) => {
    const name = shortenPrintable(showEntry(entry), 100);
    if (entry.kind !== 'folder' || counts === null) return name;
    const files = countOf(counts.get(entry.name) ?? 0, 'file');
    return `${name} (${files})${describeSecond(entry.name, counts)}`;
  });
  const left = entries.length - lines.length;
  return left > 0
    ? [...lines, `[… ${countOf(left, 'more entry', 'more entries')}; list_files shows them]`]
    : lines;
}

/** The folders in a top-level folder, like `: core 40, adapters 12`. */
function describeSecond(top: string, counts: ReadonlyMap<string, number>): string {
  const within = [...counts]
    .filter(([path]) => path.startsWith(`${top}/`))
    .toSorted(([one, ones], [other, others]) => others - ones || (one < other ? -1 : 1));
  const shown = within.slice(0, SECOND_ENTRIES).map(([path, files]) => {
    return `${shortenPrintable(showPath(path.slice(top.length + 1)), 60)} ${files}`;
  });
  const left = within.length - shown.length;
  if (shown.length === 0) return '';
  return `: ${shown.join(', ')}${left > 0 ? `, and ${countOf(left, 'more folder')}` : ''}`;
}

async function describeReadme(
  call: RepositoryCall,
  entries: readonly TreeEntry[],
): Promise<readonly string[][]> {
  const readmes = entries.filter(
    (entry) => entry.kind === 'file' && /^readme(?:\.[a-z]{1,10})?$/i.test(entry.name),
  );
  const readme = readmes.find((entry) => entry.name.toLowerCase() === 'readme.md') ?? readmes[0];
  return readme === undefined ? [] : describeBeginning(call, readme);
}

/** Decision records to show: the last ones by name, which are the newest if they are numbered. */
const TITLES = 30;
const TITLE_BYTES = 1_024;

function isDecision(path: string): boolean {
  return (
    /(?:^|\/)(?:decisions?|adrs?|rfcs?)\/[^/]+\.(?:md|rst|txt|adoc)$/i.test(path) &&
    !/readme/i.test(path)
  );
}

async function describeDecisions(
  call: RepositoryCall,
  records: readonly TreeEntry[],
): Promise<readonly string[][]> {
  if (records.length === 0) return [];
  const lines: string[] = [];
  for (const { id, name } of records.slice(-TITLES)) {
    const output = await call.git.read(['cat-file', 'blob', id], TITLE_BYTES);
    const title = output.kind === 'it' ? titleOf(output.bytes.toString('utf8')) : NOT_HERE;
    lines.push(`${shortenPrintable(showPath(name), 100)}: ${title}`);
  }
  const left = records.length - lines.length;
  return [['Decisions on record:', ...(left > 0 ? [`[${left} earlier ones]`] : []), ...lines]];
}

/** The first heading, else `title` of the front matter, else the first line that is not empty. */
function titleOf(beginning: string): string {
  const lines = beginning.split('\n').map((line) => line.trim());
  const heading = lines.find((line) => line.startsWith('# ') || line.startsWith('title:'));
  const first = lines.find((line) => line !== '' && line !== '---');
  return shortenPrintable(
    makeVisible((heading ?? first ?? '(empty)').replace(/^(?:#|title:)\s*/, '')),
    120,
  );
}

const MANIFESTS = new Set([
  'package.json',
  'pyproject.toml',
  'requirements.txt',
  'go.mod',
  'Cargo.toml',
  'Gemfile',
  'composer.json',
  'pom.xml',
  'build.gradle',
  'build.gradle.kts',
  'mix.exs',
]);
/** Manifests to name, and how many of those nearest to the top to quote. */
const NAMED = 30;
const SHOWN = 2;

function isManifest(path: string): boolean {
  return (
    MANIFESTS.has(path.slice(path.lastIndexOf('/') + 1)) &&
    !/(?:^|\/)(?:node_modules|vendor)\//.test(path)
  );
}

async function describePackages(
  call: RepositoryCall,
  manifests: readonly TreeEntry[],
): Promise<readonly string[][]> {
  if (manifests.length === 0) return [];
  const depth = ({ name }: TreeEntry): number => name.split('/').length;
  const nearest = manifests.toSorted((one, other) => depth(one) - depth(other));
  const names = nearest.slice(0, NAMED).map(({ name }) => shortenPrintable(showPath(name), 100));
  const more = manifests.length > NAMED ? `, and ${manifests.length - NAMED} more` : '';
  const shown: string[][] = [];
  for (const entry of nearest.slice(0, SHOWN))
    shown.push(...(await describeBeginning(call, entry)));
  return [[`Packages: ${names.join(', ')}${more}`], ...shown];
}

const LINES = 40;
const CHARACTERS = 3_000;

/** The first lines of a file; nothing for a binary or empty one. */
async function describeBeginning(
  call: RepositoryCall,
  { id, name }: Pick<TreeEntry, 'id' | 'name'>,
): Promise<readonly string[][]> {
  const file = await readLines(call.git, id, 1, LINES, call.bounds);
  if (file.kind === 'not_here') return [[`${showPath(name)} is not here.`]];
  if (file.binary || file.lines.length === 0) return [];
  const lines = file.lines.join('\n').trimEnd();
  const isCut = file.total > file.lines.length || lines.length > CHARACTERS;
  const rest = isCut ? ['[… it goes on; read_file shows the rest]'] : [];
  return [[`${showPath(name)} begins:`, cutText(lines, CHARACTERS), ...rest]];
}
