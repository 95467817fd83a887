import type { DesignId } from '../../core/vocabulary/ids.ts';

/**
 * The bounded number of designs that may have processes here at the same time. As long as one waits, none takes a slot before
 * it: a slot then goes to the due designs, oldest first.
 */
export class Slots {
  readonly #capacity: number;
  readonly #onReleased: () => void;
  readonly #taken = new Set<DesignId>();
  /** The beginning of each wait for a slot here, in milliseconds since the epoch. */
  readonly #waiting = new Map<DesignId, number>();

  constructor(capacity: number, onReleased: () => void) {
    this.#capacity = capacity;
    this.#onReleased = onReleased;
  }

  get free(): number {
    return this.#capacity - this.#taken.size;
  }

  /** Returns `null` when the design may have processes here, from now on; else the beginning of its wait. */
  acquire(id: DesignId, now: number): number | null {
    if (this.#taken.has(id)) return null;
    const since = this.#waiting.get(id) ?? now;
    if (this.#waiting.size > 0 || this.free <= 0) {
      this.#waiting.set(id, since);
      return since;
    }
    this.#taken.add(id);
    return null;
  }

  /** Gives this design its turn. */
  assign(id: DesignId): void {
    if (this.free <= 0) return;
    this.#waiting.delete(id);
    this.#taken.add(id);
  }

  /** Clears the waits, since nothing is due: those designs have ended, or are another daemon's. */
  nobodyWaits(): void {
    this.#waiting.clear();
  }

  /** Frees a design's slot, since it has no processes here any more. If it waits for a slot, it keeps its place. */
  release(id: DesignId): void {
    if (this.#taken.delete(id)) this.#onReleased();
  }

  /** Withdraws a design that needs no slot now. */
  withdraw(id: DesignId): void {
    this.#waiting.delete(id);
    this.release(id);
  }
}
