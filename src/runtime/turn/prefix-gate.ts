import type { Clock } from '../ports/clock.ts';

const PREFIXES = 500;

interface Entry {
  /** Until when the prefix is taken to be cached; `null` while its first request is still on its way. */
  warmUntil: number | null;
  readonly waiting: Set<() => void>;
}

/**
 * Requests that begin with the same bytes share them through the endpoint's cache, but only once one of them has
 * begun to be answered: sent together, all of them miss. So the first one goes ahead, and the others follow at its
 * first streamed event, at its end whatever that is, or after `waitMs`.
 */
export class PrefixGate {
  readonly #clock: Clock;
  readonly #waitMs: number;
  readonly #warmMs: number;
  readonly #entries = new Map<string, Entry>();

  constructor(clock: Clock, { waitMs, warmMs }: { readonly waitMs: number; readonly warmMs: number }) {
    this.#clock = clock;
    this.#waitMs = waitMs;
    this.#warmMs = warmMs;
  }

  /**
   * Resolves when a request with this prefix may be sent. Call `begun` at its first streamed event and `over` at its
   * end; calling either more than once, or both, is fine. Never rejects: an abort ends the waiting.
   */
  async enter(prefix: string, signal: AbortSignal): Promise<{ begun(): void; over(): void }> {
    const entry = this.#entries.get(prefix);
    const now = this.#clock.now();
    if (entry === undefined || (entry.warmUntil !== null && entry.warmUntil <= now))
      return this.#lead(prefix);
    if (entry.warmUntil === null) await this.#follow(entry, signal);
    else entry.warmUntil = now + this.#warmMs;
    return { begun: () => undefined, over: () => undefined };
  }

  #lead(prefix: string): { begun(): void; over(): void } {
    this.#forgetCold();
    const entry: Entry = { warmUntil: null, waiting: new Set() };
    this.#entries.set(prefix, entry);
    const release = (): void => {
      for (const follow of [...entry.waiting]) follow();
    };
    return {
      begun: () => {
        entry.warmUntil = this.#clock.now() + this.#warmMs;
        release();
      },
      over: () => {
        if (entry.warmUntil === null && this.#entries.get(prefix) === entry) this.#entries.delete(prefix);
        release();
      },
    };
  }

  #follow(entry: Entry, signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const follow = (): void => {
        entry.waiting.delete(follow);
        signal.removeEventListener('abort', follow);
        timer[Symbol.dispose]();
        resolve();
      };
      const timer = this.#clock.at(this.#clock.now() + this.#waitMs, follow);
      entry.waiting.add(follow);
      signal.addEventListener('abort', follow, { once: true });
      if (signal.aborted) follow();
    });
  }

  #forgetCold(): void {
    const now = this.#clock.now();
    for (const [prefix, { warmUntil }] of this.#entries) {
      const isCold = warmUntil !== null && warmUntil <= now;
      if (isCold || (warmUntil !== null && this.#entries.size >= PREFIXES)) this.#entries.delete(prefix);
    }
  }
}
