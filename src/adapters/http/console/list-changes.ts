import { createHash, randomBytes } from 'node:crypto';
import type { DesignId } from '../../../core/vocabulary/ids.ts';
import type { Engine } from '../../../runtime/engine/engine.ts';

/**
 * Versions of the list of all designs. A version says of another only that it differs: how much goes on in channels that somebody
 * may not read is nobody's business (A18).
 */
export class ListChanges {
  readonly #engine: Pick<Engine, 'onChange'>;
  readonly #secret = randomBytes(16);
  #count = 0;

  constructor(engine: Pick<Engine, 'onChange'>) {
    this.#engine = engine;
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

  /** Yields the ids of designs as they change, until aborted; of one that changes several times meanwhile, once. */
  async *follow(signal: AbortSignal): AsyncGenerator<DesignId, void> {
    const changed = new Set<DesignId>();
    let wake = Promise.withResolvers<void>();
    using _listening = this.#engine.onChange((id) => {
      changed.add(id);
      wake.resolve();
    });
    signal.addEventListener('abort', () => wake.resolve(), { once: true });
    while (!signal.aborted) {
      await wake.promise;
      wake = Promise.withResolvers();
      if (signal.aborted) return;
      const ids = [...changed];
      changed.clear();
      yield* ids;
    }
  }
}
