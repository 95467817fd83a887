/**
 * The terminal: lines that stay, a spinner under them for what runs, and one question at a time.
 * Progress goes to standard error, results to standard output.
 *
 * @example
 * const terminal = new Terminal();
 * await terminal.open();
 * terminal.inform(md`**Questions** …`);
 * const text = await terminal.ask('Your answer: ', signal); // null: interrupted, or aborted
 */

import { clearLine, createInterface, cursorTo, type Interface } from 'node:readline';
import type { Ora } from 'ora';
import { cut } from '#support/text.ts';
import type { Markdown } from '#words/md.ts';
import { hangUp } from './stop-signal.ts';
import { drawMarkdown, harmless } from './terminal-markdown.ts';

/** npm repeats to its child a signal that the terminal has sent to both. */
const ONE_PRESS_MS = 100;

export class Terminal {
  /** A person reads and types here. */
  readonly isInteractive = process.stdin.isTTY === true && process.stderr.isTTY === true;
  /** Ctrl-C; set by whoever can do something about it. */
  onInterrupt: () => void = () => undefined;
  #interruptedAt = Number.NEGATIVE_INFINITY;
  #spinner: Ora | null = null;
  #reader: Interface | null = null;
  #confirming: Promise<unknown> | null = null;
  /** Ends the question that is open now. */
  #abandon: () => void = () => undefined;

  /** Listens to Ctrl-C, and has a spinner where a terminal can draw one. */
  async open(): Promise<void> {
    process.on('SIGINT', this.#interrupted);
    if (!this.isInteractive) return;
    process.stdin.on('error', hangUp);
    // What is typed before a question is asked does not answer it.
    process.stdin.resume();
    if (!process.stderr.columns || process.env.TERM === 'dumb') return;
    const { default: ora } = await import('ora');
    this.#spinner = ora({ stream: process.stderr, isEnabled: true, discardStdin: false });
  }

  /** Lines that stay. */
  inform(words: Markdown): void {
    if (this.#reader !== null) {
      clearLine(process.stderr, 0);
      cursorTo(process.stderr, 0);
    }
    process.stderr.write(`${drawMarkdown(words.text, process.stderr)}\n`);
    this.#reader?.prompt(true);
  }

  /** What runs now, in one row beside the spinner; empty: nothing. */
  spin(words: string): void {
    if (this.#spinner === null) return;
    this.#spinner.text = cut(harmless(words), Math.max(20, process.stderr.columns - 4));
    const isIdle = words === '' || this.#reader !== null;
    if (isIdle !== this.#spinner.isSpinning) return;
    if (isIdle) this.#spinner.stop();
    else this.#spinner.start();
  }

  /** The result. */
  print(words: Markdown): void {
    this.spin('');
    if (this.isInteractive) process.stderr.write('\n');
    process.stdout.write(`${drawMarkdown(words.text, process.stdout)}\n`);
  }

  /** Lines that are pasted together are one answer. `null`: aborted, or another question was asked. */
  async ask(prompt: string, signal: AbortSignal, onKey?: () => void): Promise<string | null> {
    await this.#confirming;
    return signal.aborted ? null : this.#read(prompt, signal, onKey);
  }

  /** Takes the place of what is asked already. `null`: interrupted again. */
  async confirm(question: string, signal: AbortSignal): Promise<boolean | null> {
    this.#abandon();
    const reading = this.#read(`${question} Type y or n, then Enter: `, signal);
    this.#confirming = reading;
    const text = await reading;
    return text === null ? null : /^\s*y/i.test(text);
  }

  close(): void {
    this.#abandon();
    this.spin('');
    process.off('SIGINT', this.#interrupted);
    process.stdin.pause();
  }

  #read(prompt: string, signal: AbortSignal, onKey?: () => void): Promise<string | null> {
    this.spin('');
    const { stdin: input, stderr: output } = process;
    const reader = createInterface({ input, output, prompt });
    this.#reader = reader;
    const { promise, resolve } = Promise.withResolvers<string | null>();
    const interrupt = () => this.onInterrupt();
    const finish = (text: string | null) => {
      if (this.#reader !== reader) return;
      this.#reader = null;
      signal.removeEventListener('abort', abandon);
      if (onKey !== undefined) input.off('keypress', onKey);
      if (text === null) output.write('\n');
      reader.off('close', interrupt);
      reader.close();
      input.resume();
      resolve(text);
    };
    const abandon = () => finish(null);
    this.#abandon = abandon;
    const lines: string[] = [];
    // The lines of one paste come in one go.
    reader.on('line', (line) => {
      if (lines.push(line) === 1) queueMicrotask(() => finish(lines.join('\n')));
    });
    reader.on('SIGINT', interrupt);
    reader.on('SIGCONT', () => reader.prompt(true));
    // It repeats the errors of its input.
    reader.on('error', hangUp);
    // Ctrl-D: nothing more can be typed.
    reader.on('close', interrupt);
    signal.addEventListener('abort', abandon, { once: true });
    if (onKey !== undefined) input.once('keypress', onKey);
    reader.prompt();
    return promise;
  }

  readonly #interrupted = (): void => {
    const at = performance.now();
    if (at - this.#interruptedAt > ONE_PRESS_MS) this.onInterrupt();
    this.#interruptedAt = at;
  };
}
