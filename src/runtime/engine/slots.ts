import type { DesignId } from '../../core/vocabulary/ids.ts';

/**
 * The bounded number of designs that may have processes here at the same time. As long as one waits, nobody takes a slot
 * before it: a slot is then given to those that are due, oldest first.
 */
export class Slots {
  readonly #capacity: number;
  readonly #onReleased: () => void;
  readonly #taken = new Set<DesignId>();
  /** Since when each waits that found no slot here, in milliseconds since the epoch. */
  readonly #waiting = new Map<DesignId, number>();

  constructor(capacity: number, onReleased: () => void) {
    this.#capacity = capacity;
    this.#onReleased = onReleased;
  }

  get free(): number {
    return this.#capacity - this.#taken.size;
  }

  /** `null` when the design may have processes here, from now on; else since when it waits. */
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

  /** It is this design's turn. */
  assign(id: DesignId): void {
    if (this.free <= 0) return;
    this.#waiting.delete(id);
    this.#taken.add(id);
  }

  /** Nothing is due: those that waited have ended, or are another daemon's. */
  nobodyWaits(): void {
    this.#waiting.clear();
  }

  /** It has no processes here any more; where it waits for a slot, it keeps its place. */
  release(id: DesignId): void {
    if (this.#taken.delete(id)) this.#onReleased();
  }

  /** It needs no slot now. */
  withdraw(id: DesignId): void {
    this.#waiting.delete(id);
    this.release(id);
  }
}
