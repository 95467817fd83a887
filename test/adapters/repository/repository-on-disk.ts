import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { onTestFinished } from 'vitest';
import { createRepositories, type RepositoriesOptions } from '#adapters/repository/repositories.ts';
import { createRedactor } from '#foundation/redaction.ts';
import type { PinnedRepository, RepositoryTool } from '#ports/repository.ts';
import { keepLog } from '../../support/processes/child-sessions.ts';

/** A new folder that is removed after the test. */
export function temporaryFolder(): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'charrette-git-')));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/**
 * Runs git as a person would, with no configuration but the repository's own; throws when it fails.
 */
export function git(
  folder: string,
  command: readonly string[],
  input: string | Buffer = '',
): string {
  const result = spawnSync('git', command, {
    cwd: folder,
    input,
    env: personEnvironment(),
    timeout: 20_000,
  });
  if (result.status !== 0) throw new Error(`git ${command.join(' ')}: ${result.stderr}`);
  return result.stdout.toString('utf8').trim();
}

export function personEnvironment(): Record<string, string> {
  return {
    PATH: process.env.PATH ?? '',
    HOME: '/nonexistent',
    GIT_CONFIG_NOSYSTEM: '1',
    GIT_CONFIG_GLOBAL: '/dev/null',
    GIT_AUTHOR_NAME: 'Ada Author',
    GIT_AUTHOR_EMAIL: 'ada@example.com',
    GIT_AUTHOR_DATE: '2024-03-01T12:00:00Z',
    GIT_COMMITTER_NAME: 'Ada Author',
    GIT_COMMITTER_EMAIL: 'ada@example.com',
    GIT_COMMITTER_DATE: '2024-03-01T12:00:00Z',
    // No commit starts a process of its own that looks whether there is something to tidy up.
    GIT_CONFIG_COUNT: '1',
    GIT_CONFIG_KEY_0: 'maintenance.auto',
    GIT_CONFIG_VALUE_0: 'false',
  };
}

export function writeFiles(folder: string, files: Readonly<Record<string, string | Buffer>>): void {
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content);
  }
}

export function commit(
  folder: string,
  message: string,
  files: Readonly<Record<string, string | Buffer>> = {},
): string {
  writeFiles(folder, files);
  git(folder, ['add', '--all']);
  git(folder, ['commit', '--quiet', '--allow-empty', '-m', message]);
  return git(folder, ['rev-parse', 'HEAD']);
}

/**
 * A repository with one commit of these files; who asks for the same again gets a copy, which costs
 * no process.
 */
export function makeRepository(
  files: Readonly<Record<string, string | Buffer>>,
  options: readonly string[] = [],
): string {
  const key = JSON.stringify([files, options]);
  const folder = temporaryFolder();
  const original = made.get(key) ?? make(mkdtempSync(join(tmpdir(), 'original-')), files, options);
  made.set(key, original);
  cpSync(original, folder, { recursive: true, verbatimSymlinks: true });
  return folder;
}

const made = new Map<string, string>();

function make(
  folder: string,
  files: Parameters<typeof writeFiles>[1],
  options: readonly string[],
): string {
  writeFiles(folder, files);
  const script =
    'git init --quiet --template= --initial-branch=main "$@" && git add --all && git commit --quiet --allow-empty -m First';
  const result = spawnSync('sh', ['-c', script, 'sh', ...options], {
    cwd: folder,
    env: personEnvironment(),
    timeout: 20_000,
  });
  if (result.status !== 0) throw new Error(`no repository: ${result.stderr}`);
  mkdirSync(join(folder, '.git/info'), { recursive: true });
  return folder;
}

/** Commits a file under any names at all, which need not be possible in the file system. */
export function commitNamed(
  folder: string,
  names: readonly Buffer[],
  content: string,
  mode = '100644',
): void {
  const id = git(folder, ['hash-object', '-w', '--stdin'], content);
  const records = names.flatMap((name) => [
    Buffer.from(`${mode} ${id}\t`),
    name,
    Buffer.from('\0'),
  ]);
  git(folder, ['update-index', '-z', '--add', '--index-info'], Buffer.concat(records));
  git(folder, ['commit', '--quiet', '-m', 'Odd names']);
}

/** The port on the machine's own git. */
export function repositories(options: Partial<RepositoriesOptions> = {}) {
  return createRepositories({
    log: keepLog(),
    redact: createRedactor([]),
    searchPath: process.env.PATH ?? '',
    ...options,
  });
}

export async function pin(
  folder: string,
  options: Partial<RepositoriesOptions> = {},
): Promise<PinnedRepository> {
  return await repositories(options).pin(folder, 'sample');
}

/** Calls of the tools; 0 says the default. */
export const list = (path: string) => ['list_files', { path }] as const;
export const read = (path: string, fromLine = 0, lines = 0) =>
  ['read_file', { path, fromLine, lines }] as const;
export const search = (pattern: string, path = '', ignoreCase = false) =>
  ['search_text', { pattern, path, ignoreCase }] as const;
export const history = (path: string, limit = 0) => ['read_history', { path, limit }] as const;
export const blame = (path: string, fromLine = 0, lines = 0) =>
  ['blame_file', { path, fromLine, lines }] as const;

/** A signal for calls that are not meant to be ended. */
export const unbounded: AbortSignal = new AbortController().signal;

/** The text of an answer that is not a refusal. */
export async function text(
  repository: PinnedRepository,
  tool: RepositoryTool,
  input: unknown,
): Promise<string> {
  const answer = await repository.run(tool, input, unbounded);
  if (!answer.ok) throw new Error(`refused: ${answer.text}`);
  return answer.text;
}

/** The text of a refusal. */
export async function refusal(
  repository: PinnedRepository,
  tool: RepositoryTool,
  input: unknown,
): Promise<string> {
  const answer = await repository.run(tool, input, unbounded);
  if (answer.ok) throw new Error(`not refused: ${answer.text}`);
  return answer.text;
}
