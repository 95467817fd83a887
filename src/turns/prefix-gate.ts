/**
 * Lets the first of several requests with one beginning go ahead: an endpoint caches the beginning
 * only once it has begun to answer it, and requests that are sent together all miss the cache. The
 * others follow at its first event, or at its end. One gate for each design.
 */

/** Other turns wait no longer than this: a slow first event would cost more than a missed cache. */
const WAIT_MS = 15_000;

export class PrefixGate {
  readonly #begun = new Map<string, Promise<void>>();

  /** Resolves when the request may be sent; never rejects. Call what it returns at the first event and at the end. */
  async enter(prefix: string, signal: AbortSignal): Promise<() => void> {
    const first = this.#begun.get(prefix);
    if (first === undefined) {
      const { promise, resolve } = Promise.withResolvers<void>();
      this.#begun.set(prefix, promise);
      return resolve;
    }
    const waited = AbortSignal.any([signal, AbortSignal.timeout(WAIT_MS)]);
    const { promise: gaveUp, resolve: giveUp } = Promise.withResolvers<void>();
    waited.addEventListener('abort', () => giveUp(), { once: true });
    if (waited.aborted) giveUp();
    await Promise.race([first, gaveUp]);
    return () => undefined;
  }
}
