import { ChatFault } from '../../runtime/ports/chat.ts';
import type { Clock } from '../../runtime/ports/clock.ts';
import { faultOf } from './faults.ts';

/**
 * Calls to Slack, each made once. One that has begun is seen to its end, also when it is not wanted any more: whoever is told
 * to stop hands a design over to somebody who looks up what was said, and nothing may be said after that.
 */
export class SlackCalls {
  readonly #clock: Clock;
  readonly #pausedUntil = new Map<string, number>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /**
   * `limit` names what Slack counts such calls by: none is made before the time that Slack asked to wait for is over.
   * Throws only `ChatFault`, `passing` when the signal is aborted before the call has begun.
   */
  async make<Answer>(limit: string, call: () => Promise<Answer>, signal: AbortSignal): Promise<Answer> {
    if (signal.aborted) throw new ChatFault('This process is stopping.', 'passing', null, signal.reason);
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
  }
}
