/**
 * Git on a repository that others wrote: it may try to have git run a program, reach a network or
 * read another file. So git runs in an empty repository of ours that borrows the objects alone: no
 * configuration, hooks, attributes, grafts, replacements or working tree of theirs is ever used.
 */

import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, posix } from 'node:path';
import { messageOf } from '#support/fault.ts';

/** What could not be read, in one sentence for the model or person who asked. */
export class NotRead extends Error {
  /** It may be there: a limit, a lost process, a missing object. */
  readonly isPassing: boolean;
  constructor(message: string, options: { readonly isPassing?: boolean } = {}) {
    super(message);
    this.name = 'NotRead';
    this.isPassing = options.isPassing ?? false;
  }
}

/** Where a repository's objects are; nothing else of it is read. */
export interface Objects {
  readonly folder: string;
  readonly format: 'sha1' | 'sha256';
  readonly shallowFile: string | null;
}

/**
 * A path as git has it, from the top, however it was written. Git ends at `./a` and `../a` instead of
 * looking them up, and what could not be looked up does not count against whoever cites it.
 */
export function cleanPath(path: string): string {
  return posix.join('/', path).replace(/\/$/, '').slice(1);
}

const LONGEST_MS = 20_000;
/** kB of address space: one huge file must not take the machine's memory. */
const MEMORY_KB = 2_000_000;
const OPTIONS = [
  '--no-pager',
  '-c',
  'core.commitGraph=false',
  '-c',
  'core.multiPackIndex=false',
  '-c',
  'core.packedGitWindowSize=32m',
  '-c',
  'core.packedGitLimit=256m',
  '-c',
  'grep.threads=2',
];
const ENVIRONMENT = {
  HOME: '/dev/null',
  LC_ALL: 'C.UTF-8',
  GIT_CONFIG_NOSYSTEM: '1',
  GIT_CONFIG_GLOBAL: '/dev/null',
  GIT_ATTR_NOSYSTEM: '1',
  GIT_TERMINAL_PROMPT: '0',
  GIT_OPTIONAL_LOCKS: '0',
  GIT_NO_LAZY_FETCH: '1',
  GIT_ALLOW_PROTOCOL: 'none',
  GIT_NO_REPLACE_OBJECTS: '1',
  GIT_GRAFT_FILE: '/dev/null/none',
  GIT_LITERAL_PATHSPECS: '1',
};

/** Starts git on these objects, its memory bounded where the system can. */
export function spawnGit(objects: Objects, command: readonly string[]): ChildProcess {
  const words = [...OPTIONS, `--git-dir=${sealedFolder(objects.format)}`, ...command];
  const options = {
    cwd: '/',
    env: {
      ...ENVIRONMENT,
      PATH: process.env.PATH ?? '/usr/bin:/bin',
      GIT_OBJECT_DIRECTORY: objects.folder,
      ...(objects.shallowFile === null ? {} : { GIT_SHALLOW_FILE: objects.shallowFile }),
    },
  };
  if (process.platform !== 'linux') return spawn('git', words, options);
  const limited = `ulimit -v ${MEMORY_KB}; exec git "$@"`;
  return spawn('/bin/sh', ['-c', limited, 'git', ...words], options);
}

/**
 * What one command prints, up to `maxBytes`: then git is ended, and `isCut` says that there was
 * more. @throws {NotRead}
 */
export async function runGit(
  objects: Objects,
  command: readonly string[],
  limits: { readonly maxBytes: number; readonly signal: AbortSignal; readonly codes?: number[] },
): Promise<{ readonly bytes: Buffer; readonly isCut: boolean }> {
  const child = spawnGit(objects, command);
  const signal = AbortSignal.any([limits.signal, AbortSignal.timeout(LONGEST_MS)]);
  const end = () => void child.kill('SIGKILL');
  signal.addEventListener('abort', end);
  if (signal.aborted) end();
  const chunks: Buffer[] = [];
  let bytes = 0;
  let complaint = '';
  child.stdout?.on('data', (chunk: Buffer) => {
    if (bytes < limits.maxBytes) chunks.push(chunk);
    bytes += chunk.length;
    if (bytes >= limits.maxBytes) end();
  });
  child.stderr?.on('data', (chunk: Buffer) => {
    if (complaint.length < 4_000) complaint += chunk.toString('utf8');
  });
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', (error) => reject(new NotRead(`git did not start: ${messageOf(error)}`)));
    child.once('close', resolve);
  }).finally(() => signal.removeEventListener('abort', end));
  const isCut = bytes >= limits.maxBytes;
  if (!isCut && signal.aborted)
    throw new NotRead('Reading took too long. Ask for less.', { isPassing: true });
  if (!isCut && !(limits.codes ?? [0]).includes(code ?? -1)) throw explain(complaint);
  return { bytes: Buffer.concat(chunks).subarray(0, limits.maxBytes), isCut };
}

/** Git's own words may quote a file, so they are read and not passed on. */
function explain(complaint: string): NotRead {
  if (/out of memory|cannot allocate|mmap failed/i.test(complaint))
    return new NotRead('A file there is too large to read. Name another file or folder.');
  if (/does not exist|not a tree|exists on disk|bad revision|not a valid object/i.test(complaint))
    return new NotRead('There is no such file or folder at this commit.');
  return new NotRead('A part of this repository is not on this machine.', { isPassing: true });
}

const sealed = new Map<Objects['format'], string>();

/** Made once in a process, and removed with it. */
function sealedFolder(format: Objects['format']): string {
  const known = sealed.get(format);
  if (known !== undefined) return known;
  const folder = mkdtempSync(join(tmpdir(), 'charrette-git-'));
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  mkdirSync(join(folder, 'objects'));
  mkdirSync(join(folder, 'refs'));
  const version = format === 'sha1' ? 0 : 1;
  const extension = format === 'sha1' ? '' : '[extensions]\n\tobjectformat = sha256\n';
  writeFileSync(
    join(folder, 'config'),
    `[core]\n\trepositoryformatversion = ${version}\n\tbare = true\n${extension}`,
  );
  writeFileSync(join(folder, 'HEAD'), 'ref: refs/heads/none\n');
  sealed.set(format, folder);
  return folder;
}
