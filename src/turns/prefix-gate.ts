import { LRUCache } from 'lru-cache';
import type { Clock } from '../foundation/clock.ts';
import { awaitUnlessAborted, awaitWithTimeout } from '../foundation/timeout.ts';

const MAX_PREFIXES = 500;

/**
 * A request under way. Call `begin` at its first streamed event and `end` at its end; both may be
 * called repeatedly.
 */
interface Pass {
  begin(): void;
  end(): void;
}

/**
 * Lets one of several requests with the same prefix go first. An endpoint caches the prefix only
 * once an answer to it has begun; sent together, all requests would miss the cache. The others
 * follow at the first one's first streamed event, at its end, or after `waitMs`.
 */
export class PrefixGate {
  readonly #clock: Clock;
  readonly #waitMs: number;
  /**
   * Promise that followers of a prefix await; kept for `warmMs` after the first answer has begun.
   */
  readonly #led: LRUCache<string, Promise<void>>;

  constructor(
    clock: Clock,
    { waitMs, warmMs }: { readonly waitMs: number; readonly warmMs: number },
  ) {
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

  /**
   * Resolves when a request with this prefix may be sent. Never rejects: an abort ends the wait.
   */
  async enter(prefix: string, signal: AbortSignal): Promise<Pass> {
    const leader = this.#led.get(prefix);
    if (leader === undefined) return this.#lead(prefix);
    const following = awaitWithTimeout(
      awaitUnlessAborted(leader, signal),
      this.#waitMs,
      () => undefined,
      this.#clock,
    );
    await Promise.allSettled([following]);
    return { begin: () => undefined, end: () => undefined };
  }

  #lead(prefix: string): Pass {
    const { promise: leader, resolve: follow } = Promise.withResolvers<void>();
    let hasBegun = false;
    this.#led.set(prefix, leader, { ttl: 0 });
    return {
      begin: () => {
        hasBegun = true;
        this.#led.set(prefix, leader);
        follow();
      },
      end: () => {
        if (!hasBegun && this.#led.peek(prefix) === leader) this.#led.delete(prefix);
        follow();
      },
    };
  }
}
