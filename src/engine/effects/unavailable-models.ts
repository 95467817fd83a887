import {
  PERMANENTLY_UNAVAILABLE,
  type PermanentlyUnavailable,
  TEMPORARILY_UNAVAILABLE,
  type TemporarilyUnavailable,
} from '../../core/vocabulary/sets.ts';
import type { Clock } from '../../foundation/clock.ts';
import type { Log } from '../../foundation/log.ts';
import { ModelFault } from '../../ports/model.ts';
import type { CallModel } from '../../turns/model-broker.ts';

/** A model whose calls fail for a reason that may pass, and that has not answered since. */
interface TemporarilyUnavailableModel {
  readonly model: string;
  readonly cause: TemporarilyUnavailable;
  /** First failed call, in milliseconds since the epoch. */
  readonly since: number;
}

export class UnavailableModels {
  readonly #log: Log;
  readonly #clock: Clock;
  readonly #permanent = new Map<string, PermanentlyUnavailable>();
  readonly #temporary = new Map<string, Omit<TemporarilyUnavailableModel, 'model'>>();

  constructor(log: Log, clock: Clock) {
    this.#log = log;
    this.#clock = clock;
  }

  /** Models that cannot be used until an operator acts, with the reason. */
  get permanent(): readonly { readonly model: string; readonly cause: PermanentlyUnavailable }[] {
    return [...this.#permanent].map(([model, cause]) => ({ model, cause }));
  }

  /** Unavailable models that may answer again by themselves. */
  get temporary(): readonly TemporarilyUnavailableModel[] {
    return [...this.#temporary].map(([model, unavailable]) => ({ model, ...unavailable }));
  }

  /**
   * Returns a `callModel` that notes how each call ends. Logs a permanent cause once, until the
   * model answers again.
   */
  watch(callModel: CallModel): CallModel {
    return (order) => {
      const { model } = order.request;
      const { observer } = order;
      const noteFailure: typeof observer.onFailed = (attempt, fault, isTry) => {
        this.#noteFault(model, fault);
        observer.onFailed(attempt, fault, isTry);
      };
      const call = callModel({ ...order, observer: { ...observer, onFailed: noteFailure } });
      call.answer.then(
        () => this.#noteAnswer(model),
        (error) => this.#noteFault(model, error),
      );
      return call;
    };
  }

  #noteAnswer(model: string): void {
    this.#permanent.delete(model);
    this.#temporary.delete(model);
  }

  #noteFault(model: string, error: unknown): void {
    if (!(error instanceof ModelFault)) return;
    const temporary = TEMPORARILY_UNAVAILABLE.find((each) => each === error.kind);
    if (temporary !== undefined) {
      const since = this.#temporary.get(model)?.since ?? this.#clock.now();
      this.#temporary.set(model, { cause: temporary, since });
    }
    const cause = PERMANENTLY_UNAVAILABLE.find((each) => each === error.kind);
    if (cause === undefined || this.#permanent.get(model) === cause) return;
    this.#permanent.set(model, cause);
    this.#log.error('model_not_usable', { model, cause, error });
  }
}
