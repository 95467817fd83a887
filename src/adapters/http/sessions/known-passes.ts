import { createHash, randomBytes } from 'node:crypto';
import { lookUpCache } from '../../../runtime/cache.ts';
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
import { warnRepeatedly } from '../../../runtime/repeated-warning.ts';

/** Milliseconds for which a pass counts as it was looked up: within these, a revocation holds in the whole fleet. */
const KEPT_MS = 2_000;
const MAX_KEPT = 2_000;
/** Milliseconds between two uses that are noted. */
const NOTED_MS = 60_000;
const MAX_NOTED = 10_000;
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
  readonly #known;
  readonly #notedAt = new Map<string, number>();

  constructor(parts: PassParts) {
    this.#parts = parts;
    this.#known = lookUpCache((sha256) => parts.passes.byHash(sha256), parts.clock, KEPT_MS, MAX_KEPT);
  }

  /** Makes a pass that holds from now on: a session for seven days, a link that signs in for ten minutes, another until `endsAt`. */
  async issue(given: Omit<NewPass, 'id' | 'createdAt' | 'endsAt'>, endsAt?: number): Promise<Issued> {
    const createdAt = this.#parts.clock.now();
    const secret = `${PREFIX[given.kind]}${randomBytes(SECRET_BYTES).toString('base64url')}`;
    const usual = createdAt + (given.kind === 'sign_in' ? SIGN_IN_MS : SESSION_MS);
    const id = randomBytes(ID_BYTES).toString('hex');
    const pass = { ...given, id, createdAt, endsAt: endsAt ?? usual };
    await this.#parts.passes.add(hashOf(secret), pass);
    return { secret, pass };
  }

  /** Returns the pass of this kind, over or not; `null` for what is none. Throws `Fault` when the store is away. */
  async find(secret: string, kind: PassKind): Promise<Pass | null> {
    if (!FORM.test(secret)) return null;
    const found = await this.#known.get(hashOf(secret));
    return found?.kind === kind ? found : null;
  }

  /** Notes this use, at most once a minute. A failure is logged: the session ends sooner, and nothing else. */
  noteUse({ id, lastUsedAt }: Pass): void {
    const { passes, clock, log } = this.#parts;
    const now = clock.now();
    const notedAt = Math.max(lastUsedAt ?? 0, this.#notedAt.get(id) ?? 0);
    if (now - notedAt < NOTED_MS) return;
    if (this.#notedAt.size >= MAX_NOTED) this.#notedAt.clear();
    this.#notedAt.set(id, now);
    passes
      .noteUse(id, now, now - NOTED_MS)
      .catch((error: unknown) => warnRepeatedly(log, clock, 'session_use_not_noted', { error }));
  }
}

function hashOf(secret: string): string {
  return createHash('sha256').update(secret).digest('hex');
}
