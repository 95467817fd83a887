import { LRUCache } from 'lru-cache';
import type { Clock } from './clock.ts';

export interface LookUpCache<Value> {
  /** Throws the look-up's error if nothing is cached. */
  get(key: string): Promise<Value>;
}

/**
 * Caches results of `lookUp` for `keptMs`, at most `max` keys. Concurrent callers share one look-up. A failed look-up
 * is not cached: callers get the previous value or, with `onFailure: 'throw'`, the error. Use that where a stale value
 * would be wrong.
 */
export function lookUpCache<Value>(
  lookUp: (key: string) => Promise<Value>,
  clock: Clock,
  keptMs: number,
  max: number,
  onFailure: 'previous' | 'throw' = 'previous',
): LookUpCache<Value> {
  // Wrapped in an object, because the library treats a found `null` as a miss.
  const found = new LRUCache<string, { readonly value: Value }>({
    max,
    // The library counts a value of exactly this age as fresh.
    ttl: keptMs - 1,
    ttlResolution: 0,
    perf: clock,
    fetchMethod: async (key) => ({ value: await lookUp(key) }),
    // The previous value survives a failed look-up.
    noDeleteOnFetchRejection: true,
    // A look-up still answers its waiting callers after its key was evicted.
    ignoreFetchAbort: true,
  });
  return {
    get: async (key) => {
      try {
        return (await found.forceFetch(key)).value;
      } catch (error) {
        const before = onFailure === 'throw' ? undefined : found.peek(key, { allowStale: true });
        if (before === undefined) throw error;
        return before.value;
      }
    },
  };
}

/** Remembers the newest `max` keys. */
export class SeenKeys {
  readonly #seen: LRUCache<string, true>;

  constructor(max: number) {
    this.#seen = new LRUCache({ max });
  }

  /** Adds the key; `true` if it was not seen before. */
  isNew(key: string): boolean {
    if (this.#seen.has(key)) return false;
    this.#seen.set(key, true);
    return true;
  }

  /** Forgets the key after its work failed, so that the next attempt counts as new. */
  forget(key: string): void {
    this.#seen.delete(key);
  }
}
