/** Limits how many designs have processes at once (CHARRETTE_MAX_RUNNING); the others wait in order. */

import type { DesignId } from '#design/ids.ts';

export class Places {
  readonly #most: number;
  readonly #taken = new Set<DesignId>();
  /** In the order in which they came; one design may wait for several sessions. */
  #waiting: { readonly id: DesignId; readonly enter: () => void }[] = [];

  constructor(most: number) {
    this.#most = most;
  }

  /** `false`: all are taken. */
  take(id: DesignId): boolean {
    if (this.#taken.size < this.#most) this.#taken.add(id);
    return this.#taken.has(id);
  }

  /** Resolves when the design has a place; rejects with the signal's reason. */
  async wait(id: DesignId, signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const waiting = { id, enter: resolve };
    this.#waiting.push(waiting);
    const leave = () => {
      this.#waiting = this.#waiting.filter((each) => each !== waiting);
      reject(signal.reason);
    };
    signal.addEventListener('abort', leave, { once: true });
    await promise.finally(() => signal.removeEventListener('abort', leave));
  }

  /** A design has no processes any more. */
  free(id: DesignId): void {
    if (!this.#taken.delete(id)) return;
    const next = this.#waiting[0]?.id;
    if (next === undefined) return;
    this.#taken.add(next);
    for (const { enter } of this.#waiting.filter((each) => each.id === next)) enter();
    this.#waiting = this.#waiting.filter((each) => each.id !== next);
  }
}
