import { resolve } from 'node:path';
import { webUrlOf } from '../../core/proposals/forge.ts';
import { Pinned } from '../../core/vocabulary/event-parts.ts';
import { Fault } from '../../foundation/fault.ts';
import type { Log } from '../../foundation/log.ts';
import { REDACTED } from '../../foundation/redaction.ts';
import type {
  LookUp,
  NotHere,
  PinnedRepository,
  Repositories,
  RepositoryTool,
} from '../../ports/repository.ts';
import { DEFAULT_GIT_BOUNDS, type GitBounds } from './bounds.ts';
import {
  makeRefusedAnswer,
  type RepositoryAnswer,
  type RepositoryCall,
  shortenCommit,
} from './call.ts';
import { loadText, lookUpCitedLines } from './cited-lines.ts';
import { describeRepository } from './digest.ts';
import { discoverRepository } from './discover.ts';
import { DEFAULT_SEARCH_PATH } from './environment.ts';
import { countMissing, findCommit, isFiltered, type ObjectStore, openGit } from './git.ts';
import { explainFailure, explainStop, FETCH_ALL } from './not-here.ts';
import { makeVisible, shortenPrintable } from './printable.ts';
import { createGitRunner, GitStopped, type RunGit } from './process.ts';
import { callTool } from './tools.ts';

export interface RepositoriesOptions {
  readonly log: Log;
  readonly gitPath?: string;
  /** PATH; by default the usual places. Nothing else of the environment is used. */
  readonly searchPath?: string;
  readonly bounds?: Partial<GitBounds>;
  readonly redact: (text: string) => string;
  /**
   * A person has chosen the folders: links, other git folders and borrowed objects are followed. A
   * daemon refuses them, since others could have handed it the folder.
   */
  readonly mayLeadOut?: boolean;
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
  const { log, redact, mayLeadOut = false } = options;
  const discover = (path: string, signal: AbortSignal) =>
    discoverRepository(run, path, signal, mayLeadOut);
  const open = (path: string, store: ObjectStore, pinned: Pinned) =>
    openPinned({
      run,
      discover,
      path,
      store,
      pinned,
      bounds,
      log,
      redact,
      last: { isUnreadable: false },
    });
  return {
    pin: (path, name) =>
      withinBounds(path, bounds, async (signal) => {
        const { store, head, remote } = await discover(path, signal);
        const commit = await head();
        const call = openCall({ run, store, bounds }, commit, signal);
        const shownName = shortenPrintable(makeVisible(name), 150);
        const described = await describeWhole(call, store, shownName);
        if (described.kind === 'not_here') throw makeNotHereFault(path, commit, described);
        const webUrl = webUrlOf(remote);
        const { digest, missing } = described;
        const found = {
          ...(webUrl === null ? {} : { webUrl }),
          ...(missing === 0 ? {} : { missing }),
        };
        return open(
          path,
          store,
          Pinned.parse({ name: shownName, commit, digest: redact(digest), ...found }),
        );
      }),
    reopen: (path, pinned) =>
      withinBounds(path, bounds, async (signal) => {
        const { store } = await discover(path, signal);
        const found = await findCommit(openGit(run, store, signal), pinned.commit);
        if (found.kind === 'not_here') throw makeNotHereFault(path, pinned.commit, found);
        if (!found.there) throw makeCommitGoneFault(path, pinned);
        return open(path, store, pinned);
      }),
  };
}

/** `missing`: number of objects of the commit that are not here, in a clone with a filter. */
async function describeWhole(call: RepositoryCall, store: ObjectStore, name: string) {
  const counted = store.isPartial
    ? await countMissing(call.git, call.commit)
    : { kind: 'it' as const, missing: 0 };
  if (counted.kind === 'not_here') return counted;
  const described = await describeRepository(call, name, counted.missing);
  return described.kind === 'it' ? { ...described, missing: counted.missing } : described;
}

function makeNotHereFault(path: string, commit: string, { reason }: NotHere): Fault {
  const place = `${resolve(path)}`;
  const short = shortenCommit(commit);
  return reason === 'partial'
    ? new Fault(
        'not_a_repository',
        `${place} is a partial clone, without the folders of commit ${short}. ${FETCH_ALL}`,
      )
    : new Fault(
        'repository_unreadable',
        `${place} lacks parts of commit ${short}, or they are damaged: git fsck names them, and git fetch --refetch fetches them again.`,
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
    const { text } = explainStop(error.reason, bounds);
    throw new Fault('repository_unreadable', `${resolve(path)}: ${text}`, error);
  }
}

