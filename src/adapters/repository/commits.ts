import { webUrlOf } from '../../core/proposals/forge.ts';
import { Fault } from '../../foundation/fault.ts';
import type { Change, FileText } from '../../record/decisions/check-records.ts';
import { DEFAULT_GIT_BOUNDS } from './bounds.ts';
import { discoverRepository } from './discover.ts';
import { DEFAULT_SEARCH_PATH } from './environment.ts';
import { type Git, hasCommit, openGit } from './git.ts';
import { printable } from './printable.ts';
import { createGitRunner } from './process.ts';
import { BINARY_CHECK_BYTES } from './read-lines.ts';
import { withoutKey } from './secret-file.ts';
import { readTree, type TreeEntry } from './tree.ts';

/** Bytes of a file to compare: people write no longer ones. */
const FILE_BYTES = 4 * 1024 * 1024;
/** Milliseconds for all that one comparison asks of git. */
const COMPARING_MS = 60_000;

/** Commits of one repository, read without a checkout, a network, or the repository's settings. */
export interface Commits {
  readonly head: string;
  readonly webUrl: string | null;
  /** The commit of a branch, tag or id; `null` if it is not here. */
  named(name: string): Promise<string | null>;
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
  const { store, head, remote, named } = await discoverRepository(run, folder, signal);
  const git = openGit(run, store, signal);
  return {
    head: await head(),
    webUrl: webUrlOf(await remote()),
    named: async (name) => {
      const commit = await named(name);
      return commit !== null && (await hasCommit(git, commit)) ? commit : null;
    },
    fork: (one, other) => forkOf(git, one, other),
    files: async (commit) => {
      const { entries, cut } = await readTree(git, commit, bounds.listBytes, '-r');
      if (cut) throw tooMuch('files');
      return entries;
    },
    changes: async (base, later) => {
      const command = ['diff-tree', '-r', '-M', '-z', '--raw', '--no-commit-id', base, later];
      const { bytes, cut } = await git.read(command, bounds.listBytes);
      if (cut) throw tooMuch('changed files');
      return changesIn(bytes.toString('utf8').split('\0'));
    },
    texts: (names) => textsOf(git, names, readLinesOf),
    documents: (names) => textsOf(git, names, (bytes) => bytes.toString('utf8')),
  };
}

function tooMuch(what: string): Fault {
  return new Fault('repository_unreadable', `There are too many ${what} to compare.`);
}

/** None is known where the history was cut, as in a shallow clone. */
async function forkOf(git: Git, one: string, other: string): Promise<string | null> {
  let found = '';
  const take = (chunk: Buffer) => {
    found += chunk.toString('latin1');
    return 'more' as const;
  };
  await git.stream(['merge-base', one, other], take, { successCodes: [0, 1, 128] });
  return /^[0-9a-f]{40,64}$/.exec(found.trim())?.[0] ?? null;
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

type ReadBytes = (bytes: Buffer) => string;

/** One process for all files. */
async function textsOf(git: Git, names: readonly string[], read: ReadBytes): Promise<Map<string, FileText>> {
  const asked = names.filter((name) => !name.includes('\n'));
  const texts = new Map<string, FileText>(names.map((name) => [name, null]));
  if (asked.length === 0) return texts;
  const take = objectReader((at, text) => texts.set(asked[at] ?? '', text), read);
  await git.stream(['cat-file', '--batch'], take, { input: `${asked.join('\n')}\n` });
  return texts;
}

/** Takes the output of `cat-file --batch`: a line for each object, followed by its bytes. */
function objectReader(found: (at: number, text: FileText) => void, read: ReadBytes) {
  let [at, left, isKept, isFile] = [0, -1, false, false];
  let parts: Buffer[] = [];
  const endObject = () => {
    const bytes = Buffer.concat(parts);
    found(
      at,
      !isFile
        ? { why: 'it is no file there' }
        : isKept
          ? textIn(bytes.subarray(0, -1), read)
          : { why: 'the file is too large' },
    );
    [at, left, parts] = [at + 1, -1, []];
  };
  return (chunk: Buffer) => {
    let rest = chunk;
    while (rest.length > 0) {
      if (left === -1) {
        const end = rest.indexOf(0x0a);
        parts.push(rest.subarray(0, end === -1 ? undefined : end));
        if (end === -1) return 'more' as const;
        const [, type = '', size = ''] = / (\S+) (\d+)$/.exec(Buffer.concat(parts).toString('utf8')) ?? [];
        parts = [];
        rest = rest.subarray(end + 1);
        // A line without a size: there is no such object.
        if (size === '') at += 1;
        else
          [left, isFile, isKept] = [
            Number(size) + 1,
            type === 'blob',
            type === 'blob' && Number(size) <= FILE_BYTES,
          ];
        continue;
      }
      const piece = rest.subarray(0, left);
      if (isKept) parts.push(Buffer.from(piece));
      left -= piece.length;
      rest = rest.subarray(piece.length);
      if (left === 0) endObject();
    }
    return 'more' as const;
  };
}

function textIn(bytes: Buffer, read: ReadBytes): FileText {
  return bytes.subarray(0, BINARY_CHECK_BYTES).includes(0)
    ? { why: 'the file is binary' }
    : { text: read(bytes) };
}

/** As `readLines` shows lines that are short enough for a hash. */
function readLinesOf(bytes: Buffer): string {
  const rows = bytes.toString('utf8').split('\n');
  return rows.map((row) => withoutKey(printable(row.replace(/\r$/, '')))).join('\n');
}
