import { LRUCache } from 'lru-cache';
import type { Clock } from '../../../runtime/ports/clock.ts';

/** Failed attempts of one address, after which all of its attempts are refused until this time after the first is over. */
const MOST = 10;
const WINDOW_MS = 5 * 60_000;
const MAX_ADDRESSES = 10_000;

/** Counts failed attempts to sign in, by address. */
export class FailedAttempts {
  readonly #counts: LRUCache<string, { count: number }>;

  constructor(clock: Pick<Clock, 'now'>) {
    this.#counts = new LRUCache({ max: MAX_ADDRESSES, ttl: WINDOW_MS, ttlResolution: 0, perf: clock });
  }

  isTooMany(address: string): boolean {
    return (this.#counts.get(address)?.count ?? 0) >= MOST;
  }

  add(address: string): void {
    const found = this.#counts.get(address);
    if (found === undefined) this.#counts.set(address, { count: 1 });
    else found.count += 1;
  }
}
