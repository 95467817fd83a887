import type { Lines } from '../../core/citation/place.ts';
import type { Pinned } from '../../core/events.ts';
import { Fault } from '../../runtime/fault.ts';
import type { Log } from '../../runtime/ports/log.ts';
import type { LinesRead, PinnedRepository, RepositoryTool } from '../../runtime/ports/repository.ts';
import { REDACTED } from '../../runtime/redaction.ts';
import type { GitBounds } from './bounds.ts';
import { type Answer, type Call, refused } from './call.ts';
import { citedLines } from './cited-lines.ts';
import { type ObjectStore, openGit } from './git.ts';
import { GitStopped, type RunGit, type StopReason } from './process.ts';
import { callTool } from './tools.ts';

export interface Opened {
  readonly run: RunGit;
  readonly store: ObjectStore;
  readonly pinned: Pinned;
  readonly bounds: GitBounds;
  readonly log: Log;
  /** Takes secrets out of what is read: it goes to the model, and may come up in the thread. */
  readonly redact: (text: string) => string;
}

/** A repository at one commit, as the port has it. */
export function pinnedRepository(opened: Opened): PinnedRepository {
  return {
    pinned: opened.pinned,
    run: (tool, input, signal) => runTool(opened, tool, input, signal),
    readLines: (wanted, signal) => readCitedLines(opened, wanted, signal),
  };
}

async function runTool(
  opened: Opened,
  tool: RepositoryTool,
  input: unknown,
  signal: AbortSignal,
): Promise<Answer> {
  const ended = await withinCall(opened, tool, signal, (call) => callTool(call, tool, input));
  if (!('stopped' in ended)) return shown(opened, ended);
  if (ended.stopped !== 'unreadable') return refused(explainStop(ended.stopped, opened.bounds));
  return refused(
    `The repository could not be read by ${tool}. It may have been moved, deleted or damaged, or lack the objects of this commit. Go on without it, and say so.`,
  );
}

async function readCitedLines(opened: Opened, wanted: Lines, signal: AbortSignal): Promise<LinesRead> {
  const ended = await withinCall(opened, 'citation', signal, (call) => citedLines(call, wanted));
  if ('stopped' in ended) return { kind: 'unreadable' };
  return ended.kind === 'lines' ? { ...ended, lines: ended.lines.map(opened.redact) } : ended;
}

function shown({ redact }: Opened, { ok, text }: Answer): Answer {
  const kept = redact(text);
  // Lines of keys were left out as they were read.
  const isWhole = kept === text && !text.includes(REDACTED);
  return { ok, text: isWhole ? text : `${kept}\n[what looks like a secret is left out]` };
}

/** Reads within the bound for one call. What ends it early, or keeps git from reading, is logged under `tool`. */
async function withinCall<Read extends object>(
  { run, store, pinned, bounds, log }: Opened,
  tool: RepositoryTool | 'citation',
  signal: AbortSignal,
  read: (call: Call) => Promise<Read>,
): Promise<Read | { readonly stopped: StopReason | 'unreadable' }> {
  const bounded = AbortSignal.any([signal, AbortSignal.timeout(bounds.callMs)]);
  try {
    return await read(openCall({ run, store, commit: pinned.commit, bounds }, bounded));
  } catch (error) {
    if (error instanceof GitStopped) {
      log.warn('repository_tool_stopped', { tool, reason: error.reason });
      return { stopped: error.reason };
    }
    if (!(error instanceof Fault)) throw error;
    log.error('repository_tool_failed', { tool, code: error.code, message: error.message });
    return { stopped: 'unreadable' };
  }
}

/** Every git process of the call ends when `signal` does. */
export function openCall(
  opened: Pick<Opened, 'run' | 'store' | 'bounds'> & { readonly commit: string },
  signal: AbortSignal,
): Call {
  const { run, store, commit, bounds } = opened;
  return { git: openGit(run, store, signal), commit, shallow: store.shallowFile !== null, bounds };
}

/** What a bound that was reached is said to be, and what to do. */
export function explainStop(reason: StopReason, bounds: GitBounds): string {
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
