import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { webUrlOf } from '../../core/proposals/forge.ts';
import type { Lines } from '../../core/proposals/place.ts';
import { Pinned } from '../../core/vocabulary/event-parts.ts';
import { Fault } from '../../foundation/fault.ts';
import type { Log } from '../../foundation/log.ts';
import { REDACTED } from '../../foundation/redaction.ts';
import type { LinesRead, PinnedRepository, Repositories, RepositoryTool } from '../../ports/repository.ts';
import { DEFAULT_GIT_BOUNDS, type GitBounds } from './bounds.ts';
import { type Answer, type Call, makeRefusal, shortenCommit } from './call.ts';
import { loadWholeText, lookUpCitedLines } from './cited-lines.ts';
import { describeRepository } from './digest.ts';
import { discoverRepository } from './discover.ts';
import { DEFAULT_SEARCH_PATH } from './environment.ts';
import { hasCommit, lacksObjects, type ObjectStore, openGit } from './git.ts';
import { FETCH_ALL } from './partial-clone.ts';
import { makePrintable, shortenLine } from './printable.ts';
import { createGitRunner, GitStopped, type RunGit, type StopReason } from './process.ts';
import { callTool } from './tools.ts';

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
    openPinned({ run, store, pinned, bounds, log, redact, last: { isUnreadable: false } });
  return {
    pin: (path, name) =>
      withinBounds(path, bounds, async (signal) => {
        const { store, head, remote } = await discoverRepository(run, path, signal);
        const commit = await head();
        const call = openCall({ run, store, commit, bounds }, signal);
        if (store.isPartial && (await lacksObjects(call.git, commit))) throw makePartialFault(path, commit);
        const shownName = shortenLine(makePrintable(name), 150);
        const digest = redact(await describeWhole(call, path, shownName));
        const webUrl = webUrlOf(await remote());
        const page = webUrl === null ? {} : { webUrl };
        return open(store, Pinned.parse({ name: shownName, commit, digest, ...page }));
      }),
    reopen: (path, pinned) =>
      withinBounds(path, bounds, async (signal) => {
        const { store } = await discoverRepository(run, path, signal);
        if (await hasCommit(openGit(run, store, signal), pinned.commit)) return open(store, pinned);
        throw makeCommitGoneFault(path, pinned);
      }),
  };
}

async function describeWhole(call: Call, path: string, name: string): Promise<string> {
  try {
    return await describeRepository(call, name);
  } catch (error) {
    if (!(error instanceof Fault) || error.code !== 'repository_unreadable') throw error;
    const words = `${resolve(path)} lacks parts of commit ${shortenCommit(call.commit)}, or they are damaged: git fsck names them, and git fetch --refetch fetches them again.`;
    throw new Fault('repository_unreadable', words, error);
  }
}

function makePartialFault(path: string, commit: string): Fault {
  return new Fault(
    'not_a_repository',
    `${resolve(path)} is a partial clone, without all files of commit ${shortenCommit(commit)}. ${FETCH_ALL}`,
  );
}

