import type { TrackedLines } from '../../core/follow-up/recheck.ts';
import type { Lines } from '../../core/proposals/place.ts';
import { Fault } from '../../foundation/fault.ts';
import type { Call } from './call.ts';
import { citedLines, wholeText } from './cited-lines.ts';
import type { Git } from './git.ts';
import { parsePath } from './path-name.ts';
import { resolvePath } from './resolve-path.ts';
import { isSecretFile } from './secret-file.ts';

/** A hunk of git's diff: `oldCount` lines from `oldFrom` on became `newCount`. */
interface Hunk {
  readonly oldFrom: number;
  readonly oldCount: number;
  readonly newCount: number;
}

const HUNK = /^@@ -(\d+)(?:,(\d+))? \+\d+(?:,(\d+))? @@/;

/**
 * Follows lines from an earlier commit to the call's, by git's renames and diffs. Deleted lines count as moved if exactly one
 * place in their file has the same text.
 */
export async function trackLines(call: Call, from: string, all: readonly Lines[]): Promise<TrackedLines[]> {
  const before = { ...call, commit: from };
  const renamed = await renames(call, from);
  const byFile = Map.groupBy(all, ({ path }) => path);
  const tracked = new Map<Lines, TrackedLines>();
  for (const [path, its] of byFile) {
    const file = mayBeFollowed(path)
      ? await changedFile(before, call, path, renamed.get(path) ?? path)
      : { path, hunks: null };
    for (const lines of its) tracked.set(lines, await tracedIn(before, call, lines, file));
  }
  return all.flatMap((lines) => tracked.get(lines) ?? []);
}

/** `false` for a path that leads out of the repository, or a file whose content is withheld. */
export function mayBeFollowed(path: string): boolean {
  return parsePath(path).ok && !isSecretFile(path);
}

/** The full id. Throws `Fault` for an unknown commit. */
export async function commitNamed(git: Git, given: string): Promise<string> {
  if (/^[0-9a-f]{7,64}$/.test(given)) {
    const { bytes } = await git
      .read(['rev-parse', '--verify', '--quiet', `${given}^{commit}`], 100)
      .catch(absent);
    const id = bytes.toString('latin1').trim();
    if (id !== '') return id;
  }
  const message = `There is no commit ${given.slice(0, 64)} here. Give 7 hexadecimal digits of its id or more, and fetch it first.`;
  throw new Fault('bad_usage', message);
}

function absent(error: unknown): { readonly bytes: Buffer } {
  if (error instanceof Fault) return { bytes: Buffer.alloc(0) };
  throw error;
}

async function renames({ git, commit, bounds }: Call, from: string): Promise<Map<string, string>> {
  const command = ['diff-tree', '-r', '-M', '--no-commit-id', '--name-status', '-z', '--diff-filter=R'];
  const { bytes } = await git.read([...command, from, commit], bounds.listBytes);
  const fields = bytes.toString('utf8').split('\0');
  const found = new Map<string, string>();
  for (let at = 0; at + 2 < fields.length; at += 3) found.set(fields[at + 1] ?? '', fields[at + 2] ?? '');
  return found;
}

/** `hunks`: `null` if no diff by lines was possible. */
interface ChangedFile {
  readonly path: string;
  readonly hunks: readonly Hunk[] | null;
}

async function changedFile(
  before: Call,
  after: Call,
  path: string,
  now: string,
): Promise<ChangedFile | null> {
  const [old, current] = [await resolvePath(before, path), await resolvePath(after, now)];
  if (!current.found || current.located.kind !== 'file') return null;
  if (!old.found || old.located.kind !== 'file') return { path: now, hunks: null };
  if (old.located.id === current.located.id) return { path: now, hunks: [] };
  const command = ['diff', '--no-ext-diff', '--no-textconv', '--no-color', '--unified=0'];
  const { bytes, cut } = await after.git.read(
    [...command, old.located.id, current.located.id],
    after.bounds.listBytes,
  );
  const hunks = hunksIn(bytes.toString('latin1'));
  return { path: now, hunks: cut || hunks.length === 0 ? null : hunks };
}

function hunksIn(difference: string): Hunk[] {
  return difference.split('\n').flatMap((line) => {
    const [, oldFrom, oldCount = '1', newCount = '1'] = HUNK.exec(line) ?? [];
    if (oldFrom === undefined) return [];
    return [{ oldFrom: Number(oldFrom), oldCount: Number(oldCount), newCount: Number(newCount) }];
  });
}

async function tracedIn(
  before: Call,
  after: Call,
  lines: Lines,
  file: ChangedFile | null,
): Promise<TrackedLines> {
  if (file === null) return { lines, state: 'gone', now: null };
  if (file.hunks === null) return { lines, state: 'unknown', now: null };
  const traced = throughHunks(lines, file.path, file.hunks);
  if (traced.state !== 'gone') return traced;
  const elsewhere = await movedWithin(before, after, lines, file.path);
  return elsewhere === null ? traced : { lines, state: 'moved', now: elsewhere };
}

/** Finds lines after these changes of their file, given in order. */
export function throughHunks(lines: Lines, path: string, hunks: readonly Hunk[]): TrackedLines {
  const { from, to } = lines;
  let [shift, removed, added] = [0, 0, 0];
  for (const { oldFrom, oldCount, newCount } of hunks) {
    // A pure insertion comes after the line that it names.
    const [first, last] = oldCount === 0 ? [oldFrom + 1, oldFrom] : [oldFrom, oldFrom + oldCount - 1];
    const isBefore = oldCount === 0 ? first <= from : last < from;
    const isBehind = oldCount === 0 ? first > to : first > to;
    if (isBefore) shift += newCount - oldCount;
    else if (!isBehind) {
      removed += oldCount === 0 ? 0 : Math.min(last, to) - Math.max(first, from) + 1;
      added += newCount;
    }
  }
  const length = to - from + 1;
  if (removed === length && added === 0) return { lines, state: 'gone', now: null };
  const start = from + shift;
  if (removed > 0 || added > 0) {
    const end = Math.max(start, start + length - removed + added - 1);
    return { lines, state: 'changed', now: { path, from: start, to: end } };
  }
  const isSame = shift === 0 && path === lines.path;
  return { lines, state: isSame ? 'same' : 'moved', now: { path, from: start, to: to + shift } };
}

/** The only place of the current file with exactly these lines; `null` if there is none, or several. */
async function movedWithin(before: Call, after: Call, lines: Lines, path: string): Promise<Lines | null> {
  const [old, text] = [await citedLines(before, lines), await wholeText(after, path)];
  if (old.kind !== 'lines' || old.isCut || text === null) return null;
  if (old.lines.every((line) => line.trim() === '')) return null;
  const isSame = (lines: readonly string[]) => old.lines.every((line, index) => lines[index] === line);
  return onlyPlace(path, text, old.lines.length, isSame);
}

/** The only place of `count` lines for which `isIt` holds; `null` if there is none, or several. */
export function onlyPlace(
  path: string,
  text: string,
  count: number,
  isIt: (lines: readonly string[]) => boolean,
): Lines | null {
  const all = text.split('\n');
  const [first, ...others] = [...all.keys()].filter((at) => isIt(all.slice(at, at + count)));
  return first === undefined || others.length > 0 ? null : { path, from: first + 1, to: first + count };
}
