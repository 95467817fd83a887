import { EventEmitter, once } from 'node:events';
import type { Design } from '../../core/vocabulary/design.ts';
import type { DesignId } from '../../core/vocabulary/ids.ts';
import { awaitWithTimeout } from '../../foundation/timeout.ts';
import type { Commit, StoredEvent } from '../../ports/store.ts';
import type { Parts } from '../parts/parts.ts';
import type { Waits } from '../parts/waits.ts';

/** Sees every stored commit of this process with the design after it. Must not throw. */
export type Observer = (commit: Commit, design: Design) => void;

const FOLLOW_PAGE = 200;
/**
 * Longest time in milliseconds between polls of an idle design for a client that follows it: hints
 * are seldom lost.
 */
const MAX_IDLE_MS = 15_000;
/**
 * Milliseconds between polls of a design that another daemon may work on, in case a hint is lost.
 */
const POLL_MS = 1_000;

/** Notifies of changes to designs. Users are level-triggered: they read the store, then wait. */
export class Changes {
  readonly #parts: Pick<Parts, 'fleet' | 'clock' | 'store'> & { readonly waits: Waits };
  readonly #observers: Observer[] = [];
  /** Emits an event named by the design's id. */
  readonly #changed = new EventEmitter().setMaxListeners(0);
  readonly #listeners = new Set<(id: DesignId) => void>();

  constructor(parts: Pick<Parts, 'fleet' | 'clock' | 'store'> & { readonly waits: Waits }) {
    this.#parts = parts;
  }

  observe(observer: Observer): void {
    this.#observers.push(observer);
  }

  announceCommit(commit: Commit, design: Design): void {
    for (const observer of this.#observers) observer(commit, design);
    this.announce(commit.designId);
    this.#parts.fleet.tell('changed', commit.designId);
  }

  announce(id: DesignId): void {
    this.#changed.emit(id);
    for (const listener of this.#listeners) listener(id);
  }

  /** Calls back for each announced change of any design. The listener must not throw. */
  listen(listener: (id: DesignId) => void): Disposable {
    this.#listeners.add(listener);
    return { [Symbol.dispose]: () => this.#listeners.delete(listener) };
  }

  /**
   * Yields every event after `since`, then live ones, until aborted or until the store has gone
   * back to before one of them. Waits while the store is unavailable.
   */
  async *follow(id: DesignId, since: number, signal: AbortSignal): AsyncGenerator<StoredEvent> {
    const { store, waits } = this.#parts;
    let last = since;
    let hash: string | null = null;
    let idleMs = POLL_MS;
    while (!signal.aborted) {
      const nextChange = this.nextOrLater(id, signal, idleMs);
      const reading = waits.retryWhileUnavailable(
        () => store.events(id, Math.max(0, last - 1), FOLLOW_PAGE),
        id,
        signal,
      );
      const page = await reading.catch((error: unknown) => {
        if (signal.aborted) return [];
        throw error;
      });
      const before = last === 0 ? null : page.shift();
      if (hash !== null && before?.hash !== hash) return;
      hash = before?.hash ?? null;
      for (const storedEvent of page) {
        if (signal.aborted) return;
        last = storedEvent.seq;
        hash = storedEvent.hash;
        yield storedEvent;
      }
      idleMs = page.length === 0 ? Math.min(2 * idleMs, MAX_IDLE_MS) : POLL_MS;
      if (page.length === 0) await nextChange;
    }
  }

  /**
   * Resolves at the next change of this design after this call, after `laterMs`, or when the signal
   * is aborted.
   */
  async nextOrLater(id: DesignId, signal: AbortSignal, laterMs = POLL_MS): Promise<void> {
    const late = new AbortController();
    const nextChange = once(this.#changed, id, { signal: AbortSignal.any([signal, late.signal]) });
    // An abort ends the wait and is not a failure.
    await Promise.allSettled([
      awaitWithTimeout(nextChange, laterMs, () => late.abort(), this.#parts.clock),
    ]);
  }

  close(): void {
    // `once` also listens for errors.
    for (const id of this.#changed.eventNames()) if (id !== 'error') this.#changed.emit(id);
  }
}
