import { type ChildProcess, spawn } from 'node:child_process';
import { tmpdir } from 'node:os';
import { resolve } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { vi } from 'vitest';
import { runProgram } from '../../src/entry/cli/program.ts';

export const ENTRY = resolve(import.meta.dirname, '../../src/entry/charrette.mjs');
/** A person's pause between two key presses: longer than what counts as one (100 ms). */
const PAUSE_MS = 200;
/** Milliseconds that a command may take at most, on a machine that is busy with other things. */
export const COMMAND_BOUND_MS = 90_000;

export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A command that runs, as a real process without a terminal. */
export class Command {
  readonly child: ChildProcess;
  readonly ended: Promise<Ended>;
  stdout = '';
  stderr = '';
  #grown: (() => void)[] = [];

  constructor(dataDir: string, words: readonly string[], environment: Readonly<Record<string, string>> = {}) {
    this.child = spawn(process.execPath, [ENTRY, ...words], {
      stdio: ['ignore', 'pipe', 'pipe'],
      cwd: tmpdir(),
      env: { PATH: process.env.PATH ?? '', ...settings(dataDir), ...environment },
      timeout: COMMAND_BOUND_MS,
      killSignal: 'SIGKILL',
    });
    this.child.stdout?.setEncoding('utf8').on('data', (text: string) => this.#grow('stdout', text));
    this.child.stderr?.setEncoding('utf8').on('data', (text: string) => this.#grow('stderr', text));
    this.ended = new Promise((done, failed) => {
      this.child.once('error', failed);
      this.child.once('close', (code) => {
        this.#wake();
        done({ code, stdout: this.stdout, stderr: this.stderr });
      });
    });
  }

  /** Waits until this has been written; throws with everything that was, if the command ends before. */
  async writes(stream: 'stdout' | 'stderr', text: string): Promise<void> {
    while (!this[stream].includes(text)) {
      if (this.child.exitCode !== null) {
        throw new Error(`ended without writing "${text}":\n${this.stdout}\n${this.stderr}`);
      }
      await new Promise<void>((grown) => this.#grown.push(grown));
    }
  }

  /** Presses Ctrl-C, and once more when told that this cancels. Resolves with the end. */
  async interruptTwice(): Promise<Ended> {
    this.child.kill('SIGINT');
    await this.writes('stderr', 'Once more cancels this design');
    await wait(PAUSE_MS);
    this.child.kill('SIGINT');
    return this.ended;
  }

  #grow(stream: 'stdout' | 'stderr', text: string): void {
    this[stream] += text;
    this.#wake();
  }

  #wake(): void {
    for (const grown of this.#grown.splice(0)) grown();
  }
}

export function charrette(
  dataDir: string,
  words: readonly string[],
  environment: Readonly<Record<string, string>> = {},
): Promise<Ended> {
  return new Command(dataDir, words, environment).ended;
}

/** The same program in this process: loading it again for every command would take minutes. */
export async function calledHere(
  dataDir: string,
  words: readonly string[],
  environment: Readonly<Record<string, string>> = {},
): Promise<Ended> {
  const ended = { code: -1, stdout: '', stderr: '' };
  for (const stream of ['stdout', 'stderr'] as const) {
    vi.spyOn(process[stream], 'write').mockImplementation((text) => {
      ended[stream] += String(text);
      return true;
    });
  }
  for (const [name, value] of Object.entries({ ...settings(dataDir), ...environment }))
    vi.stubEnv(name, value);
  try {
    ended.code = await runProgram(words);
  } finally {
    vi.restoreAllMocks();
    vi.unstubAllEnvs();
  }
  return ended;
}

export function settings(dataDir: string): Record<string, string> {
  return {
    CHARRETTE_DATA_DIR: dataDir,
    CHARRETTE_REHEARSAL_LATENCY_MS: '0',
    // Nothing listens there: no daemon of this machine is ever asked.
    CHARRETTE_HTTP_PORT: '1',
    // A setting of the tests, and none of Charrette's.
    CHARRETTE_TEST_DATABASE_URL: '',
  };
}
