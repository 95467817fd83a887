import { callOnce } from '../../../runtime/gateway/platform-access.ts';
import { ChatFault } from '../../../runtime/ports/chat.ts';
import type { Clock } from '../../../runtime/ports/clock.ts';
import { faultOf } from './faults.ts';

/** Calls to Slack for a design's thread, each made once. */
export class SlackCalls {
  readonly #clock: Clock;
  readonly #pausedUntil = new Map<string, number>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /**
   * `limit` names what Slack counts such calls by: none is made before the time that Slack asked to wait for is over.
   * Throws only `ChatFault`.
   */
  make<Answer>(limit: string, call: () => Promise<Answer>, signal: AbortSignal): Promise<Answer> {
    const paced = async (): Promise<Answer> => {
      const waitMs = (this.#pausedUntil.get(limit) ?? 0) - this.#clock.now();
      if (waitMs > 0) throw new ChatFault('Slack asked to wait.', 'passing', waitMs);
      this.#pausedUntil.delete(limit);
      try {
        return await call();
      } catch (error) {
        const fault = faultOf(error);
        if (fault.retryAfterMs !== null) this.#pausedUntil.set(limit, this.#clock.now() + fault.retryAfterMs);
        throw fault;
      }
    };
    return callOnce(paced, signal, faultOf);
  }
}
