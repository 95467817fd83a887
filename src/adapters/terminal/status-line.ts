import { createLogUpdate } from 'log-update';

/** No eye follows faster changes. */
const REDRAW_MS = 200;

/** A progress line, redrawn in place; nothing without a terminal. */
export class StatusLine {
  readonly #draw: ReturnType<typeof createLogUpdate> | null;
  readonly #now: () => number;
  #drawnAt = Number.NEGATIVE_INFINITY;

  constructor(stream: NodeJS.WriteStream, now: () => number) {
    this.#draw = stream.isTTY === true ? createLogUpdate(stream) : null;
    this.#now = now;
  }

  show(words: () => string): void {
    if (this.#draw === null || this.#now() - this.#drawnAt < REDRAW_MS) return;
    this.#drawnAt = this.#now();
    this.#draw(words());
  }

  clear(): void {
    this.#draw?.clear();
    this.#draw?.done();
  }
}
