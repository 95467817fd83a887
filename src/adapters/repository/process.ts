import { spawn } from 'node:child_process';
import pLimit from 'p-limit';
import { errorCodeOf, Fault } from '../../foundation/fault.ts';
import { limitMemory, NOT_STARTED } from '../../foundation/memory-bound.ts';
import { GIT_OPTIONS, makeGitEnvironment } from './environment.ts';

export type GitStopReason = 'timed_out' | 'aborted' | 'busy' | 'out_of_memory';

/** A limit or the caller stopped a git process, or kept it from starting. */
export class GitStopped extends Error {
  readonly reason: GitStopReason;
  constructor(reason: GitStopReason) {
    super(`git was stopped: ${reason}`);
    this.name = 'GitStopped';
    this.reason = reason;
  }
}

export type Wanted = 'more' | 'enough';

/** Keeps the first `maxBytes`. `cut`: there was more. */
export function createCollector(maxBytes: number) {
  const chunks: Buffer[] = [];
  let size = 0;
  return {
    take(chunk: Buffer): Wanted {
      chunks.push(chunk);
      size += chunk.length;
      return size > maxBytes ? 'enough' : 'more';
    },
    collected: () => ({ bytes: Buffer.concat(chunks).subarray(0, maxBytes), cut: size > maxBytes }),
  };
}

interface GitRequest {
  readonly arguments: readonly string[];
  readonly folder: string;
  /** Added to the environment of every git process. */
  readonly environment?: Readonly<Record<string, string>>;
  readonly signal: AbortSignal;
  /** Standard input, closed after it. */
  readonly input?: string;
  readonly onOutput: (chunk: Buffer) => Wanted;
}

export interface GitEnd {
  /** `null` if the process was killed because its output was enough. */
  readonly exitCode: number | null;
  readonly complaint: string;
}

/** Throws `GitStopped` at a limit, `Fault` if git cannot be started. */
export type RunGit = (request: GitRequest) => Promise<GitEnd>;

interface GitProgram {
  readonly gitPath: string;
  readonly searchPath: string;
  readonly processes: number;
  readonly waiting: number;
  /** Private memory of one process in bytes, on Linux only. Mapped packs do not count. */
  readonly memoryBytes: number;
}

const COMPLAINT_BYTES = 4_096;
const OUT_OF_MEMORY = /^(?:fatal|error): (?:out of memory|.*cannot allocate memory)/im;

export function createGitRunner(program: GitProgram): RunGit {
  const limit = pLimit(program.processes);
  return async (request) => {
    // What came before it has used its time up, and no other's.
    throwIfStopped(request.signal);
    if (limit.pendingCount >= program.waiting) throw new GitStopped('busy');
    return await limit(() => runToEnd(program, request));
  };
}

async function runToEnd(program: GitProgram, request: GitRequest): Promise<GitEnd> {
  throwIfStopped(request.signal, 'busy');
  const { gitPath, memoryBytes } = program;
  const commandLine = [gitPath, ...GIT_OPTIONS, ...request.arguments] as const;
  // Git sets no limit for an object that it reads as a whole.
  const child = spawn(...limitMemory(commandLine, memoryBytes), {
    cwd: request.folder,
    env: { ...makeGitEnvironment(program.searchPath), ...request.environment },
    stdio: ['pipe', 'pipe', 'pipe'],
    shell: false,
    windowsHide: true,
  });
  const { stdin, stdout, stderr } = child;
  // SIGKILL, since a reading git has nothing to clean up, and a limit must hold at once. Destroying
  // the pipes prevents waiting for another process that holds them.
  const end = () => {
    child.kill('SIGKILL');
    for (const pipe of [stdin, stdout, stderr]) pipe.destroy();
  };
  request.signal.addEventListener('abort', end, { once: true });
  let spawnError: Error | undefined;
  let complaint = Buffer.alloc(0);
  let enough = false;
  let sinkError: unknown;
  child.once('error', (error) => {
    spawnError = error;
  });
  stderr.on('data', (chunk: Buffer) => {
    if (complaint.length < COMPLAINT_BYTES) complaint = Buffer.concat([complaint, chunk]);
  });
  stdout.on('data', (chunk: Buffer) => {
    if (enough || request.signal.aborted) return;
    try {
      if (request.onOutput(chunk) === 'more') return;
    } catch (error) {
      sinkError = error;
    }
    enough = true;
    end();
  });
  const inputFailed = new Promise<Error | undefined>((resolve) => {
    stdin.once('error', resolve).once('close', () => resolve(undefined));
  });
  if (request.input === undefined) stdin.end();
  else stdin.end(request.input);
  const exitCode = await new Promise<number | null>((resolve) => child.once('close', resolve));
  request.signal.removeEventListener('abort', end);
  if (spawnError !== undefined) throw cannotStart(program.gitPath, spawnError);
  if (NOT_STARTED.includes(exitCode))
    throw cannotStart(program.gitPath, new Error(complaint.toString()));
  // Thrown in the listener, it would end the whole program.
  if (sinkError !== undefined) throw sinkError;
  throwIfStopped(request.signal);
  const inputError = await inputFailed;
  // A process that fails early does not read its input: its exit code and message say more than the
  // broken pipe.
  if (inputError !== undefined && exitCode === 0)
    throw new Fault('repository_unreadable', 'git did not accept its input', inputError);
  const said = complaint.toString('utf8', 0, COMPLAINT_BYTES);
  if (!enough && exitCode !== 0 && OUT_OF_MEMORY.test(said)) throw new GitStopped('out_of_memory');
  return { exitCode: enough ? null : exitCode, complaint: said };
}

/** `late`: the reason if its time is over, which may have passed while it waited for others. */
function throwIfStopped(signal: AbortSignal, late: GitStopReason = 'timed_out'): void {
  if (!signal.aborted) return;
  const isLate = signal.reason instanceof Error && signal.reason.name === 'TimeoutError';
  throw new GitStopped(isLate ? late : 'aborted');
}

function cannotStart(gitPath: string, cause: Error): Fault {
  const missing = errorCodeOf(cause) === 'ENOENT' || cause.message.includes('not found');
  const reason = missing ? 'was not found' : `could not be started (${cause.message.trim()})`;
  return new Fault(
    missing ? 'not_a_repository' : 'repository_unreadable',
    `The program ${gitPath} ${reason}. Install git, or run the design without a repository.`,
    cause,
  );
}
