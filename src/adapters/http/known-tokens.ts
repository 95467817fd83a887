import { createHash } from 'node:crypto';
import { lookUpCache } from '../../runtime/cache.ts';
import type { AccessToken, AccessTokens } from '../../runtime/ports/access-tokens.ts';
import type { Clock } from '../../runtime/ports/clock.ts';
import type { Log } from '../../runtime/ports/log.ts';
import { warnRepeatedly } from '../../runtime/repeated-warning.ts';

/** Milliseconds for which a token counts as it was looked up: within these, a revocation holds in the whole fleet. */
const KEPT_MS = 2_000;
const MAX_KEPT = 1_000;
/** Milliseconds between two uses that are noted. */
const NOTED_MS = 60_000;
const FORM = /^chrt_[A-Za-z0-9_-]{43}$/;

export interface TokenParts {
  readonly tokens: AccessTokens;
  readonly clock: Clock;
  readonly log: Log;
}

/** Name of the admin's token on record, which no other token may have. */
export const ADMIN = 'admin';

/** Returns the SHA-256 by which a token is kept. */
export function tokenHash(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}

/** Looks named tokens up, and notes that they are used. */
export class KnownTokens {
  readonly #parts: TokenParts;
  readonly #known;
  readonly #notedAt = new Map<string, number>();

  constructor(parts: TokenParts) {
    this.#parts = parts;
    this.#known = lookUpCache((sha256) => parts.tokens.byHash(sha256), parts.clock, KEPT_MS, MAX_KEPT);
  }

  /** Returns the token, even if it is revoked or expired; `null` for what is none. Throws `Fault` when the store is away. */
  async find(given: string): Promise<AccessToken | null> {
    return FORM.test(given) ? this.#known.get(tokenHash(given)) : null;
  }

  /** Returns the same by its hash, for a session that began with it. */
  byHash(sha256: string): Promise<AccessToken | null> {
    return this.#known.get(sha256);
  }

  /** Notes this use of a token that holds, at most once a minute. A failure is logged: nothing depends on it. */
  noteUse(given: string, { name, lastUsedAt }: AccessToken): void {
    const { tokens, clock, log } = this.#parts;
    const now = clock.now();
    const notedAt = Math.max(lastUsedAt ?? 0, this.#notedAt.get(name) ?? 0);
    if (now - notedAt < NOTED_MS) return;
    this.#notedAt.set(name, now);
    tokens
      .noteUse(tokenHash(given), now, now - NOTED_MS)
      .catch((error: unknown) => warnRepeatedly(log, clock, 'token_use_not_noted', { error }));
  }
}
