import type { DesignId } from '../../core/ids.ts';
import type { Clock } from '../ports/clock.ts';
import type { Fleet } from '../ports/fleet.ts';
import type { Commit } from '../ports/store.ts';
import { withTimeout } from '../timeout.ts';

/** Sees every commit of this process, after it is stored: for metrics and the like. Must not throw. */
export type Observer = (commit: Commit) => void;

/** Milliseconds between two looks at a design that another daemon may be working on: the fallback for lost hints. */
const POLL_MS = 1_000;

/** Tells all who wait for a design that it has changed. Level-triggered by its users: they read the store, then wait. */
export class Changes {
  readonly #fleet: Fleet;
  readonly #clock: Clock;
  readonly #observers: Observer[] = [];
  readonly #waiting = new Map<DesignId, Set<() => void>>();

  constructor(fleet: Fleet, clock: Clock) {
    this.#fleet = fleet;
    this.#clock = clock;
  }

  observe(observer: Observer): void {
    this.#observers.push(observer);
  }

  /** This process has moved a design on. */
  committed(commit: Commit): void {
    for (const observer of this.#observers) observer(commit);
    this.announce(commit.designId);
    this.#fleet.tell('changed', commit.designId);
  }

  /** A design has changed, here or elsewhere. */
  announce(id: DesignId): void {
    const waiting = this.#waiting.get(id);
    this.#waiting.delete(id);
    for (const wake of waiting ?? []) wake();
  }

  /** Resolves at the next change of this design after this call, a second later, or when the signal is aborted. */
  async nextOrLater(id: DesignId, signal: AbortSignal): Promise<void> {
    const late = new AbortController();
    const changed = this.#next(id, AbortSignal.any([signal, late.signal]));
    await withTimeout(changed, POLL_MS, () => late.abort(), this.#clock);
  }

  close(): void {
    for (const id of [...this.#waiting.keys()]) this.announce(id);
  }

  #next(id: DesignId, signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const wake = (): void => {
        signal.removeEventListener('abort', abandon);
        resolve();
      };
      const abandon = (): void => {
        const waiting = this.#waiting.get(id);
        waiting?.delete(wake);
        if (waiting?.size === 0) this.#waiting.delete(id);
        resolve();
      };
      if (signal.aborted) return resolve();
      signal.addEventListener('abort', abandon, { once: true });
      const waiting = this.#waiting.get(id) ?? new Set();
      this.#waiting.set(id, waiting.add(wake));
    });
  }
}
