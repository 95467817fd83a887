export type EndingSignal = 'SIGINT' | 'SIGTERM' | 'SIGHUP';

interface InterruptActions {
  /** Asks before cancelling. A further Ctrl-C aborts the question and means yes. */
  ask(signal: AbortSignal): Promise<boolean>;
  cancel(signal: EndingSignal): void;
  kill(): void;
  failed(error: unknown): void;
}

/**
 * Milliseconds within which two signals are one. `npm run` repeats to its child a signal that the
 * terminal has sent to both; no one presses a key twice that fast.
 */
const ONE_PRESS_MS = 100;

/** Ctrl-C asks, a second one cancels, a third one kills. Once the design has ended, one kills. */
export class Interrupts {
  readonly #actions: InterruptActions;
  readonly #now: () => number;
  #stage: 'calm' | 'asking' | 'over' = 'calm';
  #question = new AbortController();
  #lastAt = Number.NEGATIVE_INFINITY;

  constructor(actions: InterruptActions, now: () => number) {
    this.#actions = actions;
    this.#now = now;
  }

  pressed(): void {
    const at = this.#now();
    const isRepeated = at - this.#lastAt < ONE_PRESS_MS;
    this.#lastAt = at;
    if (isRepeated) return;
    switch (this.#stage) {
      case 'calm':
        this.#stage = 'asking';
        this.#ask().catch((error) => this.#actions.failed(error));
        break;
      case 'asking':
        this.cancel('SIGINT');
        break;
      case 'over':
        this.#actions.kill();
        break;
    }
  }

  /** For a signal that leaves no time for a question. May be called again. */
  cancel(signal: EndingSignal): void {
    if (this.#stage === 'over') return;
    this.end();
    this.#actions.cancel(signal);
  }

  /** There is nothing left to cancel: an open question is taken back. */
  end(): void {
    this.#stage = 'over';
    this.#question.abort();
  }

  async #ask(): Promise<void> {
    this.#question = new AbortController();
    const yes = await this.#actions.ask(this.#question.signal);
    if (this.#stage !== 'asking') return;
    if (yes) this.cancel('SIGINT');
    else this.#stage = 'calm';
  }
}
