import type { DesignId } from '../../core/ids.ts';
import type { Log } from '../ports/log.ts';
import { STORE_AWAY } from '../retry.ts';
import { FILES_NOT_WRITTEN } from './file-writer.ts';

/** Something could not be stored or written, and is tried again. */
export interface Waiting {
  readonly what: typeof STORE_AWAY | typeof FILES_NOT_WRITTEN;
  /** `null`: whatever there is waits with it. */
  readonly designId: DesignId | null;
  readonly error: unknown;
}

/** Passes on to those who follow a design what the log says of waiting: every ten seconds while it lasts. */
export class Waits {
  readonly #listeners = new Set<(waiting: Waiting) => void>();

  /** The same log, listened to. */
  in(log: Log): Log {
    return {
      ...log,
      warn: (event, facts = {}) => {
        log.warn(event, facts);
        const { error } = facts;
        if (event === STORE_AWAY) this.#tell({ what: event, designId: null, error });
        if (event === FILES_NOT_WRITTEN)
          this.#tell({ what: event, designId: facts.designId as DesignId, error });
      },
    };
  }

  listen(listener: (waiting: Waiting) => void): Disposable {
    this.#listeners.add(listener);
    return { [Symbol.dispose]: () => void this.#listeners.delete(listener) };
  }

  #tell(waiting: Waiting): void {
    for (const listener of this.#listeners) listener(waiting);
  }
}
