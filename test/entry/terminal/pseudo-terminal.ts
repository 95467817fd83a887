import { type ChildProcess, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isRunning } from '../../support/processes/child-sessions.ts';
import { until } from '../waiting.ts';
import { Screen } from './screen.ts';

const ENTRY = join(import.meta.dirname, '../../../src/entry/charrette.mjs');
/**
 * Wide enough that no line of a change is folded, high enough that nothing scrolls away from a
 * prompt.
 */
const SIZE = 'cols 400 rows 200';

/** What the terminal itself shows of a key that was pressed while nothing was asked. */
const ECHO = /^(?:\^C)+/;
/** A menu with its description, and what may stand under it. */
const PROMPT_LINES = 20;

/** `charrette …` on a terminal of its own, with somebody who reads and types. */
export class PseudoTerminal {
  readonly #process: ChildProcess;
  readonly #screen = new Screen();
  readonly #pidFile: string;
  #isOver = false;

  constructor(
    words: readonly string[],
    environment: Readonly<Record<string, string>>,
    folder: string,
    program: readonly string[] = [process.execPath, ENTRY],
    size = SIZE,
  ) {
    this.#pidFile = join(folder, `terminal-${crypto.randomUUID()}`);
    const command = [...program, ...words].map(quoted).join(' ');
    const line = `stty ${size} && echo $$ > ${quoted(this.#pidFile)} && exec ${command}`;
    this.#process = spawn(
      'script',
      ['--quiet', '--flush', '--return', '--command', line, '/dev/null'],
      {
        cwd: folder,
        stdio: ['pipe', 'pipe', 'inherit'],
        env: {
          PATH: process.env.PATH ?? '',
          SHELL: '/bin/sh',
          TERM: 'xterm-256color',
          ...environment,
        },
      },
    );
    this.#process.stdout?.on('data', (bytes: Buffer) => this.#screen.write(bytes));
    this.#process.once('close', () => {
      this.#isOver = true;
    });
  }

  get lines(): string[] {
    return this.#screen.lines;
  }

  type(keys: string): void {
    this.#process.stdin?.write(keys);
  }

  /** Resolves when one of the last lines begins with one of these. */
  async asks(...beginnings: readonly string[]): Promise<void> {
    const asked = () =>
      this.lines
        .slice(-PROMPT_LINES)
        .some((line) =>
          beginnings.some((beginning) => line.replace(ECHO, '').startsWith(beginning)),
        );
    await until(`"${beginnings.join('" or "')}" at the prompt`, () => {
      if (this.#isOver && !asked()) throw new Error(`it has ended:\n${this.lines.join('\n')}`);
      return asked();
    });
  }

  /** Types words at the prompt for answers, and sends them. */
  async answers(words: string): Promise<void> {
    // Only below a prompt that is open.
    await this.asks('Enter begins a new line');
    this.type(`${words}\r\r`);
  }

  /** Types the number of the choice that begins so. */
  async choose(label: string): Promise<void> {
    await this.asks('? Type its number');
    const numbered = new RegExp(`^ *(\\d+) +${label}`);
    const number = this.lines.findLast((line) => numbered.test(line))?.match(numbered)?.[1];
    this.type(`${number ?? 'none'}\r`);
  }

  /** Resolves when the program has ended by itself. */
  async ended(): Promise<void> {
    await until('the end of a command', () => this.#isOver);
  }

  /** Closes the terminal, as its window would; resolves when the program has ended. */
  async close(): Promise<void> {
    const pid = this.#readPid();
    this.#process.kill('SIGKILL');
    await this.ended();
    await until('the end of a command without a terminal', () => !isRunning(pid));
  }

  /** Resolves when the program has ended, at once if the terminal is taken away from it. */
  async end(): Promise<void> {
    const pid = this.#readPid();
    if (!this.#isOver && isRunning(pid)) process.kill(pid, 'SIGKILL');
    await this.ended();
  }

  #readPid(): number {
    return Number(readFileSync(this.#pidFile, 'utf8'));
  }
}

function quoted(word: string): string {
  return `'${word.replaceAll("'", `'\\''`)}'`;
}
