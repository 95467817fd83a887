import { LRUCache } from 'lru-cache';
import type { Clock } from './ports/clock.ts';

/** What was looked up under a key, for a while. */
export interface LookUpCache<Value> {
  /** Throws what the look-up throws, when nothing is known from before. */
  get(key: string): Promise<Value>;
}

/**
 * Keeps what `lookUp` finds for `keptMs`, of at most `max` keys. Several who ask at once share one look-up. A look-up
 * that fails is forgotten, and answered with what was known before it.
 */
export function lookUpCache<Value>(
  lookUp: (key: string) => Promise<Value>,
  clock: Clock,
  keptMs: number,
  max: number,
): LookUpCache<Value> {
  // In an object of its own, because a look-up may find `null`, which the library takes for nothing found.
  const found = new LRUCache<string, { readonly value: Value }>({
    max,
    // The library takes what is exactly as old as this for fresh.
    ttl: keptMs - 1,
    ttlResolution: 0,
    perf: clock,
    fetchMethod: async (key) => ({ value: await lookUp(key) }),
    // What was known before a look-up outlives its failure.
    noDeleteOnFetchRejection: true,
    // A look-up whose key gave way to newer ones is still the answer to those who wait for it.
    ignoreFetchAbort: true,
  });
  return {
    get: async (key) => {
      try {
        return (await found.forceFetch(key)).value;
      } catch (error) {
        const before = found.peek(key, { allowStale: true });
        if (before === undefined) throw error;
        return before.value;
      }
    },
  };
}

/** The keys that were met, of at most the newest `max`. */
export class SeenKeys {
  readonly #seen: LRUCache<string, true>;

  constructor(max: number) {
    this.#seen = new LRUCache({ max });
  }

  /** Whether the key was not met before. It is from now on. */
  isNew(key: string): boolean {
    if (this.#seen.has(key)) return false;
    this.#seen.set(key, true);
    return true;
  }

  /** What was begun for this key has failed: the next time it is new again. */
  forget(key: string): void {
    this.#seen.delete(key);
  }
}
