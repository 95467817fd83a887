import { createHash, randomBytes } from 'node:crypto';
import type { Engine } from '../../../engine/engine.ts';

/**
 * Versions of the list of all designs. A version says of another only that it differs: how much goes on in channels that somebody
 * may not read is nobody's business (A18).
 */
export class ListChanges {
  readonly #secret = randomBytes(16);
  #count = 0;

  constructor(engine: Pick<Engine, 'onChange'>) {
    engine.onChange(() => {
      this.#count += 1;
    });
  }

  get version(): string {
    return createHash('sha256')
      .update(this.#secret)
      .update(String(this.#count))
      .digest('base64url')
      .slice(0, 16);
  }
}
