import type { DesignId } from '../../core/vocabulary/ids.ts';
import { ChainBrokenFault } from '../../foundation/fault.ts';
import { keepDefined } from '../../foundation/keep-defined.ts';
import type { Store } from '../../ports/store.ts';
import { drawSetAside } from '../../presentation/words/set-aside.ts';
import type { Parts } from '../parts/parts.ts';

type SetAsideParts = Pick<Parts, 'store' | 'chats' | 'clock' | 'log'>;

/** Called once for each design that this process has set aside. Must not throw. */
export type SetAsideListener = (designId: DesignId) => void;

/**
 * Sets aside a design whose chain turns out broken when read: it loses its owner, and operator and
 * starter are told once.
 */
export class SetAside {
  readonly #parts: SetAsideParts;
  readonly #listeners: SetAsideListener[] = [];
  readonly #stopping = new AbortController();

  constructor(parts: SetAsideParts) {
    this.#parts = parts;
  }

  listen(listener: SetAsideListener): void {
    this.#listeners.push(listener);
  }

  /** Wraps a store so that reading a broken design sets it aside. */
  watch(store: Store): Store {
    return {
      ...store,
      events: async (...parameters) => {
        try {
          return await store.events(...parameters);
        } catch (error) {
          if (error instanceof ChainBrokenFault) await this.#setAside(parameters[0], error);
          throw error;
        }
      },
    };
  }

  /**
   * Sets a design aside, unless it is already. Resolves when that is stored, or has failed: the
   * next read tries again.
   */
  async #setAside(designId: DesignId, { reason, isKnown, cause }: ChainBrokenFault): Promise<void> {
    const { store, log } = this.#parts;
    if (isKnown) return;
    try {
      if (!(await store.setAside(designId, reason))) return;
    } catch (error) {
      log.warn('design_not_set_aside', { designId, reason, error });
      return;
    }
    log.error('chain_broken', {
      designId,
      reason,
      ...keepDefined({ error: cause }),
      toDo: 'The design is set aside: restore it from a backup.',
    });
    for (const listener of this.#listeners) listener(designId);
    void this.#tellStarter(designId, reason);
  }

  close(): void {
    this.#stopping.abort();
  }

  /** Posts to the design's thread. Best effort: its row may be as wrong as its events. */
  async #tellStarter(designId: DesignId, reason: string): Promise<void> {
    const { store, log } = this.#parts;
    const { signal } = this.#stopping;
    try {
      const thread = (await store.summary(designId))?.thread ?? null;
      const { sayInThread } = await import('../thread/say-in-thread.ts');
      await sayInThread(thread, drawSetAside(reason), designId, this.#parts, signal);
    } catch (error) {
      log.warn('not_said', { designId, error });
    }
  }
}
