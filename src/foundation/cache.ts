import { LRUCache } from 'lru-cache';
import type { Clock } from './clock.ts';
import { awaitWhileRunning } from './timeout.ts';

/** How long an answer serves, in milliseconds since its look-up began. */
interface Kept {
  /** Younger answers are returned without a look-up. */
  readonly freshMs: number;
  /**
   * If a look-up fails, the last answer serves for so much longer. Absent: for ever. 0: the failure
   * is thrown.
   */
  readonly staleMs?: number;
  /** Time between a failed look-up and the next. Absent: none. */
  readonly againMs?: number;
  /** Time to wait for a look-up, which then counts as failed and goes on. Absent: until it ends. */
  readonly waitMs?: number;
}

export interface LookUpCache<Value> {
  /**
   * `limits`: instead of what is usual for the cache. Throws the look-up's error if no answer
   * serves.
   */
  get(key: string, limits?: Kept): Promise<Value>;
  /** Drops the answer or the failure; one that is still looked up is not kept. */
  forget(key: string): void;
}

/** Keeps the answers of `lookUp` for the last `max` keys. Concurrent callers share one look-up. */
export function createLookUpCache<Value>(
  lookUp: (key: string) => Promise<Value>,
  clock: Clock,
  usual: Kept,
  max: number,
): LookUpCache<Value> {
  const answers = new LRUCache<string, { readonly askedAt: number; readonly value: Value }>({
    max,
  });
  const failures = new LRUCache<string, { readonly askedAt: number; readonly error: unknown }>({
    max,
  });
  const underWay = new Map<string, Promise<Value>>();
  const isWithin = (askedAt: number, ms: number) => clock.now() - askedAt < ms;

  const ask = (key: string): Promise<Value> => {
    const askedAt = clock.now();
    /** False if the key was forgotten meanwhile. */
    const endsUnforgotten = () => underWay.get(key) === pendingAnswer && underWay.delete(key);
    const pendingAnswer: Promise<Value> = lookUp(key).then(
      (value) => {
        if (endsUnforgotten()) answers.set(key, { askedAt, value });
        return value;
      },
      (error: unknown) => {
        if (endsUnforgotten()) failures.set(key, { askedAt, error });
        throw error;
      },
    );
    underWay.set(key, pendingAnswer);
    return pendingAnswer;
  };
  const late = (): never => {
    throw new Error('the look-up takes too long');
  };

  return {
    get: async (
      key,
      { freshMs, staleMs = Number.POSITIVE_INFINITY, againMs = 0, waitMs } = usual,
    ) => {
      const answer = answers.get(key);
      if (answer !== undefined && isWithin(answer.askedAt, freshMs)) return answer.value;
      try {
        const failure = failures.get(key);
        if (failure !== undefined && isWithin(failure.askedAt, againMs)) throw failure.error;
        const pendingAnswer = underWay.get(key) ?? ask(key);
        return await (waitMs === undefined
          ? pendingAnswer
          : awaitWhileRunning(pendingAnswer, waitMs, late, clock));
      } catch (error) {
        const last = answers.get(key);
        if (last === undefined || !isWithin(last.askedAt, freshMs + staleMs)) throw error;
        return last.value;
      }
    },
    forget: (key) => {
      answers.delete(key);
      failures.delete(key);
      underWay.delete(key);
    },
  };
}
