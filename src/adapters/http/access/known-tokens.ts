import type { AccessToken, AccessTokens } from '../../../engine/ports/access-tokens.ts';
import type { Clock } from '../../../foundation/clock.ts';
import type { Log } from '../../../foundation/log.ts';
import { KnownSecrets, sha256Of } from './known-secrets.ts';

const FORM = /^chrt_[A-Za-z0-9_-]{43}$/;

export interface TokenParts {
  readonly tokens: AccessTokens;
  readonly clock: Clock;
  readonly log: Log;
}

/** Name of the admin's token on record, which no other token may have. */
export const ADMIN = 'admin';

/** Looks named tokens up, and notes that they are used. */
export class KnownTokens {
  readonly #secrets: KnownSecrets<AccessToken>;

  constructor({ tokens, clock, log }: TokenParts) {
    this.#secrets = new KnownSecrets({
      byHash: (sha256) => tokens.byHash(sha256),
      noteUse: (...use) => tokens.noteUse(...use),
      notNoted: 'token_use_not_noted',
      ...{ clock, log },
    });
  }

  /** Returns the token, even if it is revoked or expired; `null` for what is none. Throws `Fault` when the store is away. */
  async find(given: string): Promise<AccessToken | null> {
    return FORM.test(given) ? this.#secrets.byHash(sha256Of(given)) : null;
  }

  /** Returns the same by its hash, for a session that began with it. */
  byHash(sha256: string): Promise<AccessToken | null> {
    return this.#secrets.byHash(sha256);
  }

  /** Notes this use of a token that holds. */
  noteUse(given: string, token: AccessToken): void {
    this.#secrets.noteUse(sha256Of(given), token);
  }
}
