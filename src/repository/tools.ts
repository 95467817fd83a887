/** What the four tools answer: bounded text, without secrets, in which nothing is hidden. */

import type { Redact } from '#support/redact.ts';
import { cut } from '#support/text.ts';
import type { Blobs } from './blobs.ts';
import { cleanPath, NotRead, type Objects, runGit } from './git.ts';
import type { RepositoryInput } from './repository.ts';
import { isSecretFile, refuseSecretFile } from './secret-files.ts';

export interface Source {
  readonly objects: Objects;
  readonly commit: string;
  readonly blobs: Blobs;
  readonly redact: Redact;
}

/** Characters of an answer, and of a line in it. */
const MAX_ANSWER = 24_000;
const MAX_LINE = 500;
const MAX_BYTES = 2_000_000;
const MAX_NAMES = 400;
const MAX_HITS = 80;

export async function readLines(
  reading: Source,
  { path: given, from, lines }: RepositoryInput<'read_lines'>,
): Promise<string> {
  const path = cleanPath(given);
  refuseSecretFile(path);
  // Redacted as a whole: a key may go over several lines.
  const all = reading.redact(await reading.blobs.read(path)).split('\n');
  if (all.at(-1) === '') all.pop();
  const first = Math.max(1, from);
  if (first > all.length) throw new NotRead(`${path} has ${all.length} lines.`);
  const shown = all.slice(first - 1, first - 1 + (lines || 200));
  const numbered = shown.map((line, index) => `${first + index}: ${visible(line)}`);
  return bounded(numbered, `${path} has ${all.length} lines.`);
}

export async function searchText(
  reading: Source,
  { text, path }: RepositoryInput<'search'>,
  signal: AbortSignal,
): Promise<string> {
  const words = ['grep', '-F', '-i', '-n', '-z', '-I', '--full-name', '--max-count=20', '-e', text];
  const where = placeOf(reading, path);
  // Code 1: nothing found.
  const codes = [0, 1];
  const limits = { maxBytes: MAX_BYTES, signal, codes };
  const { bytes, isCut } = await runGit(reading.objects, [...words, ...where], limits);
  const hits = bytes
    .toString('utf8')
    .split('\n')
    .flatMap((line) => {
      const [name = '', number, ...rest] = line.split('\0');
      const file = name.slice(reading.commit.length + 1);
      if (number === undefined || isSecretFile(file)) return [];
      return [`${visible(file)}:${number}: ${visible(reading.redact(rest.join('')))}`];
    });
  if (hits.length === 0) return `Nothing found for “${text}”.`;
  const more = isCut || hits.length > MAX_HITS ? 'There is more: search in a folder.' : '';
  return bounded(hits.slice(0, MAX_HITS), more);
}

export async function listFiles(
  reading: Source,
  { path }: RepositoryInput<'list_files'>,
  signal: AbortSignal,
): Promise<string> {
  const tree = `${reading.commit}:${cleanPath(path)}`;
  const limits = { maxBytes: MAX_BYTES, signal };
  const { bytes } = await runGit(reading.objects, ['ls-tree', '-z', tree], limits);
  const entries = bytes.toString('utf8').split('\0').filter(Boolean);
  const names = entries.map((entry) => {
    const [about = '', name = ''] = entry.split('\t');
    const type = about.split(' ')[1];
    if (type === 'tree') return `${visible(name)}/`;
    return type === 'commit' ? `${visible(name)} (submodule)` : visible(name);
  });
  const left = names.length - MAX_NAMES;
  return bounded(names.slice(0, MAX_NAMES), left > 0 ? `And ${left} more.` : '');
}

export async function listHistory(
  reading: Source,
  { path, commits }: RepositoryInput<'history'>,
  signal: AbortSignal,
): Promise<string> {
  const words = ['log', '-z', '--format=%h %as %s%n%b', `--max-count=${commits || 20}`];
  const where = placeOf(reading, path);
  const limits = { maxBytes: MAX_BYTES, signal };
  const { bytes } = await runGit(reading.objects, [...words, ...where], limits);
  const entries = bytes.toString('utf8').split('\0').filter(Boolean);
  if (entries.length === 0) return 'No commit changed it.';
  return bounded(
    entries.map((entry) =>
      visible(cut(reading.redact(entry.trim()), MAX_LINE).replaceAll('\n', ' ⏎ ')),
    ),
    '',
  );
}

function bounded(lines: readonly string[], last: string): string {
  const shown: string[] = [];
  let length = 0;
  for (const line of lines) {
    const fitting = cut(line, MAX_LINE);
    length += fitting.length + 1;
    if (length > MAX_ANSWER) {
      shown.push(`… ${lines.length - shown.length} more lines: ask for less at once.`);
      break;
    }
    shown.push(fitting);
  }
  if (last !== '') shown.push(last);
  return shown.join('\n');
}

/** Control characters as pictures, and characters that reorder a line as their code. */
const UNPRINTABLE = /[\u0000-\u0008\u000a-\u001f\u007f-\u009f\u2028-\u202e\u2066-\u2069]/g;

function visible(text: string): string {
  return text.replace(UNPRINTABLE, (character) => {
    const code = character.charCodeAt(0);
    if (code < 0x20) return String.fromCharCode(0x2400 + code);
    return `\\u${code.toString(16).padStart(4, '0')}`;
  });
}

/** Arguments of git for a path in the pinned commit; without a path, for all of it. */
function placeOf({ commit }: Source, path: string): string[] {
  const clean = cleanPath(path);
  return clean === '' ? [commit, '--'] : [commit, '--', clean];
}
