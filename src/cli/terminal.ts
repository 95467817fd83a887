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

  /**
   * Lines that are pasted together are one answer. `null`: aborted, or another question was asked.
   * `silenceMs`: after so long without a key, it is as if nothing had been answered.
   */
  async ask(prompt: string, signal: AbortSignal, silenceMs?: number): Promise<string | null> {
    await this.#confirming;
    return signal.aborted ? null : this.#read(prompt, signal, silenceMs);
  }

  /** Takes the place of what is asked already, until what was agreed is done. `null`: interrupted again. */
  async confirm(
    question: string,
    signal: AbortSignal,
    agreed: () => Promise<unknown> = async () => undefined,
  ): Promise<boolean | null> {
    this.#abandon();
    const confirming = this.#read(`${question} Type y or n, then Enter: `, signal).then(
      async (text) => {
        const isYes = text === null ? null : /^\s*y/i.test(text);
        if (isYes === true) await agreed();
        return isYes;
      },
    );
    this.#confirming = confirming;
    return confirming;
  }

  close(): void {
    this.#abandon();
    this.spin('');
    process.off('SIGINT', this.#interrupted);
    process.stdin.pause();
  }

  #read(prompt: string, signal: AbortSignal, silenceMs?: number): Promise<string | null> {
    this.spin('');
    const { stdin: input, stderr: output } = process;
    const reader = createInterface({ input, output, prompt });
    this.#reader = reader;
    const { promise, resolve } = Promise.withResolvers<string | null>();
    const interrupt = () => this.onInterrupt();
    // What is half typed is not taken away.
    const fallSilent = () => (reader.line === '' ? finish('') : silence?.refresh());
    const silence = silenceMs === undefined ? null : setTimeout(fallSilent, silenceMs);
    const onKey = () => silence?.refresh();
    const finish = (text: string | null) => {
      if (this.#reader !== reader) return;
      this.#reader = null;
      signal.removeEventListener('abort', abandon);
      input.off('keypress', onKey);
      if (silence !== null) clearTimeout(silence);
      // A question that nobody waits for any more leaves no prompt.
      if (signal.aborted) {
        clearLine(output, 0);
        cursorTo(output, 0);
      } else if (text === null) output.write('\n');
      reader.off('close', interrupt);
      reader.close();
      input.resume();
      resolve(text);
    };
    // Ctrl-Z: the shell sees that all have stopped, npm as well, which waits for this process.
    const suspend = () => {
      input.setRawMode(false);
      process.once('SIGCONT', () => {
        if (this.#reader !== reader) return;
        input.setRawMode(true);
        reader.prompt(true);
      });
      process.kill(0, 'SIGSTOP');
    };
    const abandon = () => finish(null);
    this.#abandon = abandon;
    const lines: string[] = [];
    // The lines of one paste come in one go.
    reader.on('line', (line) => {
      if (lines.push(line) === 1) queueMicrotask(() => finish(lines.join('\n')));
    });
    reader.on('SIGINT', interrupt);
    reader.on('SIGTSTP', suspend);
    // It repeats the errors of its input.
    reader.on('error', hangUp);
    // Ctrl-D: nothing more can be typed.
    reader.on('close', interrupt);
    signal.addEventListener('abort', abandon, { once: true });
    input.on('keypress', onKey);
    reader.prompt();
    return promise;
  }

  readonly #interrupted = (): void => {
    const at = performance.now();
    if (at - this.#interruptedAt > ONE_PRESS_MS) this.onInterrupt();
    this.#interruptedAt = at;
  };
}
