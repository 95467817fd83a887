import { confirmCancel } from './deciding.ts';
import type { Show } from './show.ts';

/** Asks something until it is over, is interrupted by Ctrl-C, or `signal` takes it back. */
export type Prompt = (signal: AbortSignal) => Promise<'over' | 'interrupted'>;

/** Whoever sits at the terminal: asked one thing at a time, while the display steps aside. */
export class People {
  readonly #show: Show;
  readonly #output: NodeJS.WriteStream;
  readonly #onInterrupt: () => void;
  readonly #onBroken: (error: unknown) => void;
  #wanted: Prompt | null = null;
  #confirming = false;
  #current = new AbortController();
  #running: Promise<void> = Promise.resolve();

  constructor(
    show: Show,
    output: NodeJS.WriteStream,
    on: { readonly interrupt: () => void; readonly broken: (error: unknown) => void },
  ) {
    this.#show = show;
    this.#output = output;
    this.#onInterrupt = on.interrupt;
    this.#onBroken = on.broken;
  }

  /** Asks this from now on; what was asked before is taken back. */
  want(prompt: Prompt): void {
    this.#current.abort();
    this.#wanted = prompt;
    this.#start();
  }

  /** Nothing is to be asked any more. Resolves when the prompt is gone from the terminal. */
  async dismiss(): Promise<void> {
    this.#wanted = null;
    this.#current.abort();
    await this.#running;
  }

  /** Puts another question aside for this one, and comes back to it after a no. */
  async confirmCancel(signal: AbortSignal): Promise<boolean> {
    this.#confirming = true;
    this.#current.abort();
    await this.#running;
    this.#show.pause();
    const yes = await confirmCancel(this.#output, signal);
    this.#show.resume();
    this.#confirming = false;
    if (!yes) this.#start();
    return yes;
  }

  #start(): void {
    const prompt = this.#wanted;
    if (prompt === null || this.#confirming) return;
    const current = new AbortController();
    this.#current = current;
    this.#running = this.#running.then(() => this.#ask(prompt, current.signal)).catch(this.#onBroken);
  }

  async #ask(prompt: Prompt, signal: AbortSignal): Promise<void> {
    if (signal.aborted) return;
    this.#show.pause();
    const how = await prompt(signal);
    this.#show.resume();
    if (how === 'interrupted') this.#onInterrupt();
    else if (!signal.aborted) this.#wanted = null;
  }
}
