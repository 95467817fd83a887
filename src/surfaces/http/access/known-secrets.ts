import { timingSafeEqual } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import type { SharedParts } from '#engine/parts/parts.ts';
import { createLookUpCache } from '#foundation/cache.ts';
import type { Clock } from '#foundation/clock.ts';
import { sha256Of } from '#foundation/digest.ts';
import { warnRepeatedly } from '#foundation/repeated-line.ts';
import type { AccessToken } from '#ports/access-tokens.ts';

/** Milliseconds to cache a look-up, so a revocation reaches the whole fleet within this time. */
const KEPT_MS = 2_000;
const MAX_KEPT = 2_000;
const NOTED_MS = 60_000;
const MAX_NOTED = 10_000;

/** Compares by hash, so that the time taken reveals neither length nor content. */
export function matchSecret(expected: string): (secret: string) => boolean {
  const hashOf = (text: string) => Buffer.from(sha256Of(text));
  const expectedHash = hashOf(expected);
  return (given) => timingSafeEqual(hashOf(given), expectedHash);
}

/** Looks secrets up by their hashes. */
export class KnownSecrets<Kept extends object> {
  readonly #form: RegExp;
  readonly #known;

  /** `form`: anything else is not looked up. */
  constructor(form: RegExp, store: { byHash(sha256: string): Promise<Kept | null> }, clock: Clock) {
    this.#form = form;
    const byHash = (sha256: string) => store.byHash(sha256);
    this.#known = createLookUpCache(byHash, clock, { freshMs: KEPT_MS, staleMs: 0 }, MAX_KEPT);
  }

  /**
   * Returns the stored entry, even an expired one; `null` if unknown. Throws `Fault` when the store
   * is unavailable.
   */
  async findSecret(secret: string): Promise<Kept | null> {
    return this.#form.test(secret) ? this.byHash(sha256Of(secret)) : null;
  }

  byHash(sha256: string): Promise<Kept | null> {
    return this.#known.get(sha256);
  }
}

/**
 * Returns a function that notes the use of a token, at most once a minute. A failure is only
 * logged.
 */
export function createUseNoter({
  tokens,
  clock,
  log,
}: Pick<SharedParts, 'tokens' | 'clock' | 'log'>) {
  const notedAt = new LRUCache<string, number>({ max: MAX_NOTED });
  return (sha256: string, { lastUsedAt }: AccessToken): void => {
    const now = clock.now();
    if (now - Math.max(lastUsedAt ?? 0, notedAt.get(sha256) ?? 0) < NOTED_MS) return;
    notedAt.set(sha256, now);
    tokens
      .noteUse(sha256, now, now - NOTED_MS)
      .catch((error: unknown) => warnRepeatedly(log, clock, 'token_use_not_noted', { error }));
  };
}
