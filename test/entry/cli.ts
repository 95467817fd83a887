import { type ChildProcess, spawn } from 'node:child_process';
import { tmpdir } from 'node:os';
import { resolve } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { COMMAND_BOUND_MS, type Ended, runInThread } from './command-threads.ts';

export type { Ended } from './command-threads.ts';

export const ENTRY = resolve(import.meta.dirname, '../../src/entry/charrette.mjs');
/** A person's pause between two key presses: longer than what counts as one (100 ms). */
const PAUSE_MS = 200;

/** A command that runs, as a real process without a terminal. */
export class Command {
  readonly child: ChildProcess;
  readonly ended: Promise<Ended>;
  stdout = '';
  stderr = '';
  #isOver = false;
  #grown: (() => void)[] = [];

  /** `under`: the command, with its first words, that starts its process. */
  constructor(
    dataDir: string,
    words: readonly string[],
    environment: Readonly<Record<string, string>> = {},
    under: readonly string[] = [],
  ) {
    const [program = process.execPath, ...given] = [...under, process.execPath, ENTRY, ...words];
    this.child = spawn(program, given, {
      stdio: ['ignore', 'pipe', 'pipe'],
      cwd: tmpdir(),
      env: environmentOf(dataDir, environment),
      timeout: COMMAND_BOUND_MS,
      killSignal: 'SIGKILL',
    });
    this.child.stdout?.setEncoding('utf8').on('data', (text: string) => this.#grow('stdout', text));
    this.child.stderr?.setEncoding('utf8').on('data', (text: string) => this.#grow('stderr', text));
    this.ended = new Promise((done, failed) => {
      this.child.once('error', failed);
      this.child.once('close', (code) => {
        this.#isOver = true;
        this.#wake();
        done({ code, stdout: this.stdout, stderr: this.stderr });
      });
    });
  }

  /**
   * Waits until this has been written; throws with everything that was, if the command ends before.
   */
  async writes(stream: 'stdout' | 'stderr', text: string): Promise<void> {
    while (!this[stream].includes(text)) {
      // What was written before the exit may come after it.
      if (this.#isOver) {
        throw new Error(`ended without writing "${text}":\n${this.stdout}\n${this.stderr}`);
      }
      await new Promise<void>((grown) => this.#grown.push(grown));
    }
  }

  /** Presses Ctrl-C, and once more when told that this cancels. Resolves with the end. */
  async interruptTwice(): Promise<Ended> {
    this.child.kill('SIGINT');
    await this.writes('stderr', 'again to cancel this design');
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

/** The same program, as `runInThread` runs it, which takes a fraction of the time. */
export function calledHere(
  dataDir: string,
  words: readonly string[],
  environment: Readonly<Record<string, string>> = {},
): Promise<Ended> {
  return runInThread(words, environmentOf(dataDir, environment));
}

/** All that a command knows of where it runs: nothing depends on how the tests were called. */
function environmentOf(dataDir: string, environment: Readonly<Record<string, string>>) {
  return { PATH: process.env.PATH ?? '', TMPDIR: tmpdir(), ...settings(dataDir), ...environment };
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
