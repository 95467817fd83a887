/** At most so many designs have processes at once (CHARRETTE_MAX_RUNNING); the others wait in order. */

import type { DesignId } from '#design/ids.ts';

export class Places {
  readonly #most: number;
  readonly #taken = new Set<DesignId>();
  readonly #waiting: { readonly id: DesignId; readonly enter: () => void }[] = [];

  constructor(most: number) {
    this.#most = most;
  }

  /** `take` would not wait. */
  isFree(id: DesignId): boolean {
    return this.#taken.has(id) || this.#taken.size < this.#most;
  }

  /** Resolves when the design has a place; rejects with the signal's reason. */
  async take(id: DesignId, signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    if (this.#taken.has(id)) return;
    if (this.#taken.size < this.#most) {
      this.#taken.add(id);
      return;
    }
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    this.#waiting.push({ id, enter: resolve });
    const leave = () => {
      this.#drop(id);
      reject(signal.reason);
    };
    signal.addEventListener('abort', leave, { once: true });
    await promise.finally(() => signal.removeEventListener('abort', leave));
  }

  /** Frees the place of a design without processes. */
  free(id: DesignId): void {
    if (!this.#taken.delete(id)) return;
    const next = this.#waiting[0];
    if (next === undefined) return;
    this.#taken.add(next.id);
    // One design may wait for several sessions.
    for (const { enter } of this.#drop(next.id)) enter();
  }

  #drop(id: DesignId) {
    const dropped = this.#waiting.filter((each) => each.id === id);
    this.#waiting.splice(
      0,
      this.#waiting.length,
      ...this.#waiting.filter((each) => each.id !== id),
    );
    return dropped;
  }
}
