import { type Issued, issueLogin } from '../../../acts/issue-login.ts';
import type { Login, Logins, NewLogin, PassKind } from '../../../engine/ports/logins.ts';
import type { Clock } from '../../../foundation/clock.ts';
import type { Identifiers } from '../../../foundation/identifiers.ts';
import type { Log } from '../../../foundation/log.ts';
import { KnownSecrets, sha256Of } from '../access/known-secrets.ts';

const FORM = /^chr[sol]_[A-Za-z0-9_-]{43}$/;

export interface PassParts {
  readonly passes: Logins;
  readonly clock: Clock;
  readonly identifiers: Pick<Identifiers, 'secret'>;
  readonly log: Log;
}

/** Issues passes, looks them up by their secrets, and notes that they are used. */
export class KnownLogins {
  readonly #parts: PassParts;
  readonly #secrets: KnownSecrets<Login>;

  constructor(parts: PassParts) {
    const { passes, clock, log } = parts;
    this.#parts = parts;
    this.#secrets = new KnownSecrets({
      byHash: (sha256) => passes.byHash(sha256),
      noteUse: (...use) => passes.noteUse(...use),
      notNoted: 'session_use_not_noted',
      ...{ clock, log },
    });
  }

  /** Makes a pass, as `issuePass` does. */
  issue(given: Omit<NewLogin, 'id' | 'createdAt' | 'endsAt'>, endsAt?: number): Promise<Issued> {
    return issueLogin(this.#parts, given, endsAt);
  }

  /** Returns the pass of this kind, over or not; `null` for what is none. Throws `Fault` when the store is away. */
  async find(secret: string, kind: PassKind): Promise<Login | null> {
    if (!FORM.test(secret)) return null;
    const found = await this.#secrets.byHash(sha256Of(secret));
    return found?.kind === kind ? found : null;
  }

  /** Notes this use. */
  noteUse(pass: Login): void {
    this.#secrets.noteUse(pass.id, pass);
  }
}