interface Opened {
  readonly run: RunGit;
  readonly discover: (path: string, signal: AbortSignal) => ReturnType<typeof discoverRepository>;
  /** The folder in which it was found. */
  readonly path: string;
  readonly store: ObjectStore;
  readonly pinned: Pinned;
  readonly bounds: GitBounds;
  readonly log: Log;
  /** Removes secrets from text for the model, which may be shown in the thread. */
  readonly redact: (text: string) => string;
  readonly reader?: object;
  /**
   * The last read of any reader failed and was logged. Until the next success, further failures are
   * not.
   */
  readonly last: { isUnreadable: boolean };
}

const GOES_ON =
  'Designs that read it go on without it, and their citations meanwhile count as not checkable. Put it back where it was: it is then read again at once.';

function openPinned(opened: Opened): PinnedRepository {
  return {
    pinned: opened.pinned,
    readBy: (reader) => openPinned({ ...opened, reader }),
    run: (tool, input, signal) => runTool(opened, tool, input, signal),
    readLines: (wanted, signal) =>
      readRedacted(
        opened,
        signal,
        (call) => lookUpCitedLines(call, wanted),
        (found) => ({ ...found, lines: found.lines.map(opened.redact) }),
      ),
    readText: (path, signal) =>
      readRedacted(
        opened,
        signal,
        (call) => loadText(call, path),
        (found) => ({ ...found, text: opened.redact(found.text) }),
      ),
    latest: (signal) => findLatest(opened, signal),
  };
}

async function readRedacted<It>(
  opened: Opened,
  signal: AbortSignal,
  read: (call: RepositoryCall) => Promise<LookUp<It>>,
  redact: (it: It) => It,
): Promise<LookUp<It>> {
  const found = await withinCall(opened, 'citation', signal, read);
  return found.kind === 'it' ? { ...redact(found), kind: 'it' } : found;
}

function findLatest(opened: Opened, signal: AbortSignal) {
  const { discover, path, pinned } = opened;
  return withinCall(opened, 'citation', signal, async (_, bounded) => {
    const { head } = await discover(path, bounded);
    const latest = { ...pinned, commit: await head() };
    return { kind: 'it' as const, repository: openPinned({ ...opened, pinned: latest }) };
  });
}

async function runTool(
  opened: Opened,
  tool: RepositoryTool,
  input: unknown,
  signal: AbortSignal,
): Promise<RepositoryAnswer> {
  const found = await withinCall(opened, tool, signal, async (call) => {
    return { kind: 'it' as const, answer: await callTool(call, tool, input) };
  });
  return found.kind === 'it' ? redactAnswer(opened, found.answer) : makeRefusedAnswer(found.text);
}

function redactAnswer({ redact }: Opened, { ok, text }: RepositoryAnswer): RepositoryAnswer {
  const kept = redact(text);
  // Lines of keys were removed when they were read.
  const isWhole = kept === text && !text.includes(REDACTED);
  return { ok, text: isWhole ? text : `${kept}\n[what looks like a secret is left out]` };
}

/**
 * Reads within the limits of one call. Logs an early end, and only the first of consecutive
 * failures of git.
 */
async function withinCall<Found extends object>(
  opened: Opened,
  tool: RepositoryTool | 'citation',
  signal: AbortSignal,
  read: (call: RepositoryCall, bounded: AbortSignal) => Promise<Found>,
): Promise<Found | NotHere> {
  const { store, pinned, bounds, log, reader, last } = opened;
  const bounded = AbortSignal.any([signal, AbortSignal.timeout(bounds.callMs)]);
  let hasFailed = false;
  const fail = (cause: string): void => {
    hasFailed = true;
    const what = isFiltered(store) ? `It is a partial clone. ${FETCH_ALL}` : GOES_ON;
    const facts = {
      ...reader,
      repository: pinned.name,
      folder: store.objectsFolder,
      tool,
      cause,
      what,
    };
    if (!last.isUnreadable) log.error('repository_tool_failed', facts);
    last.isUnreadable = true;
  };
  try {
    const found = await read(openCall(opened, pinned.commit, bounded, fail), bounded);
    if (!hasFailed) last.isUnreadable = false;
    return found;
  } catch (error) {
    if (error instanceof GitStopped) {
      log.warn('repository_tool_stopped', {
        ...reader,
        repository: pinned.name,
        tool,
        reason: error.reason,
      });
      return explainStop(error.reason, bounds);
    }
    if (!(error instanceof Fault)) throw error;
    fail(error.message);
    return explainFailure(isFiltered(store));
  }
}

/** Its git processes end with `signal`. */
function openCall(
  { run, store, bounds }: Pick<Opened, 'run' | 'store' | 'bounds'>,
  commit: string,
  signal: AbortSignal,
  onFailure?: (cause: string) => void,
): RepositoryCall {
  const { shallowFile, isPartial: partial } = store;
  const git = openGit(run, store, signal, onFailure);
  return { git, commit, shallow: shallowFile !== null, partial, bounds };
}
