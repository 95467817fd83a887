import type { Call } from './call.ts';
import { shortCommit } from './call.ts';
import { showPath } from './path-name.ts';
import { counted, printable, shortLine } from './printable.ts';
import { readCommits, summarise } from './read-history.ts';
import { readLines } from './read-lines.ts';
import { showEntry } from './resolve-path.ts';
import { readTree, type TreeEntry, walkTree } from './tree.ts';

const TOP_ENTRIES = 80;
const EXTENSIONS = 15;
const SUBJECTS = 15;
const README_LINES = 40;
const README_CHARACTERS = 3_000;
/** The bound of `Pinned.digest`, with room for nothing else: what is longer is cut. */
const DIGEST_CHARACTERS = 20_000;

/**
 * What every participant is told about the repository before it reads anything: its top level, what it is written
 * in, its last commits, how its README begins. The same for the same commit, because prompts share it.
 */
export async function describeRepository(call: Call, name: string): Promise<string> {
  const { entries } = await readTree(call.git, call.commit, call.bounds.listBytes);
  const census = await countFiles(call);
  const commits = await readCommits(call, '', false, SUBJECTS);
  const sections = [
    [
      `Repository ${name} at commit ${call.commit}: ${census.complete ? '' : 'at least '}${counted(census.total, 'file')}.`,
      `Cite what you read in it as path:line@${shortCommit(call.commit)}.`,
      ...(call.shallow ? ['It is a shallow clone: its history goes back only to where it was cut.'] : []),
    ],
    ['Top level:', ...describeTop(entries, census)],
    ['Files by ending:', describeEndings(census)],
    ['Last commits:', ...commits.map(summarise)],
    ...(await describeReadme(call, entries)),
  ];
  const digest = sections.map((section) => section.join('\n')).join('\n\n');
  return digest.slice(0, DIGEST_CHARACTERS).toWellFormed();
}

interface Census {
  readonly total: number;
  /** Files below each top-level name (its bytes as Latin-1), and by the ending of their names. */
  readonly below: ReadonlyMap<string, number>;
  readonly endings: ReadonlyMap<string, number>;
  readonly complete: boolean;
}

async function countFiles(call: Call): Promise<Census> {
  let total = 0;
  const below = new Map<string, number>();
  const endings = new Map<string, number>();
  const complete = await walkTree(call.git, call.commit, call.bounds.listBytes, (entry) => {
    total += 1;
    const path = entry.name.toString('latin1');
    const slash = path.indexOf('/');
    if (slash !== -1) add(below, path.slice(0, slash));
    const ending = endingOf(path.slice(path.lastIndexOf('/') + 1));
    if (entry.kind === 'file') add(endings, ending);
  });
  return { total, below, endings, complete };
}

function add(counts: Map<string, number>, key: string): void {
  counts.set(key, (counts.get(key) ?? 0) + 1);
}

/** `.ts` of `queue.test.ts`; empty for a name without one, or one that nobody would call an ending. */
function endingOf(name: string): string {
  const ending = /\.[A-Za-z0-9_+-]{1,12}$/.exec(name.slice(-14))?.[0] ?? '';
  return ending === name ? '' : ending.toLowerCase();
}

function describeTop(entries: readonly TreeEntry[], census: Census): readonly string[] {
  const lines = entries.slice(0, TOP_ENTRIES).map((entry) => {
    const name = shortLine(showEntry(entry), 100);
    if (entry.kind === 'folder') {
      return `${name} (${counted(census.below.get(entry.name.toString('latin1')) ?? 0, 'file')})`;
    }
    if (entry.kind === 'link') return `${name} (symbolic link)`;
    return entry.kind === 'submodule' ? `${name} (submodule)` : name;
  });
  const left = entries.length - lines.length;
  return left > 0 ? [...lines, `[… ${counted(left, 'more entry')}; list_files shows them]`] : lines;
}

function describeEndings(census: Census): string {
  const sorted = [...census.endings].sort(
    ([one, ones], [other, others]) => others - ones || (one < other ? -1 : 1),
  );
  const shown = sorted.slice(0, EXTENSIONS).map(([ending, files]) => `${ending || '(none)'} ${files}`);
  const left = sorted.length - shown.length;
  return `${shown.join(', ')}${left > 0 ? `, and ${counted(left, 'other')}` : ''}`;
}

async function describeReadme(call: Call, entries: readonly TreeEntry[]): Promise<readonly string[][]> {
  const readmes = entries.filter(
    (entry) => entry.kind === 'file' && /^readme(?:\.[a-z]{1,10})?$/i.test(entry.name.toString('latin1')),
  );
  const readme =
    readmes.find((entry) => entry.name.toString('latin1').toLowerCase() === 'readme.md') ?? readmes[0];
  if (readme === undefined) return [];
  const file = await readLines(call.git, readme.id, 1, README_LINES, call.bounds);
  if (file.binary || file.lines.length === 0) return [];
  const text = printableLines(file.lines).slice(0, README_CHARACTERS).toWellFormed();
  const isCut = file.total > file.lines.length || text.length === README_CHARACTERS;
  return [
    [
      `${showPath(readme.name)} begins:`,
      text,
      ...(isCut ? ['[… it goes on; read_file shows the rest]'] : []),
    ],
  ];
}

function printableLines(lines: readonly string[]): string {
  return lines.map(printable).join('\n').trimEnd();
}
