import { EventEmitter, once } from 'node:events';
import type { DesignId } from '../../core/ids.ts';
import type { Clock } from '../ports/clock.ts';
import type { Fleet } from '../ports/fleet.ts';
import type { Commit } from '../ports/store.ts';
import { withTimeout } from '../timeout.ts';

/** Sees every commit of this process, after it is stored: for metrics and the like. Must not throw. */
export type Observer = (commit: Commit) => void;

/** Milliseconds between two looks at a design that another daemon may be working on: the fallback for lost hints. */
export const POLL_MS = 1_000;

/**
 * Notifies everybody who waits for a change of a design. Level-triggered by its users: they read the store, then wait.
 */
export class Changes {
  readonly #fleet: Fleet;
  readonly #clock: Clock;
  readonly #observers: Observer[] = [];
  /** An event for each design, named by its id. As many may wait as want to. */
  readonly #changed = new EventEmitter().setMaxListeners(0);

  constructor(fleet: Fleet, clock: Clock) {
    this.#fleet = fleet;
    this.#clock = clock;
  }

  observe(observer: Observer): void {
    this.#observers.push(observer);
  }

  /** This process has committed to a design. */
  committed(commit: Commit): void {
    for (const observer of this.#observers) observer(commit);
    this.announce(commit.designId);
    this.#fleet.tell('changed', commit.designId);
  }

  /** A design has changed, here or elsewhere. */
  announce(id: DesignId): void {
    this.#changed.emit(id);
  }

  /** Resolves at the next change of this design after this call, so much later, or when the signal is aborted. */
  async nextOrLater(id: DesignId, signal: AbortSignal, laterMs = POLL_MS): Promise<void> {
    const late = new AbortController();
    const changed = once(this.#changed, id, { signal: AbortSignal.any([signal, late.signal]) });
    // An abort ends the wait, and is no failure.
    await Promise.allSettled([withTimeout(changed, laterMs, () => late.abort(), this.#clock)]);
  }

  close(): void {
    // `once` listens for errors as well.
    for (const id of this.#changed.eventNames()) if (id !== 'error') this.#changed.emit(id);
  }
}
