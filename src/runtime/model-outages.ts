import { OUTAGES, type Outage } from '../core/vocabulary/sets.ts';
import type { Log } from './ports/log.ts';
import { ModelFault } from './ports/model.ts';
import type { CallModel } from './turn/model-broker.ts';

/** Models that cannot be used at the moment, as the last call of each has shown; an operator has to do something. */
export class ModelOutages {
  readonly #log: Log;
  readonly #outages = new Map<string, Outage>();

  constructor(log: Log) {
    this.#log = log;
  }

  /** The reason of each model that cannot be used. */
  get current(): readonly { readonly model: string; readonly outage: Outage }[] {
    return [...this.#outages].map(([model, outage]) => ({ model, outage }));
  }

  /** Returns the same calls, each of which is noted by its end. Logs an outage once, until the model answers again. */
  watched(callModel: CallModel): CallModel {
    return (order) => {
      const { model } = order.request;
      const call = callModel(order);
      call.answer.then(
        () => this.#outages.delete(model),
        (error) => this.#failed(model, error),
      );
      return call;
    };
  }

  #failed(model: string, error: unknown): void {
    if (!(error instanceof ModelFault)) return;
    const outage = OUTAGES.find((each) => each === error.kind);
    if (outage === undefined || this.#outages.get(model) === outage) return;
    this.#outages.set(model, outage);
    this.#log.error('model_not_usable', { model, outage, error });
  }
}
