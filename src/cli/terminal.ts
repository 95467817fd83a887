/**
 * The terminal: lines that stay, a spinner under them for what runs, and one question at a time.
 * Progress goes to standard error, results to standard output.
 *
 * @example
 * const terminal = openTerminal();
 * terminal.say(md`**Questions** …`);
 * const text = await terminal.ask('Your answer: ', signal); // null: interrupted, or aborted
 */

import { clearLine, createInterface, cursorTo, type Interface } from 'node:readline';
import type { Ora } from 'ora';
import { cut } from '#support/text.ts';
import type { Markdown } from '#words/md.ts';
import { hangUp } from './stop-signal.ts';
import { drawMarkdown, harmless } from './terminal-markdown.ts';

/** Lines of one paste come faster than this; a person’s Enter does not. */
const PASTE_MS = 40;
/** npm repeats to its child a signal that the terminal has sent to both. */
const ONE_PRESS_MS = 100;
const CTRL_Z = 26;
const RESUME_MS = 20;

export class Terminal {
  /** A person reads and types here. */
  readonly isInteractive = process.stdin.isTTY === true && process.stderr.isTTY === true;
  /** Ctrl-C; set by whoever can do something about it. */
  onInterrupt: () => void = () => undefined;
  #interruptedAt = Number.NEGATIVE_INFINITY;
  #resuming: NodeJS.Timeout | undefined;
  #spinner: Ora | null = null;
  #reader: Interface | null = null;
  #asking: Promise<unknown> | null = null;
  #confirming: Promise<unknown> | null = null;
  /** Ends the question that is open now. */
  #abandon: () => void = () => undefined;

  /** Listens to Ctrl-C, and has a spinner where a terminal can draw one. */
  async open(): Promise<void> {
    process.on('SIGINT', this.#interrupted);
    process.stdin.on('error', hangUp);
    if (!this.isInteractive || !process.stderr.columns || process.env.TERM === 'dumb') return;
    const { default: ora } = await import('ora');
    this.#spinner = ora({ stream: process.stderr, isEnabled: true });
    process.stdin.on('data', this.#pressed);
  }

  /** Lines that stay, with a label in front. */
  say(words: Markdown, label = ''): void {
    const text = drawMarkdown(words.text, process.stderr, label);
    if (this.#reader !== null) {
      clearLine(process.stderr, 0);
      cursorTo(process.stderr, 0);
    }
    const wasSpinning = this.#rest();
    process.stderr.write(`${text}\n`);
    if (wasSpinning) this.#spinner?.start();
    this.#reader?.prompt(true);
  }

  /** What runs now, until the next call; empty: nothing. */
  spin(words: string): void {
    if (this.#spinner === null) return;
    // In one row, beside the spinner.
    const text = cut(harmless(words), Math.max(20, process.stderr.columns - 4));
    this.#spinner.text = text;
    if (text === '') this.#rest();
    else if (this.#reader === null && !this.#spinner.isSpinning) this.#spinner.start();
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
    if (signal.aborted) return null;
    const asking = this.#read(prompt, signal, onKey);
    this.#asking = asking;
    return asking;
  }

  /** Takes the place of what is asked already. `null`: interrupted again. */
  confirm(question: string, signal: AbortSignal): Promise<boolean | null> {
    const read = async () => {
      this.#abandon();
      await this.#asking;
      const text = await this.#read(`${question} Type y or n, then Enter: `, signal);
      this.#confirming = null;
      return text === null ? null : /^\s*y/i.test(text);
    };
    const confirming = read();
    this.#confirming = confirming;
    return confirming;
  }

  close(): void {
    this.#abandon();
    clearTimeout(this.#resuming);
    this.spin('');
    process.stdin.off('data', this.#pressed);
    process.off('SIGINT', this.#interrupted);
    process.stdin.pause();
  }

  async #read(prompt: string, signal: AbortSignal, onKey?: () => void): Promise<string | null> {
    const { stdin: input, stderr: output } = process;
    this.#rest();
    const reader = createInterface({ input, output, prompt });
    this.#reader = reader;
    const { promise, resolve } = Promise.withResolvers<string | null>();
    const abandon = () => resolve(null);
    this.#abandon = abandon;
    const lines: string[] = [];
    let pasting: NodeJS.Timeout | undefined;
    reader.on('line', (line) => {
      lines.push(line);
      clearTimeout(pasting);
      pasting = setTimeout(() => resolve(lines.join('\n')), PASTE_MS);
    });
    const interrupt = () => this.onInterrupt();
    reader.on('SIGINT', interrupt);
    reader.on('SIGTSTP', () => this.#suspend());
    // It repeats the errors of its input.
    reader.on('error', hangUp);
    // Ctrl-D: nothing more can be typed.
    reader.on('close', interrupt);
    signal.addEventListener('abort', abandon, { once: true });
    if (onKey !== undefined) input.once('keypress', onKey);
    reader.prompt();
    const text = await promise;

    signal.removeEventListener('abort', abandon);
    if (onKey !== undefined) input.off('keypress', onKey);
    clearTimeout(pasting);
    this.#reader = null;
    if (text === null) output.write('\n');
    if (text === null && reader.line.trim() !== '')
      output.write(`Not sent: ${harmless(reader.line)}\n`);
    reader.off('close', interrupt);
    reader.close();
    if (this.#spinner !== null && this.#spinner.text !== '') this.#spinner.start();
    return text;
  }

  /** Stopped again, the spinner would erase what stands in its place. `true`: it turned. */
  #rest(): boolean {
    if (this.#spinner?.isSpinning !== true) return false;
    this.#spinner.stop();
    return true;
  }

  readonly #interrupted = (): void => {
    const at = performance.now();
    if (at - this.#interruptedAt > ONE_PRESS_MS) this.onInterrupt();
    this.#interruptedAt = at;
  };

  readonly #pressed = (keys: Buffer | string): void => {
    if (this.#reader === null && Buffer.from(keys).includes(CTRL_Z)) this.#suspend();
  };

  /** Under `npm run` the whole group has to stop, or its shell would wait for ever. */
  #suspend(): void {
    const wasSpinning = this.#rest();
    process.stdin.setRawMode(false);
    process.kill(0, 'SIGTSTP');
    // From here on it runs again, and may have come to its end elsewhere.
    this.#resuming = setTimeout(() => {
      if (wasSpinning) this.#spinner?.start();
      if (this.#reader === null) return;
      process.stdin.setRawMode(true);
      this.#reader.prompt(true);
    }, RESUME_MS);
  }
}
