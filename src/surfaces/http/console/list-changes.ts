import { createHash, randomBytes } from 'node:crypto';
import type { Engine } from '../../../engine/engine.ts';

/**
 * Versions of the list of all designs. They reveal only that the list has changed, not how often: activity in other
 * channels is private (A18).
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
