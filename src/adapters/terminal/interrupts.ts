/** Signals that end a command: Ctrl-C, or the system's. */
export type EndingSignal = 'SIGINT' | 'SIGTERM' | 'SIGHUP';

/** Steps that Ctrl-C leads to. */
interface InterruptActions {
  /** Asks whether to cancel; a further interruption aborts the question and is taken as a yes. */
  ask(signal: AbortSignal): Promise<boolean>;
  cancel(signal: EndingSignal): void;
  /** Ends the process, without waiting for anything. */
  kill(): void;
  failed(error: unknown): void;
}

/**
 * Milliseconds within which two signals are one. `npm run` passes on to its child what the terminal has sent to both
 * of them already; nobody presses a key twice that fast.
 */
const ONE_PRESS_MS = 100;

/** Ctrl-C asks, a second one cancels, a third one kills. */
export class Interrupts {
  readonly #actions: InterruptActions;
  readonly #now: () => number;
  #stage: 'calm' | 'asking' | 'cancelling' = 'calm';
  #question = new AbortController();
  #lastAt = Number.NEGATIVE_INFINITY;

  constructor(actions: InterruptActions, now: () => number) {
    this.#actions = actions;
    this.#now = now;
  }

  pressed(): void {
    const at = this.#now();
    const repeated = at - this.#lastAt < ONE_PRESS_MS;
    this.#lastAt = at;
    if (repeated) return;
    switch (this.#stage) {
      case 'calm':
        this.#stage = 'asking';
        this.#ask().catch((error) => this.#actions.failed(error));
        break;
      case 'asking':
        this.cancel('SIGINT');
        break;
      case 'cancelling':
        this.#actions.kill();
        break;
    }
  }

  /** Serves a signal that leaves no room for questions. Once is enough. */
  cancel(signal: EndingSignal): void {
    if (this.#stage === 'cancelling') return;
    this.#stage = 'cancelling';
    this.#question.abort();
    this.#actions.cancel(signal);
  }

  async #ask(): Promise<void> {
    this.#question = new AbortController();
    const yes = await this.#actions.ask(this.#question.signal);
    if (this.#stage !== 'asking') return;
    if (yes) this.cancel('SIGINT');
    else this.#stage = 'calm';
  }
}
