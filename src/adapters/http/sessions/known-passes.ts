import { randomBytes } from 'node:crypto';
import type { Clock } from '../../../runtime/ports/clock.ts';
import type { Log } from '../../../runtime/ports/log.ts';
import {
  type NewPass,
  type Pass,
  type Passes,
  type PassKind,
  SESSION_MS,
  SIGN_IN_MS,
} from '../../../runtime/ports/passes.ts';
import { KnownSecrets, sha256Of } from '../known-secrets.ts';

const SECRET_BYTES = 32;
const ID_BYTES = 8;
const FORM = /^chr[sol]_[A-Za-z0-9_-]{43}$/;
const PREFIX: Readonly<Record<PassKind, string>> = { session: 'chrs_', sign_in: 'chro_', link: 'chrl_' };

export interface PassParts {
  readonly passes: Passes;
  readonly clock: Clock;
  readonly log: Log;
}

/** A pass that was just made, with the secret that is told once. */
export interface Issued {
  readonly secret: string;
  readonly pass: NewPass;
}

/** Issues passes, looks them up by their secrets, and notes that they are used. */
export class KnownPasses {
  readonly #parts: PassParts;
  readonly #secrets: KnownSecrets<Pass>;

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

  /** Makes a pass that holds from now on: a session for seven days, a link that signs in for ten minutes, another until `endsAt`. */
  async issue(given: Omit<NewPass, 'id' | 'createdAt' | 'endsAt'>, endsAt?: number): Promise<Issued> {
    const createdAt = this.#parts.clock.now();
    const secret = `${PREFIX[given.kind]}${randomBytes(SECRET_BYTES).toString('base64url')}`;
    const usual = createdAt + (given.kind === 'sign_in' ? SIGN_IN_MS : SESSION_MS);
    const id = randomBytes(ID_BYTES).toString('hex');
    const pass = { ...given, id, createdAt, endsAt: endsAt ?? usual };
    await this.#parts.passes.add(sha256Of(secret), pass);
    return { secret, pass };
  }

  /** Returns the pass of this kind, over or not; `null` for what is none. Throws `Fault` when the store is away. */
  async find(secret: string, kind: PassKind): Promise<Pass | null> {
    if (!FORM.test(secret)) return null;
    const found = await this.#secrets.byHash(sha256Of(secret));
    return found?.kind === kind ? found : null;
  }

  /** Notes this use. */
  noteUse(pass: Pass): void {
    this.#secrets.noteUse(pass.id, pass);
  }
}
