import type { TrackedLines } from '../../core/follow-up/recheck.ts';
import type { HashedLines } from '../../core/presentation/proposals/cited-lines.ts';
import { sha256 as hashOf } from '../../engine/ports/manifest.ts';
import type { Call } from './call.ts';
import { citedLines, wholeText } from './cited-lines.ts';
import { resolvePath } from './resolve-path.ts';
import { mayBeFollowed, onlyPlace } from './track-lines.ts';

/** Finds lines by the hashes of their text, without the commit at which they were cited. */
export async function compareLines(call: Call, all: readonly HashedLines[]): Promise<TrackedLines[]> {
  const compared: TrackedLines[] = [];
  for (const lines of all) compared.push({ lines, ...(await compare(call, lines)) });
  return compared;
}

async function compare(call: Call, lines: HashedLines): Promise<Omit<TrackedLines, 'lines'>> {
  const { path, from, to, sha256 } = lines;
  if (!mayBeFollowed(path)) return { state: 'unknown', now: null };
  const file = await resolvePath(call, path);
  if (!file.found || file.located.kind !== 'file') return { state: 'gone', now: null };
  if (sha256 === undefined) return { state: 'unknown', now: null };
  const isIt = (found: readonly string[]) => hashOf(found.join('\n')) === sha256;
  const there = await citedLines(call, lines);
  if (there.kind === 'lines' && isIt(there.lines)) return { state: 'same', now: { path, from, to } };
  const text = await wholeText(call, path);
  if (text === null || there.kind === 'unreadable') return { state: 'unknown', now: null };
  const now = onlyPlace(path, text, to - from + 1, isIt);
  return now === null ? { state: 'changed', now } : { state: 'moved', now };
}
