import { webUrlOf } from '../../core/proposals/forge.ts';
import { Fault } from '../../foundation/fault.ts';
import type { Change, FileText } from '../../record/decisions/check-records.ts';
import { DEFAULT_GIT_BOUNDS } from './bounds.ts';
import { discoverRepository } from './discover.ts';
import { DEFAULT_SEARCH_PATH } from './environment.ts';
import { type Git, hasCommit, openGit } from './git.ts';
import { makePrintable } from './printable.ts';
import { createCollector, createGitRunner } from './process.ts';
import { readFiles } from './read-files.ts';
import { BINARY_CHECK_BYTES } from './read-lines.ts';
import { hideKey } from './secret-file.ts';
import { readTree, type TreeEntry } from './tree.ts';

/** Bytes of a file to compare: people write no longer ones. */
const FILE_BYTES = 4 * 1024 * 1024;
/** Of all files that are read at once. */
const ALL_BYTES = 256 * 1024 * 1024;
/** Milliseconds for all that one comparison asks of git. */
const COMPARING_MS = 60_000;

/** Commits of one repository, read without a checkout, a network, or the repository's settings. */
export interface Commits {
  readonly head: string;
  readonly webUrl: string | null;
  /** The commit of a branch, tag or id; `null` if it is not here. */
  find(name: string): Promise<string | null>;
  /** Where the histories of two commits part; `null` if that is not known here. */
  fork(one: string, other: string): Promise<string | null>;
  files(commit: string): Promise<readonly TreeEntry[]>;
  changes(base: string, head: string): Promise<readonly Change[]>;
  /** Texts of files named `commit:path`, with lines as the check of a citation reads them. */
  texts(names: readonly string[]): Promise<ReadonlyMap<string, FileText>>;
  /** The same, as they are. */
  documents(names: readonly string[]): Promise<ReadonlyMap<string, FileText>>;
}

/** `folder`: the top of the repository. */
export async function openCommits(folder: string): Promise<Commits> {
  const bounds = DEFAULT_GIT_BOUNDS;
  const run = createGitRunner({ gitPath: 'git', searchPath: DEFAULT_SEARCH_PATH, ...bounds });
  const signal = AbortSignal.timeout(COMPARING_MS);
  const { store, head, remote, findCommit: named } = await discoverRepository(run, folder, signal);
  const git = openGit(run, store, signal);
  return {
    head: await head(),
    webUrl: webUrlOf(await remote()),
    find: async (name) => {
      const commit = await named(name);
      return commit !== null && (await hasCommit(git, commit)) ? commit : null;
    },
    fork: (one, other) => forkOf(git, one, other),
    files: async (commit) => {
      const { entries, cut } = await readTree(git, commit, bounds.listBytes, '-r');
      if (cut) throw makeTooMuchFault('files');
      return entries;
    },
    changes: async (base, later) => {
      const command = ['diff-tree', '-r', '-M', '-z', '--raw', '--no-commit-id', base, later];
      const { bytes, cut } = await git.read(command, bounds.listBytes);
      if (cut) throw makeTooMuchFault('changed files');
      return changesIn(bytes.toString('utf8').split('\0'));
    },
    texts: (names) => textsOf(git, names, readLinesOf),
    documents: (names) => textsOf(git, names, (bytes) => bytes.toString('utf8')),
  };
}

function makeTooMuchFault(what: string): Fault {
  return new Fault('repository_unreadable', `There are too many ${what} to compare.`);
}

const COMMIT_BYTES = 100;

/** None is known where the history was cut, as in a shallow clone. */
async function forkOf(git: Git, one: string, other: string): Promise<string | null> {
  const { take, collected } = createCollector(COMMIT_BYTES);
  await git.stream(['merge-base', one, other], take, { successCodes: [0, 1, 128] });
  return /^[0-9a-f]{40,64}(?=\n$)/.exec(collected().bytes.toString('latin1'))?.[0] ?? null;
}

/** `:100644 100644 <id> <id> M`, a path, and for a rename another. */
function changesIn(fields: readonly string[]): Change[] {
  const changes: Change[] = [];
  for (let at = 0; at + 1 < fields.length; ) {
    const kind = fields[at]?.split(' ')[4]?.[0] ?? '';
    const [path = '', other = ''] = fields.slice(at + 1, at + 3);
    const isRename = kind === 'R' || kind === 'C';
    changes.push({ from: kind === 'A' ? null : path, to: kind === 'D' ? null : isRename ? other : path });
    at += isRename ? 3 : 2;
  }
  return changes;
}

async function textsOf(
  git: Git,
  names: readonly string[],
  read: (bytes: Buffer) => string,
): Promise<Map<string, FileText>> {
  const files = await readFiles(git, names, { each: FILE_BYTES, all: ALL_BYTES });
  return new Map(
    [...files].map(([name, file]) => [name, file === null || 'why' in file ? file : textIn(file, read)]),
  );
}

function textIn(bytes: Buffer, read: (bytes: Buffer) => string): FileText {
  const isBinary = bytes.subarray(0, BINARY_CHECK_BYTES).includes(0);
  return isBinary ? { why: 'the file is binary' } : { text: read(bytes) };
}

/** As `readLines` shows lines that are short enough for a hash. */
function readLinesOf(bytes: Buffer): string {
  const rows = bytes.toString('utf8').split('\n');
  return rows.map((row) => hideKey(makePrintable(row.replace(/\r$/, '')))).join('\n');
}
