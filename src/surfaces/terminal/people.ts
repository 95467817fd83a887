import type { Show } from './show.ts';
import { TERMINAL_TEXTS } from './texts.ts';
import { awaitPrompt, type Typing } from './typing.ts';
import { saysYes } from './yes-or-no.ts';

/** Asks until it is done. Throws like `Typing` when Ctrl-C interrupts it or `signal` aborts it. */
type Prompt = (typing: Typing, signal: AbortSignal) => Promise<void>;

/** Asks the person at the terminal one thing at a time. The display pauses meanwhile. */
export class TerminalPeople {
  readonly #show: Show;
  readonly #typing: Typing;
  readonly #onInterrupt: () => void;
  readonly #onBroken: (error: unknown) => void;
  #wanted: Prompt | null = null;
  /** The question whether to cancel, and `null` while it is not asked. */
  #confirming: Promise<boolean> | null = null;
  readonly #closing = new AbortController();
  #current = new AbortController();
  #running: Promise<void> = Promise.resolve();

  constructor(
    show: Show,
    typing: Typing,
    on: { readonly interrupt: () => void; readonly broken: (error: unknown) => void },
  ) {
    this.#show = show;
    this.#typing = typing;
    this.#onInterrupt = on.interrupt;
    this.#onBroken = on.broken;
  }

  want(prompt: Prompt): void {
    this.#current.abort();
    this.#wanted = prompt;
    this.#start();
  }

  /** Resolves once the open prompt is gone from the terminal. */
  async dismiss(): Promise<void> {
    this.#wanted = null;
    this.#current.abort();
    await this.#running;
  }

  /** Like `dismiss`, and takes back the question whether to cancel. Asks nothing from then on. */
  async close(): Promise<void> {
    this.#closing.abort();
    await this.dismiss();
    await this.#confirming;
  }

  /**
   * Interrupts another prompt, and returns to it after a no. A second Ctrl-C means yes; closing
   * means no.
   */
  async confirmCancel(signal: AbortSignal): Promise<boolean> {
    if (this.#closing.signal.aborted) return false;
    this.#confirming = this.#confirm(AbortSignal.any([signal, this.#closing.signal]));
    const yes = await this.#confirming;
    this.#confirming = null;
    if (!yes) this.#start();
    return yes;
  }

  async #confirm(signal: AbortSignal): Promise<boolean> {
    this.#current.abort();
    await this.#running;
    this.#show.pause();
    const asking = { message: TERMINAL_TEXTS.askCancel, ending: null, status: () => [] };
    const yes = await saysYes(async () => {
      const answer = await awaitPrompt(this.#typing(asking, signal));
      if (this.#closing.signal.aborted) return 'no';
      if (signal.aborted || answer === 'interrupted') return 'yes';
      return typeof answer === 'object' ? answer.value : 'no';
    });
    this.#show.resume();
    return yes;
  }

  #start(): void {
    const prompt = this.#wanted;
    if (prompt === null || this.#confirming !== null || this.#closing.signal.aborted) return;
    const current = new AbortController();
    this.#current = current;
    this.#running = this.#running
      .then(() => this.#ask(prompt, current.signal))
      .catch(this.#onBroken);
  }

  async #ask(prompt: Prompt, signal: AbortSignal): Promise<void> {
    if (signal.aborted) return;
    this.#show.pause();
    const answer = await awaitPrompt(prompt(this.#typing, signal));
    this.#show.resume();
    if (answer === 'interrupted') this.#onInterrupt();
    else if (!signal.aborted) this.#wanted = null;
  }
}
