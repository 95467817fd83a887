/**
 * A design as this owner has it, and its commits: events, the list's row and answers, in one
 * transaction that names the version and the epoch it was decided on (P4, P6).
 */

import { setTimeout as sleep } from 'node:timers/promises';
import type { DesignEvent } from '#design/events.ts';
import type { Commit, DesignRow } from '#store/store.ts';
import { Fault, isFault } from '#support/fault.ts';
import type { Parts } from './engine-parts.ts';
import type { Lease } from './lease.ts';
import { append, type Loaded, loadDesign, NOTHING, summaryOf } from './loaded.ts';

const LONGEST_WAIT_MS = 2_000;

export class CommittedDesign {
  #loaded: Loaded = NOTHING;
  readonly #row: DesignRow;
  readonly #lease: Lease;
  readonly #parts: Pick<Parts, 'store' | 'log'>;
  readonly #signal: AbortSignal;
  /** Resolves when the signal aborts. */
  readonly #over: Promise<unknown>;

  constructor(
    row: DesignRow,
    lease: Lease,
    signal: AbortSignal,
    parts: Pick<Parts, 'store' | 'log'>,
  ) {
    this.#row = row;
    this.#lease = lease;
    this.#parts = parts;
    this.#signal = signal;
    this.#over = new Promise((resolve) => signal.addEventListener('abort', resolve));
  }

  get loaded(): Loaded {
    return this.#loaded;
  }

  async load(): Promise<void> {
    this.#loaded = await this.retryUntilAborted(() =>
      loadDesign(this.#parts.store, this.#lease.designId),
    );
  }

  /** Stores all or nothing. `false`: it was decided on a version that is no longer the newest. */
  async commit(
    decided: readonly DesignEvent[],
    answers: Commit['answers'],
    isShown = false,
  ): Promise<boolean> {
    const { designId, epoch } = this.#lease;
    const { version } = this.#loaded;
    const { next, stored: events } = append(this.#loaded, decided);
    const { design } = next;
    const isEnded = design?.end != null && (design.thread === null || isShown);
    const summary = design === null ? this.#row.summary : summaryOf(design);
    try {
      await this.retryUntilAborted(() =>
        this.#parts.store.commit({ designId, epoch, version, events, summary, isEnded, answers }),
      );
    } catch (error) {
      if (isFault(error, 'stale_version')) return false;
      throw error;
    }
    this.#loaded = next;
    return true;
  }

  /**
   * Loads the design after a stale commit, and returns the events that this owner has not seen. No
   * one else writes, so they come from a commit whose answer was lost. If older events differ, it is
   * not the store that was written to (C22).
   */
  async reload(): Promise<DesignEvent[]> {
    const { version, hash } = this.#loaded;
    const fresh = await this.retryUntilAborted(() =>
      loadDesign(this.#parts.store, this.#lease.designId),
    );
    if (version > 0 && fresh.events[version - 1]?.hash !== hash)
      throw new Fault('lease_lost', 'The store is not as it was written.');
    this.#loaded = fresh;
    return fresh.events.slice(version).map(({ event }) => event);
  }

  /** Retries while the store is unavailable. An abort rejects at once, even in the middle of a call (P2). */
  retryUntilAborted<Value>(work: () => Promise<Value>): Promise<Value> {
    const over = this.#over.then((): never => {
      throw this.#signal.reason;
    });
    return this.retryAndFinish(() => Promise.race([work(), over]));
  }

  /** Retries in the same way for the records of turns, but lets a call under way finish after an abort. */
  async retryAndFinish<Value>(work: () => Promise<Value>): Promise<Value> {
    for (let waitMs = 50; ; waitMs = Math.min(waitMs * 2, LONGEST_WAIT_MS)) {
      try {
        return await work();
      } catch (error) {
        const isAway = isFault(error, 'store_away', 'store_full', 'store_read_only');
        // A lapsed lease does not end this: it is renewed, as after a pause of the machine, or the signal aborts.
        if (!isAway || this.#signal.aborted) throw error;
        this.#parts.log.warn('store_not_written', { designId: this.#lease.designId, error });
        await sleep(waitMs, undefined, { signal: this.#signal });
      }
    }
  }
}
