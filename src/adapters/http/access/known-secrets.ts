import { hash } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import { lookUpCache } from '../../../foundation/cache.ts';
import type { Clock } from '../../../foundation/clock.ts';
import type { Log } from '../../../foundation/log.ts';
import { warnRepeatedly } from '../../../foundation/repeated-line.ts';

/** Milliseconds to cache a look-up, so a revocation reaches the whole fleet within this time. */
const KEPT_MS = 2_000;
const MAX_KEPT = 2_000;
const NOTED_MS = 60_000;
const MAX_NOTED = 10_000;

export function sha256Of(secret: string): string {
  return hash('sha256', secret);
}

interface SecretParts<Kept> {
  /** Form of a secret: anything else is not looked up. */
  readonly form: RegExp;
  readonly byHash: (sha256: string) => Promise<Kept | null>;
  /** Notes a use, unless the store has one after `since`. `key`: the store's name for the secret. */
  readonly noteUse: (key: string, at: number, since: number) => Promise<void>;
  readonly notNoted: string;
  readonly clock: Clock;
  readonly log: Log;
}

/** Looks secrets up by their hashes, and notes their use. */
export class KnownSecrets<Kept extends { readonly lastUsedAt: number | null }> {
  readonly #parts: SecretParts<Kept>;
  readonly #known;
  readonly #notedAt = new LRUCache<string, number>({ max: MAX_NOTED });

  constructor(parts: SecretParts<Kept>) {
    this.#parts = parts;
    this.#known = lookUpCache(parts.byHash, parts.clock, { freshMs: KEPT_MS, staleMs: 0 }, MAX_KEPT);
  }

  /** Returns the stored entry, even an expired one; `null` if unknown. Throws `Fault` when the store is away. */
  async find(secret: string): Promise<Kept | null> {
    return this.#parts.form.test(secret) ? this.byHash(sha256Of(secret)) : null;
  }

  byHash(sha256: string): Promise<Kept | null> {
    return this.#known.get(sha256);
  }

  /** Notes this use, at most once a minute. A failure is only logged: a session may then end too early. */
  noteUse(key: string, { lastUsedAt }: Kept): void {
    const { noteUse, notNoted, clock, log } = this.#parts;
    const now = clock.now();
    const notedAt = Math.max(lastUsedAt ?? 0, this.#notedAt.get(key) ?? 0);
    if (now - notedAt < NOTED_MS) return;
    this.#notedAt.set(key, now);
    noteUse(key, now, now - NOTED_MS).catch((error: unknown) =>
      warnRepeatedly(log, clock, notNoted, { error }),
    );
  }
}
