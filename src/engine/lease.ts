/**
 * What a process believes of its lease on a design. The database's clock decides who may write; this
 * one tells when to stop posting and calling, and is never later: it counts from before the renewal
 * was sent, by the larger of two clocks (a suspended machine stops the monotonic one).
 */

import type { DesignId } from '#design/ids.ts';

export interface Moment {
  readonly wallMs: number;
  readonly monotonicMs: number;
}
export type Clock = () => Moment;

export const systemClock: Clock = () => ({
  wallMs: Date.now(),
  monotonicMs: performance.now(),
});

export class Lease {
  readonly designId: DesignId;
  readonly epoch: number;
  readonly #leaseMs: number;
  readonly #clock: Clock;
  readonly #claimedAt: Moment;
  #from: Moment;
  #isGiven = true;

  constructor(designId: DesignId, epoch: number, leaseMs: number, from: Moment, clock: Clock) {
    this.designId = designId;
    this.epoch = epoch;
    this.#leaseMs = leaseMs;
    this.#claimedAt = from;
    this.#from = from;
    this.#clock = clock;
  }

  get leftMs(): number {
    return this.#isGiven ? this.#leaseMs - elapsedMs(this.#from, this.#clock()) : 0;
  }

  get isHeld(): boolean {
    return this.leftMs > 0;
  }

  /** Milliseconds since the claim. */
  get ageMs(): number {
    return elapsedMs(this.#claimedAt, this.#clock());
  }

  /** `sentAt`: before the renewal was sent. A claim that is younger says nothing about it. */
  isOlderThan(sentAt: Moment): boolean {
    return this.#claimedAt.monotonicMs <= sentAt.monotonicMs;
  }

  get renewedAt(): Moment {
    return this.#from;
  }

  renew(sentAt: Moment): void {
    this.#from = sentAt;
  }

  end(): void {
    this.#isGiven = false;
  }
}

export function elapsedMs(from: Moment, to: Moment): number {
  return Math.max(to.monotonicMs - from.monotonicMs, to.wallMs - from.wallMs);
}
