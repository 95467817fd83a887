import { resolve } from 'node:path';
import { Pinned } from '../../core/events.ts';
import { Fault } from '../../runtime/fault.ts';
import type { Log } from '../../runtime/ports/log.ts';
import type { PinnedRepository, Repositories, RepositoryTool } from '../../runtime/ports/repository.ts';
import { DEFAULT_GIT_BOUNDS, type GitBounds } from './bounds.ts';
import { type Answer, type Call, refused, shortCommit } from './call.ts';
import { describeRepository } from './digest.ts';
import { discoverRepository, readHead } from './discover.ts';
import { DEFAULT_SEARCH_PATH } from './environment.ts';
import { hasCommit, type ObjectStore, openGit } from './git.ts';
import { printable, shortLine } from './printable.ts';
import { createGitRunner, GitStopped, type RunGit, type StopReason } from './process.ts';
import { callTool } from './tools.ts';

export interface RepositoriesOptions {
  readonly log: Log;
  /** The git program; by default `git` on the search path. */
  readonly gitPath?: string;
  /** Where programs are looked for (PATH); by default the usual places. Nothing else of the environment is used. */
  readonly searchPath?: string;
  readonly bounds?: Partial<GitBounds>;
}

/** Reads git repositories at pinned commits, without a checkout and whatever their configuration says. */
export function createRepositories(options: RepositoriesOptions): Repositories {
  const bounds = { ...DEFAULT_GIT_BOUNDS, ...options.bounds };
  const run = createGitRunner({
    gitPath: options.gitPath ?? 'git',
    searchPath: options.searchPath ?? DEFAULT_SEARCH_PATH,
    processes: bounds.processes,
    waiting: bounds.waiting,
  });
  const open = (store: ObjectStore, pinned: Pinned): PinnedRepository => ({
    pinned,
    run: (tool, input, signal) =>
      runTool({ run, store, pinned, bounds, log: options.log }, tool, input, signal),
  });
  return {
    pin: (path, name) =>
      withinBounds(path, bounds, async (signal) => {
        const store = await discoverRepository(run, path, signal);
        const commit = await readHead(run, path, signal);
        const call = openCall({ run, store, commit, bounds }, signal);
        const shownName = shortLine(printable(name), 150);
        const digest = await describeRepository(call, shownName);
        return open(store, Pinned.parse({ name: shownName, commit, digest }));
      }),
    reopen: (path, pinned) =>
      withinBounds(path, bounds, async (signal) => {
        const store = await discoverRepository(run, path, signal);
        if (await hasCommit(openGit(run, store, signal), pinned.commit)) return open(store, pinned);
        throw new Fault(
          'repository_unreadable',
          `Commit ${shortCommit(pinned.commit)}, which the design reads, is not in ${resolve(path)} any more: fetch it again, or start a new design.`,
        );
      }),
  };
}

/** Opens within the bound for one call; a bound that is reached is a fault here, because somebody waits to start. */
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
}

async function runTool(
  opened: Opened,
  tool: RepositoryTool,
  input: unknown,
  signal: AbortSignal,
): Promise<Answer> {
  const { run, store, bounds } = opened;
  const bounded = AbortSignal.any([signal, AbortSignal.timeout(bounds.callMs)]);
  const call = openCall({ run, store, commit: opened.pinned.commit, bounds }, bounded);
  try {
    return await callTool(call, tool, input);
  } catch (error) {
    if (error instanceof GitStopped) {
      opened.log.warn('repository_tool_stopped', { tool, reason: error.reason });
      return refused(explainStop(error.reason, bounds));
    }
    if (!(error instanceof Fault)) throw error;
    opened.log.error('repository_tool_failed', { tool, code: error.code, message: error.message });
    return refused(
      `The repository could not be read by ${tool}. It may have been moved, deleted or damaged, or lack the objects of this commit. Go on without it, and say so.`,
    );
  }
}

function openCall(
  opened: Pick<Opened, 'run' | 'store' | 'bounds'> & { readonly commit: string },
  signal: AbortSignal,
): Call {
  const { run, store, commit, bounds } = opened;
  return { git: openGit(run, store, signal), commit, shallow: store.shallowFile !== null, bounds };
}

function explainStop(reason: StopReason, bounds: GitBounds): string {
  switch (reason) {
    case 'timed_out':
      return `This took longer than ${Math.ceil(bounds.callMs / 1000)} s and was ended. Narrow the path, or ask for fewer lines or commits.`;
    case 'busy':
      return 'Too many reads are waiting already. Ask again later.';
    case 'aborted':
      return 'The turn ended before this was read.';
  }
}
