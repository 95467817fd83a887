/**
 * Watches one call: its silence, its size, and the caller's signal. The SDKs' own time limits cover
 * only the wait for headers, and a call may not settle after an abort, so it goes through `race`.
 * Bytes end the silence, not events: an endpoint that sends pings is thinking.
 */

import { type CallOptions, ModelFault } from './model.ts';

const MAX_ANSWER_BYTES = 8_000_000;

export class CallClock {
  readonly signal: AbortSignal;
  readonly #own = new AbortController();
  readonly #timer: NodeJS.Timeout;

  constructor({ signal, idleMs }: CallOptions) {
    this.signal = AbortSignal.any([this.#own.signal, signal]);
    const expired = `the model has sent nothing for ${idleMs / 1_000} s`;
    this.#timer = setTimeout(() => this.#own.abort(new ModelFault('timed_out', expired)), idleMs);
  }

  /** As `fetch`, for the SDKs. */
  readonly fetch: typeof fetch = async (input, init) => {
    const response = await fetch(input, init);
    let bytes = 0;
    const counter = new TransformStream<Uint8Array, Uint8Array>({
      transform: (chunk, controller) => {
        this.#timer.refresh();
        bytes += chunk.byteLength;
        if (bytes > MAX_ANSWER_BYTES)
          this.#own.abort(new ModelFault('unreadable', 'the answer has more than 8 MB'));
        controller.enqueue(chunk);
      },
    });
    return new Response(response.body?.pipeThrough(counter) ?? null, response);
  };

  /** Settles like `work`, but rejects at once when the signal is aborted. */
  async race<Value>(work: Promise<Value>): Promise<Value> {
    const aborted = new Promise<never>((_resolve, reject) => {
      if (this.signal.aborted) reject(this.signal.reason);
      this.signal.addEventListener('abort', reject, { once: true });
    });
    try {
      return await Promise.race([work, aborted]);
    } catch (error) {
      if (!this.signal.aborted) throw error;
      const reason: unknown = this.#own.signal.reason;
      if (reason instanceof ModelFault) throw reason;
      throw new ModelFault('timed_out', 'the call was ended before its answer was complete');
    } finally {
      clearTimeout(this.#timer);
    }
  }
}
