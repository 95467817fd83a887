import { silenceWords } from '../../core/presentation/questions/silence.ts';
import type { Design, Silence } from '../../core/vocabulary/design.ts';
import type { DesignId } from '../../core/vocabulary/ids.ts';
import { FAULTS, Fault } from '../../foundation/fault.ts';
import { warnRepeatedly } from '../../foundation/repeated-warning.ts';
import { RETRY_POLICIES, retry } from '../../foundation/retry.ts';
import { abortable } from '../../foundation/timeout.ts';
import type { Parts } from './parts.ts';

/** Something could not be stored or written, and is tried again. */
interface NotStored {
  readonly what: 'store_away' | 'files_not_written';
  readonly error: unknown;
}
/** The model has fallen silent, or what there is to say of that has changed; `null`: it answers again. */
interface ModelSilent {
  readonly what: 'model_silent';
  readonly silence: Silence | null;
  /** The same in words; empty where it answers again. */
  readonly words: string;
}
export type Waiting = NotStored | ModelSilent;

/** Milliseconds between two reports of the same to one listener. */
const AGAIN_MS = 10_000;

/** What was tried in vain, and is tried again. */
export type FailedWrite = 'store_away' | 'files_not_written';

/** Waits for the store or the disk: logged, and reported to those who follow a design that waits. */
export class Waits {
  readonly #parts: Pick<Parts, 'clock' | 'log'>;
  readonly #listeners = new Set<(waiting: Waiting, designId: DesignId | null) => void>();
  #onFailedWrite: (what: FailedWrite) => void = () => undefined;

  constructor(parts: Pick<Parts, 'clock' | 'log'>) {
    this.#parts = parts;
  }

  /**
   * Attempts work for as long as the store is away. The number of waiting calls is bounded: a turn gets nothing new before its
   * last report is stored. Rejects with any error that does not pass by itself, and at once, with the signal's reason, when
   * that is aborted: the result of the attempt under way is then unknown.
   */
  retryWhileUnavailable<Result>(
    work: () => Promise<Result>,
    what: string,
    signal: AbortSignal,
  ): Promise<Result> {
    const attempts = retry(work, RETRY_POLICIES.storeUnavailable, {
      isPassing: (error) => error instanceof Fault && FAULTS[error.code].passes,
      onFailed: (error) => this.storeAway(what, error),
      signal,
    });
    return abortable(attempts, signal);
  }

  /** Reports a store that is away: every design waits with it. */
  storeAway(what: string, error: unknown): void {
    const { log, clock } = this.#parts;
    warnRepeatedly(log, clock, 'store_away', { what, error });
    this.#onFailedWrite('store_away');
    this.#report({ what: 'store_away', error }, null);
  }

  filesNotWritten(designId: DesignId, attempt: number, error: unknown): void {
    this.#parts.log.warn('files_not_written', { designId, attempt, error });
    this.#onFailedWrite('files_not_written');
    this.#report({ what: 'files_not_written', error }, designId);
  }

  /** Calls back for each attempt that failed. The listener must not throw. */
  onFailedWrite(listener: (what: FailedWrite) => void): void {
    this.#onFailedWrite = listener;
  }

  modelSilent(design: Design): void {
    const { silence = null } = design;
    const words = silence === null ? '' : silenceWords(design, silence, this.#parts.clock.now());
    this.#report({ what: 'model_silent', silence, words }, design.id);
  }

  /** Calls back when something about this design waits, and every ten seconds while it is not stored. The listener must not throw. */
  listen(id: DesignId, listener: (waiting: Waiting) => void): Disposable {
    const { clock } = this.#parts;
    const reportedAt = new Map<Waiting['what'], number>();
    const report = (waiting: Waiting, designId: DesignId | null): void => {
      const now = clock.now();
      if (designId !== null && designId !== id) return;
      // Reported at each change only, and not to be missed.
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
