import { LRUCache } from 'lru-cache';
import type { Clock } from '../foundation/clock.ts';
import { abortable, withTimeout } from '../foundation/timeout.ts';

const MAX_PREFIXES = 500;

/** A request on its way: `begun` at its first streamed event, `over` at its end. Both may be called repeatedly. */
interface Pass {
  begun(): void;
  over(): void;
}

/**
 * Lets one of several requests with the same prefix go ahead. The endpoint caches the prefix only once an answer to it
 * has begun: sent together, all would miss. The others follow at its first streamed event, at its end, or after
 * `waitMs`.
 */
export class PrefixGate {
  readonly #clock: Clock;
  readonly #waitMs: number;
  /** Promise that followers of a prefix await; kept for `warmMs` once it has begun. */
  readonly #led: LRUCache<string, Promise<void>>;

  constructor(clock: Clock, { waitMs, warmMs }: { readonly waitMs: number; readonly warmMs: number }) {
    this.#clock = clock;
    this.#waitMs = waitMs;
    this.#led = new LRUCache({
      max: MAX_PREFIXES,
      // The library counts a value of exactly this age as fresh.
      ttl: warmMs - 1,
      ttlResolution: 0,
      updateAgeOnGet: true,
      perf: clock,
    });
  }

  /** Resolves when a request with this prefix may be sent. Never rejects: an abort ends the wait. */
  async enter(prefix: string, signal: AbortSignal): Promise<Pass> {
    const led = this.#led.get(prefix);
    if (led === undefined) return this.#lead(prefix);
    const following = withTimeout(abortable(led, signal), this.#waitMs, () => undefined, this.#clock);
    await Promise.allSettled([following]);
    return { begun: () => undefined, over: () => undefined };
  }

  #lead(prefix: string): Pass {
    const { promise: led, resolve: follow } = Promise.withResolvers<void>();
    let hasBegun = false;
    this.#led.set(prefix, led, { ttl: 0 });
    return {
      begun: () => {
        hasBegun = true;
        this.#led.set(prefix, led);
        follow();
      },
      over: () => {
        if (!hasBegun && this.#led.peek(prefix) === led) this.#led.delete(prefix);
        follow();
      },
    };
  }
}
