import { type ModelClocks, ModelFault, type ModelFaultKind, type Sign } from '../../ports/model.ts';

/**
 * The four time limits of one request. The SDK's timeout covers only the wait for headers, so these
 * abort the request themselves, each with its own fault as the reason. Silence is measured in
 * bytes: an endpoint that sends pings is still thinking, and only the total limits it.
 */
export class RequestClocks {
  readonly #controller = new AbortController();
  readonly #clocks: ModelClocks;
  /** Aborted at a limit, or by the turn that waits for the answer. */
  readonly signal: AbortSignal;
  readonly #timers = new Map<ModelFaultKind, NodeJS.Timeout>();
  /** When each limit ends, by `performance.now()`. */
  readonly #endsAt = new Map<ModelFaultKind, number>();
  readonly #onSign: (sign: Sign) => void;
  #isStopped = false;

  constructor(
    clocks: ModelClocks,
    outer: AbortSignal,
    onSign: (sign: Sign) => void = () => undefined,
  ) {
    this.#clocks = clocks;
    this.#onSign = onSign;
    this.signal = AbortSignal.any([this.#controller.signal, outer]);
    this.#arm('connect_timeout', clocks.connectMs, 'no response headers');
    this.#arm('first_token_timeout', clocks.firstTokenMs, 'no first token');
    this.#arm('total_timeout', clocks.totalMs, 'the answer was not complete');
    this.#report(false);
  }

  get fault(): ModelFault {
    const { reason } = this.signal;
    // Its own controller aborts only with a `ModelFault`.
    if (reason === this.#controller.signal.reason) return reason;
    return new ModelFault('aborted', 'the request was aborted', { cause: reason });
  }

  headersArrived(): void {
    this.#disarm('connect_timeout');
    this.#report(false);
  }

  contentBegan(): void {
    this.#disarm('first_token_timeout');
    this.#arm('stall_timeout', this.#clocks.stallMs, 'nothing more of the answer');
  }

  bytesArrived(): void {
    const stalling = this.#timers.get('stall_timeout');
    if (stalling !== undefined) {
      stalling.refresh();
      this.#endsAt.set('stall_timeout', performance.now() + this.#clocks.stallMs);
    }
    this.#report(true);
  }

  /** Aborts: the bytes so far cannot be an answer. */
  refuse(fault: ModelFault): void {
    this.#controller.abort(fault);
  }

  /** For good: a client may go on reading for a moment. */
  stop(): void {
    this.#isStopped = true;
    for (const kind of [...this.#timers.keys()]) this.#disarm(kind);
  }

  #arm(kind: ModelFaultKind, afterMs: number, what: string): void {
    this.#disarm(kind);
    if (this.#isStopped) return;
    const runOut = (): void =>
      this.#controller.abort(new ModelFault(kind, `${what} after ${afterMs} ms`));
    this.#timers.set(kind, setTimeout(runOut, afterMs));
    this.#endsAt.set(kind, performance.now() + afterMs);
  }

  #disarm(kind: ModelFaultKind): void {
    clearTimeout(this.#timers.get(kind));
    this.#timers.delete(kind);
    this.#endsAt.delete(kind);
  }

  #report(hasCome: boolean): void {
    if (this.#isStopped) return;
    const endsInMs = Math.max(0, Math.min(...this.#endsAt.values()) - performance.now());
    this.#onSign({ hasCome, endsInMs });
  }
}
