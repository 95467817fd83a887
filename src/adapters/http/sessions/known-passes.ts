import { type Issued, issuePass } from '../../../acts/issue-pass.ts';
import type { NewPass, Pass, Passes, PassKind } from '../../../engine/ports/passes.ts';
import type { Clock } from '../../../foundation/clock.ts';
import type { Identifiers } from '../../../foundation/identifiers.ts';
import type { Log } from '../../../foundation/log.ts';
import { KnownSecrets, sha256Of } from '../access/known-secrets.ts';

const FORM = /^chr[sol]_[A-Za-z0-9_-]{43}$/;

export interface PassParts {
  readonly passes: Passes;
  readonly clock: Clock;
  readonly identifiers: Pick<Identifiers, 'secret'>;
  readonly log: Log;
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

  /** Makes a pass, as `issuePass` does. */
  issue(given: Omit<NewPass, 'id' | 'createdAt' | 'endsAt'>, endsAt?: number): Promise<Issued> {
    return issuePass(this.#parts, given, endsAt);
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
