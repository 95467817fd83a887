import { parse } from 'node:path';
import { Fault } from '../../runtime/fault.ts';
import type { GitEnd, RunGit, Wanted } from './process.ts';

/** One repository's git, for the length of one call: every process ends when `signal` does. */
export interface Git {
  /** Hands output to `onOutput` as it comes, until it says that it has enough. */
  stream(
    command: readonly string[],
    onOutput: (chunk: Buffer) => Wanted,
    options?: { readonly input?: string; readonly successCodes?: readonly number[] },
  ): Promise<GitEnd>;
  /** Up to `maxBytes` of output; `cut` when there was more. Throws `Fault` when git fails. */
  read(
    command: readonly string[],
    maxBytes: number,
    options?: { readonly input?: string },
  ): Promise<{ readonly bytes: Buffer; readonly cut: boolean }>;
}

/**
 * Opens the repository whose administrative folder is `gitFolder`, as if it were bare: no working tree is looked
 * at. Git runs in the root folder, so that no `core.worktree` can contain it and change what paths mean.
 */
export function openGit(run: RunGit, gitFolder: string, signal: AbortSignal): Git {
  const folder = parse(gitFolder).root;
  const stream: Git['stream'] = async (command, onOutput, options = {}) => {
    const end = await run({
      arguments: [`--git-dir=${gitFolder}`, '--bare', ...command],
      folder,
      signal,
      onOutput,
      ...(options.input === undefined ? {} : { input: options.input }),
    });
    const successCodes: readonly (number | null)[] = [null, ...(options.successCodes ?? [0])];
    if (!successCodes.includes(end.exitCode)) throw gitFailed(command[0] ?? '', end);
    return end;
  };
  const read: Git['read'] = async (command, maxBytes, options = {}) => {
    const chunks: Buffer[] = [];
    let size = 0;
    await stream(
      command,
      (chunk) => {
        chunks.push(chunk);
        size += chunk.length;
        return size > maxBytes ? 'enough' : 'more';
      },
      options,
    );
    return { bytes: Buffer.concat(chunks).subarray(0, maxBytes), cut: size > maxBytes };
  };
  return { stream, read };
}

function gitFailed(command: string, end: GitEnd): Fault {
  const complaint = end.complaint.trim().split('\n', 1)[0] ?? '';
  return new Fault('repository_unreadable', `git ${command} ended with ${end.exitCode}: ${complaint}`);
}
