import type { DesignId } from '../../core/ids.ts';

/** Wakes whoever waits for a design to change. Level-triggered by its users: they read the store, then wait. */
export class Changes {
  readonly #waiting = new Map<DesignId, Set<() => void>>();

  announce(id: DesignId): void {
    const waiting = this.#waiting.get(id);
    this.#waiting.delete(id);
    for (const wake of waiting ?? []) wake();
  }

  /** Resolves at the next change of this design after this call, or when the signal is aborted. */
  next(id: DesignId, signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const wake = (): void => {
        signal.removeEventListener('abort', abandon);
        resolve();
      };
      const abandon = (): void => {
        const waiting = this.#waiting.get(id);
        waiting?.delete(wake);
        if (waiting?.size === 0) this.#waiting.delete(id);
        resolve();
      };
      if (signal.aborted) return resolve();
      signal.addEventListener('abort', abandon, { once: true });
      const waiting = this.#waiting.get(id) ?? new Set();
      this.#waiting.set(id, waiting.add(wake));
    });
  }

  close(): void {
    for (const id of [...this.#waiting.keys()]) this.announce(id);
  }
}
