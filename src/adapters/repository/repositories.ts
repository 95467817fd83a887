import { resolve } from 'node:path';
import type { TrackedLines } from '../../core/follow-up/recheck.ts';
import type { HashedLines } from '../../core/presentation/proposals/cited-lines.ts';
import { webUrlOf } from '../../core/proposals/forge.ts';
import { Pinned } from '../../core/vocabulary/events.ts';
import { sha256 as hashOf } from '../../engine/ports/manifest.ts';
import type { Repositories } from '../../engine/ports/repository.ts';
import { Fault } from '../../foundation/fault.ts';
import type { Log } from '../../foundation/log.ts';
import { DEFAULT_GIT_BOUNDS, type GitBounds } from './bounds.ts';
import { type Call, shortCommit } from './call.ts';
import { citedLines, wholeText } from './cited-lines.ts';
import { describeRepository } from './digest.ts';
import { discoverRepository } from './discover.ts';
import { DEFAULT_SEARCH_PATH } from './environment.ts';
import { hasCommit, type ObjectStore, openGit } from './git.ts';
import { explainStop, openCall, pinnedRepository } from './opened.ts';
import { printable, shortLine } from './printable.ts';
import { createGitRunner, GitStopped } from './process.ts';
import { resolvePath } from './resolve-path.ts';
import { commitNamed, mayBeFollowed, onlyPlace, trackLines } from './track-lines.ts';

export interface RepositoriesOptions {
  readonly log: Log;
  readonly gitPath?: string;
  /** PATH; by default the usual places. Nothing else of the environment is used. */
  readonly searchPath?: string;
  readonly bounds?: Partial<GitBounds>;
  readonly redact: (text: string) => string;
}

/** Reads git repositories at pinned commits, without a checkout and without their configuration. */
export function createRepositories(options: RepositoriesOptions): Repositories {
  const bounds = { ...DEFAULT_GIT_BOUNDS, ...options.bounds };
  const run = createGitRunner({
    gitPath: options.gitPath ?? 'git',
    searchPath: options.searchPath ?? DEFAULT_SEARCH_PATH,
    processes: bounds.processes,
    waiting: bounds.waiting,
    memoryBytes: bounds.memoryBytes,
  });
  const { log, redact } = options;
  const open = (store: ObjectStore, pinned: Pinned) =>
    pinnedRepository({ run, store, pinned, bounds, log, redact });
  return {
    pin: (path, name) =>
      withinBounds(path, bounds, async (signal) => {
        const { store, head, remote } = await discoverRepository(run, path, signal);
        const commit = await head();
        const call = openCall({ run, store, commit, bounds }, signal);
        const shownName = shortLine(printable(name), 150);
        const digest = redact(await describeRepository(call, shownName));
        const webUrl = webUrlOf(await remote());
        const page = webUrl === null ? {} : { webUrl };
        return open(store, Pinned.parse({ name: shownName, commit, digest, ...page }));
      }),
    reopen: (path, pinned) =>
      withinBounds(path, bounds, async (signal) => {
        const { store } = await discoverRepository(run, path, signal);
        if (await hasCommit(openGit(run, store, signal), pinned.commit)) return open(store, pinned);
        throw commitGone(path, pinned);
      }),
    follow: (path, pinned, at, lines) =>
      withinBounds(path, bounds, async (signal) => {
        const { store, head } = await discoverRepository(run, path, signal);
        const git = openGit(run, store, signal);
        const isThere = await hasCommit(git, pinned.commit);
        if (!isThere && lines.every(({ sha256 }) => sha256 === undefined)) throw commitGone(path, pinned);
        const commit = at === null ? await head() : await commitNamed(git, at);
        const call = openCall({ run, store, commit, bounds }, signal);
        const tracked = isThere
          ? await trackLines(call, pinned.commit, lines)
          : await compareLines(call, lines);
        return { commit, tracked, isByHash: !isThere };
      }),
  };
}

function commitGone(path: string, { commit }: Pinned): Fault {
  return new Fault(
    'repository_unreadable',
    `Commit ${shortCommit(commit)}, which the design reads, is not in ${resolve(path)} any more: fetch it again, or start a new design.`,
  );
}

/** Reaching a limit is a fault here, since a design waits to start. */
async function withinBounds<T>(
  path: string,
  bounds: GitBounds,
  open: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  try {
    return await open(AbortSignal.timeout(bounds.callMs));
  } catch (error) {
    if (!(error instanceof GitStopped)) throw error;
    throw new Fault('repository_unreadable', `${resolve(path)}: ${explainStop(error.reason, bounds)}`, error);
  }
}

/** Finds lines by the hashes of their text, if the commit in which they were cited is gone. */
async function compareLines(call: Call, all: readonly HashedLines[]): Promise<TrackedLines[]> {
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
