import type { DesignId } from '../../core/ids.ts';

/** The bounded number of designs that may have processes here at the same time. */
export class Slots {
  readonly #capacity: number;
  readonly #onReleased: () => void;
  readonly #taken = new Set<DesignId>();

  constructor(capacity: number, onReleased: () => void) {
    this.#capacity = capacity;
    this.#onReleased = onReleased;
  }

  get free(): number {
    return this.#capacity - this.#taken.size;
  }

  /** Whether the design may have processes here, from now on. */
  acquire(id: DesignId): boolean {
    if (!this.#taken.has(id) && this.free <= 0) return false;
    this.#taken.add(id);
    return true;
  }

  release(id: DesignId): void {
    if (this.#taken.delete(id)) this.#onReleased();
  }
}
