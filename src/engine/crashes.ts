/** Tells whether the previous owner died at work or only lost its lease (C18). */

import { isGone } from '#store/owner.ts';
import type { DesignRow } from '#store/store.ts';
import type { Parts } from './engine-parts.ts';
import { type Clock, elapsedMs, type Moment } from './lease.ts';

export class Crashes {
  readonly #parts: Parts;
  readonly #clock: Clock;
  #answeredAt: Moment;
  /** When the store answered again after it had not for longer than a lease. */
  #outageEndedAt: Moment | null = null;

  constructor(parts: Parts, clock: Clock) {
    this.#parts = parts;
    this.#clock = clock;
    this.#answeredAt = clock();
  }

  /** The store has answered. */
  noteStoreAnswer(): void {
    const now = this.#clock();
    if (elapsedMs(this.#answeredAt, now) > this.#parts.pace.leaseMs) this.#outageEndedAt = now;
    this.#answeredAt = now;
  }

  /**
   * A previous owner on this machine has died if its process is gone. One on another machine is
   * taken for dead because its lease has lapsed, except just after an outage of the store: the
   * outage has kept others from renewing too, and they may be alive.
   */
  hasDied({ owner }: DesignRow): boolean {
    const { owner: mine, pace } = this.#parts;
    if (owner === null || owner.id === mine.id) return false;
    const isHere = owner.process !== null && owner.process.machine === mine.process?.machine;
    if (isHere) return isGone(owner.process);
    return (
      this.#outageEndedAt === null || elapsedMs(this.#outageEndedAt, this.#clock()) > pace.leaseMs
    );
  }
}
