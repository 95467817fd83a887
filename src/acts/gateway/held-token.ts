import type { Log } from '../../foundation/log.ts';

/**
 * A platform's token, by the last call that carried it. While the platform refuses it, the daemon
 * is not connected there.
 */
export class HeldToken {
  readonly #toDo: string;
  readonly #log: Log;
  readonly #event: string;
  #isRefused = false;

  /**
   * `toDo`: names the setting, and what an operator does. `event`: logged when the platform begins
   * to refuse it.
   */
  constructor(toDo: string, log: Log, event: string) {
    this.#toDo = toDo;
    this.#log = log;
    this.#event = event;
  }

  /** `null` while the platform accepts it, or has not said. */
  readonly toDo = (): string | null => (this.#isRefused ? this.#toDo : null);

  record(isRefused: boolean, facts: object = {}): void {
    if (isRefused && !this.#isRefused) this.#log.error(this.#event, { ...facts, toDo: this.#toDo });
    this.#isRefused = isRefused;
  }
}
