/**
 * `charrette …` as people call it: in a folder of its own, with no environment but what is given; in
 * a pipe, or at a terminal with somebody who reads and types.
 */

import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { until } from '#test/support/platform.ts';
import { Screen } from './screen.ts';

export const EXAMPLE = 'Should the job queue move from Redis to Postgres?';
export const PROGRAM = join(import.meta.dirname, '../../bin/charrette.cjs');

const COLUMNS = 80;
/** A loaded machine needs some seconds for a design. */
const LONGEST_MS = 40_000;

export type Environment = Readonly<Record<string, string>>;

/** Ends with the test: removed with all that runs in it. */
export function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'charrette-cli-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }));
  return folder;
}

/** No wait in the example, and no settings but these. */
export function environmentOf(folder: string, given: Environment = {}): Environment {
  return {
    PATH: process.env.PATH ?? '',
    HOME: folder,
    USER: 'ana',
    CHARRETTE_DATA_DIR: join(folder, 'data'),
    CHARRETTE_REHEARSAL_LATENCY_MS: '0',
    ...given,
  };
}

export class Running {
  readonly process: ChildProcess;
  stdout = '';
  stderr = '';
  readonly #ended = Promise.withResolvers<number>();

  constructor(folder: string, words: readonly string[], given: Environment = {}) {
    this.process = spawn(process.execPath, [PROGRAM, ...words], {
      cwd: folder,
      env: environmentOf(folder, given),
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.process.stdout?.on('data', (bytes) => {
      this.stdout += bytes;
    });
    this.process.stderr?.on('data', (bytes) => {
      this.stderr += bytes;
    });
    this.process.once('close', (code, signal) => this.#ended.resolve(code ?? (signal ? -1 : -2)));
    onTestFinished(async () => {
      this.process.kill('SIGKILL');
      await this.#ended.promise;
    });
  }

  async end(): Promise<{ code: number; stdout: string; stderr: string }> {
    const code = await this.#ended.promise;
    return { code, stdout: this.stdout, stderr: this.stderr };
  }

  /** Resolves when this was written on either stream. */
  async says(words: string): Promise<void> {
    const all = () => this.stdout + this.stderr;
    await until(`“${words}”`, () => all().includes(words), LONGEST_MS).catch((error: unknown) => {
      throw new Error(`it said only:\n${all()}`, { cause: error });
    });
  }

  async stop(signal: NodeJS.Signals): Promise<number> {
    this.process.kill(signal);
    return (await this.end()).code;
  }
}

export function charrette(folder: string, words: readonly string[], given: Environment = {}) {
  return new Running(folder, words, given).end();
}

/** At a pseudo-terminal of util-linux. */
export class AtTerminal {
  readonly #screen = new Screen(COLUMNS);
  readonly #process: ChildProcess;
  readonly #pidFile: string;
  #code: number | null = null;

  /** `shell`: what runs it, for job control. */
  constructor(
    folder: string,
    words: readonly string[],
    given: Environment = {},
    shell = (command: string) => `exec ${command}`,
  ) {
    this.#pidFile = join(folder, `terminal-${randomUUID()}`);
    const command = [process.execPath, PROGRAM, ...words].map(quoted).join(' ');
    const line = `echo $$ > ${quoted(this.#pidFile)} && stty cols ${COLUMNS} rows 200 && ${shell(command)}`;
    this.#process = spawn(
      'script',
      ['--quiet', '--flush', '--return', '--command', line, '/dev/null'],
      {
        cwd: folder,
        stdio: ['pipe', 'pipe', 'inherit'],
        env: { SHELL: '/bin/sh', TERM: 'xterm-256color', ...environmentOf(folder, given) },
      },
    );
    this.#process.stdout?.on('data', (bytes: Buffer) => this.#screen.write(bytes));
    this.#process.once('close', (code) => {
      this.#code = code;
    });
    onTestFinished(() => {
      this.#process.kill('SIGKILL');
    });
  }

  get text(): string {
    return this.#screen.lines.join('\n');
  }

  type(keys: string): void {
    this.#process.stdin?.write(keys);
  }

  /** Resolves when the screen shows this, so often. */
  async shows(words: string, times = 1, longestMs = LONGEST_MS): Promise<void> {
    await until(`“${words}”`, () => this.text.split(words).length > times, longestMs).catch(
      (error: unknown) => {
        throw new Error(`the screen shows:\n${this.text}`, { cause: error });
      },
    );
  }

  /** Without warning, as by kill -9. */
  async kill(): Promise<void> {
    process.kill(this.#pid, 'SIGKILL');
    await this.end();
  }

  /** As its window would be. */
  async close(): Promise<void> {
    const pid = this.#pid;
    this.#process.kill('SIGKILL');
    await until('its end', () => !existsSync(`/proc/${pid}`), LONGEST_MS);
  }

  get #pid(): number {
    return Number(readFileSync(this.#pidFile, 'utf8'));
  }

  /** The exit code. */
  async end(): Promise<number> {
    await until('the end', () => this.#code !== null, LONGEST_MS).catch((error: unknown) => {
      throw new Error(`the screen shows:\n${this.text}`, { cause: error });
    });
    return this.#code ?? -1;
  }
}

function quoted(word: string): string {
  return `'${word.replaceAll("'", `'\\''`)}'`;
}
