import { LAPSES, type Lapse, OUTAGES, type Outage } from '../../core/vocabulary/sets.ts';
import type { Clock } from '../../foundation/clock.ts';
import type { Log } from '../../foundation/log.ts';
import { ModelFault } from '../../ports/model.ts';
import type { CallModel } from '../../turns/model-broker.ts';

/** A model whose calls fail for a reason that may pass, and that has not answered since. */
interface FailingModel {
  readonly model: string;
  readonly lapse: Lapse;
  /** First failed call, in milliseconds since the epoch. */
  readonly since: number;
}

export class ModelOutages {
  readonly #log: Log;
  readonly #clock: Clock;
  readonly #outages = new Map<string, Outage>();
  readonly #failing = new Map<string, Omit<FailingModel, 'model'>>();

  constructor(log: Log, clock: Clock) {
    this.#log = log;
    this.#clock = clock;
  }

  /** Models that cannot be used until an operator acts, with the reason. */
  get current(): readonly { readonly model: string; readonly outage: Outage }[] {
    return [...this.#outages].map(([model, outage]) => ({ model, outage }));
  }

  /** Failing models that may answer again by themselves. */
  get failing(): readonly FailingModel[] {
    return [...this.#failing].map(([model, failing]) => ({ model, ...failing }));
  }

  /** Returns a `callModel` that notes how each call ends. Logs an outage once, until the model answers again. */
  watched(callModel: CallModel): CallModel {
    return (order) => {
      const { model } = order.request;
      const { observer } = order;
      const failed: typeof observer.failed = (attempt, fault) => {
        this.#failed(model, fault);
        observer.failed(attempt, fault);
      };
      const call = callModel({ ...order, observer: { ...observer, failed } });
      call.answer.then(
        () => this.#answered(model),
        (error) => this.#failed(model, error),
      );
      return call;
    };
  }

  #answered(model: string): void {
    this.#outages.delete(model);
    this.#failing.delete(model);
  }

  #failed(model: string, error: unknown): void {
    if (!(error instanceof ModelFault)) return;
    const lapse = LAPSES.find((each) => each === error.kind);
    if (lapse !== undefined) {
      const since = this.#failing.get(model)?.since ?? this.#clock.now();
      this.#failing.set(model, { lapse, since });
    }
    const outage = OUTAGES.find((each) => each === error.kind);
    if (outage === undefined || this.#outages.get(model) === outage) return;
    this.#outages.set(model, outage);
    this.#log.error('model_not_usable', { model, outage, error });
  }
}
