/**
 * Watches one call: its silence, its size, and the caller's signal. The SDKs' own time limits cover
 * only the wait for headers, and a call may not settle after an abort, so waits go through `race`.
 * Bytes end the silence, not events: an endpoint that sends pings is thinking.
 */

import { type CallOptions, ModelFault } from './model.ts';

const MAX_ANSWER_BYTES = 8_000_000;

export class CallClock {
  readonly signal: AbortSignal;
  readonly #own = new AbortController();
  readonly #timer: NodeJS.Timeout;
  #bytes = 0;

  constructor({ signal, idleMs }: CallOptions) {
    this.signal = AbortSignal.any([this.#own.signal, signal]);
    const expire = () =>
      this.#own.abort(
        new ModelFault('timed_out', `the model has sent nothing for ${idleMs / 1_000} s`),
      );
    this.#timer = setTimeout(expire, idleMs);
  }

  /** Why it was aborted. */
  get fault(): ModelFault {
    const reason: unknown = this.#own.signal.reason;
    return reason instanceof ModelFault
      ? reason
      : new ModelFault('timed_out', 'the call was ended before its answer was complete');
  }

  /** As `fetch`, for the SDKs. */
  readonly fetch: typeof fetch = async (input, init) => {
    const response = await fetch(input, init);
    this.#timer.refresh();
    if (response.body === null) return response;
    const counted = response.body.pipeThrough(
      new TransformStream<Uint8Array, Uint8Array>({
        transform: (chunk, controller) => {
          this.#timer.refresh();
          this.#bytes += chunk.byteLength;
          if (this.#bytes > MAX_ANSWER_BYTES)
            this.#own.abort(new ModelFault('unreadable', 'the answer has more than 8 MB'));
          controller.enqueue(chunk);
        },
      }),
    );
    const { status, statusText, headers } = response;
    return new Response(counted, { status, statusText, headers });
  };

  /** Settles like `work`, but rejects at once when the signal is aborted. */
  async race<Value>(work: Promise<Value>): Promise<Value> {
    this.signal.throwIfAborted();
    let stop = (): void => undefined;
    const aborted = new Promise<never>((_resolve, reject) => {
      stop = () => reject(this.fault);
      this.signal.addEventListener('abort', stop, { once: true });
    });
    try {
      return await Promise.race([work, aborted]);
    } finally {
      this.signal.removeEventListener('abort', stop);
    }
  }

  stop(): void {
    clearTimeout(this.#timer);
  }
}