function makeCommitGoneFault(path: string, { commit }: Pinned): Fault {
  return new Fault(
    'repository_unreadable',
    `Commit ${shortenCommit(commit)}, which the design reads, is not in ${resolve(path)}: fetch it again, or start a new design.`,
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

interface Opened {
  readonly run: RunGit;
  readonly store: ObjectStore;
  readonly pinned: Pinned;
  readonly bounds: GitBounds;
  readonly log: Log;
  /** Removes secrets from text for the model, which may be shown in the thread. */
  readonly redact: (text: string) => string;
  readonly reader?: object;
  /** The last read of any reader failed and was logged. Until the next success, further failures are not. */
  readonly last: { isUnreadable: boolean };
}

const GOES_ON =
  'Designs that read it go on without it, and their citations meanwhile count as not checkable. Put it back where it was: it is then read again at once.';

function openPinned(opened: Opened): PinnedRepository {
  return {
    pinned: opened.pinned,
    readBy: (reader) => openPinned({ ...opened, reader }),
    run: (tool, input, signal) => runTool(opened, tool, input, signal),
    readLines: (wanted, signal) => readCitedLines(opened, wanted, signal),
    readText: (path, signal) => readWholeText(opened, path, signal),
  };
}

async function runTool(
  opened: Opened,
  tool: RepositoryTool,
  input: unknown,
  signal: AbortSignal,
): Promise<Answer> {
  const ended = await withinCall(opened, tool, signal, (call) => callTool(call, tool, input));
  if (!('stopped' in ended)) return redactAnswer(opened, ended);
  if (ended.stopped !== 'unreadable') return makeRefusal(explainStop(ended.stopped, opened.bounds));
  const why = isFiltered(opened.store)
    ? `This partial clone lacks what ${tool} needs, such as earlier versions of files.`
    : `The repository could not be read by ${tool}. It may have been moved, deleted or damaged, or lack the objects of this commit.`;
  return makeRefusal(`${why} Go on without it, and say so.`);
}

async function readCitedLines(opened: Opened, wanted: Lines, signal: AbortSignal): Promise<LinesRead> {
  const ended = await withinCall(opened, 'citation', signal, (call) => lookUpCitedLines(call, wanted));
  if ('stopped' in ended) return { kind: 'unreadable' };
  return ended.kind === 'lines' ? { ...ended, lines: ended.lines.map(opened.redact) } : ended;
}

async function readWholeText(opened: Opened, path: string, signal: AbortSignal): Promise<string | null> {
  const read = async (call: Call) => ({ text: await loadWholeText(call, path) });
  const ended = await withinCall(opened, 'citation', signal, read);
  return 'stopped' in ended || ended.text === null ? null : opened.redact(ended.text);
}

/** True if a failure is probably that of a clone with a filter, which is where it was. */
function isFiltered({ isPartial, objectsFolder }: ObjectStore): boolean {
  return isPartial && existsSync(objectsFolder);
}

function redactAnswer({ redact }: Opened, { ok, text }: Answer): Answer {
  const kept = redact(text);
  // Lines of keys were removed when they were read.
  const isWhole = kept === text && !text.includes(REDACTED);
  return { ok, text: isWhole ? text : `${kept}\n[what looks like a secret is left out]` };
}

/** Reads within the limits of one call. Logs an early end, and only the first of consecutive failures of git. */
async function withinCall<Found extends object>(
  opened: Opened,
  tool: RepositoryTool | 'citation',
  signal: AbortSignal,
  read: (call: Call) => Promise<Found>,
): Promise<Found | { readonly stopped: StopReason | 'unreadable' }> {
  const { run, store, pinned, bounds, log, reader, last } = opened;
  const bounded = AbortSignal.any([signal, AbortSignal.timeout(bounds.callMs)]);
  try {
    const found = await read(openCall({ run, store, commit: pinned.commit, bounds }, bounded));
    last.isUnreadable = false;
    return found;
  } catch (error) {
    if (error instanceof GitStopped) {
      log.warn('repository_tool_stopped', { ...reader, repository: pinned.name, tool, reason: error.reason });
      return { stopped: error.reason };
    }
    if (!(error instanceof Fault)) throw error;
    const { name: repository } = pinned;
    const what = isFiltered(store) ? `It is a partial clone. ${FETCH_ALL}` : GOES_ON;
    const facts = { ...reader, repository, folder: store.objectsFolder, tool, cause: error.message, what };
    if (!last.isUnreadable) log.error('repository_tool_failed', facts);
    last.isUnreadable = true;
    return { stopped: 'unreadable' };
  }
}

/** Its git processes end with `signal`. */
function openCall(
  opened: Pick<Opened, 'run' | 'store' | 'bounds'> & { readonly commit: string },
  signal: AbortSignal,
): Call {
  const { run, store, commit, bounds } = opened;
  const { shallowFile, isPartial: partial } = store;
  return { git: openGit(run, store, signal), commit, shallow: shallowFile !== null, partial, bounds };
}

function explainStop(reason: StopReason, bounds: GitBounds): string {
  switch (reason) {
    case 'timed_out':
      return `This took longer than ${Math.ceil(bounds.callMs / 1000)} s and was ended. Narrow the path, or ask for fewer lines or commits.`;
    case 'out_of_memory':
      return `This took more than ${bounds.memoryBytes / 1024 ** 2} MiB of memory and was ended: there is a huge file. Narrow the path so that it is left out.`;
    case 'busy':
      return 'Too many reads are waiting already. Ask again later.';
    case 'aborted':
      return 'The turn ended before this was read.';
  }
}
