import type { Design, Silence } from '../../core/vocabulary/design.ts';
import type { DesignId } from '../../core/vocabulary/ids.ts';
import { isStoreUnavailable } from '../../foundation/fault.ts';
import { warnRepeatedly } from '../../foundation/repeated-line.ts';
import { RETRY_POLICIES, retry } from '../../foundation/retry.ts';
import { awaitUnlessAborted } from '../../foundation/timeout.ts';
import type { Parts } from './parts.ts';

interface NotStored {
  readonly what: 'store_away' | 'files_not_written';
  readonly error: unknown;
}
/** The model has fallen silent, its silence has changed, or it answers again (`null`). */
interface ModelSilent {
  readonly what: 'model_silent';
  readonly silence: Silence | null;
  readonly words: string;
}
export type Waiting = NotStored | ModelSilent;

/** Milliseconds between two equal reports to one listener. */
const AGAIN_MS = 10_000;

export type FailedWrite = 'store_away' | 'files_not_written';

/** Waits for the store or the disk: logged, and reported to followers of a waiting design. */
export class Waits {
  readonly #parts: Pick<Parts, 'clock' | 'log'>;
  readonly #listeners = new Set<(waiting: Waiting, designId: DesignId | null) => void>();
  #onFailedWrite: (what: FailedWrite) => void = () => undefined;

  constructor(parts: Pick<Parts, 'clock' | 'log'>) {
    this.#parts = parts;
  }

  /**
   * Retries work while the store is unavailable. The number of waiting calls is bounded, because a
   * turn gets no answer before its last report is stored. Rejects with any permanent error, and at
   * once with the signal's reason on abort; the result of the attempt under way is then unknown.
   */
  retryWhileUnavailable<Result>(
    work: () => Promise<Result>,
    what: string,
    signal: AbortSignal,
  ): Promise<Result> {
    const attempts = retry(work, RETRY_POLICIES.storeUnavailable, {
      isPassing: isStoreUnavailable,
      onFailed: (error) => {
        if (isStoreUnavailable(error)) this.reportStoreUnavailable(what, error);
      },
      signal,
    });
    return awaitUnlessAborted(attempts, signal);
  }

  /** Reports an unavailable store to the followers of every design. */
  reportStoreUnavailable(what: string, error: unknown): void {
    const { log, clock } = this.#parts;
    warnRepeatedly(log, clock, 'store_away', { what, error });
    this.#onFailedWrite('store_away');
    this.#report({ what: 'store_away', error }, null);
  }

  filesNotWritten(designId: DesignId, attempt: number, error: unknown): void {
    const { log, clock } = this.#parts;
    warnRepeatedly(log, clock, 'files_not_written', {
      designId,
      attempt,
      error,
      toDo: 'Free disk space, and check who owns the folder.',
    });
    this.#onFailedWrite('files_not_written');
    this.#report({ what: 'files_not_written', error }, designId);
  }

  /** Calls back after each failed attempt. The listener must not throw. */
  onFailedWrite(listener: (what: FailedWrite) => void): void {
    this.#onFailedWrite = listener;
  }

  modelSilent({ id, silence }: Design, words: string): void {
    this.#report({ what: 'model_silent', silence: silence ?? null, words }, id);
  }

  /**
   * Calls back when something about this design waits, then every ten seconds while a write fails.
   * The listener must not throw.
   */
  listen(id: DesignId, listener: (waiting: Waiting) => void): Disposable {
    const { clock } = this.#parts;
    const reportedAt = new Map<Waiting['what'], number>();
    const report = (waiting: Waiting, designId: DesignId | null): void => {
      const now = clock.now();
      if (designId !== null && designId !== id) return;
      // Silence is reported only when it changes, so no report may be skipped.
      const isSoon = now - (reportedAt.get(waiting.what) ?? Number.NEGATIVE_INFINITY) < AGAIN_MS;
      if (isSoon && waiting.what !== 'model_silent') return;
      reportedAt.set(waiting.what, now);
      listener(waiting);
    };
    this.#listeners.add(report);
    return { [Symbol.dispose]: () => void this.#listeners.delete(report) };
  }

  #report(waiting: Waiting, designId: DesignId | null): void {
    for (const report of this.#listeners) report(waiting, designId);
  }
}
