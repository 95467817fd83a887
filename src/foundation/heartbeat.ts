import type { Clock } from './clock.ts';

/** Unanswered pings after which a session or connection counts as hung at the next beat. */
export const MISSED_BEATS = 2;

export interface Heartbeat extends Disposable {
  /** True for a ping that was sent and not yet answered, so each answer is examined once. */
  awaits(beat: number): boolean;
  /** Records the answer to a ping, by default the last one. */
  recordAnswer(beat?: number): void;
}

/**
 * Pings at once and then every `everyMs`, until disposed or until `reportMissed` is called. Counts
 * beats sent, not time passed: no session is lost because Charrette itself was busy or suspended.
 * `mayBeLate` is asked before each report; as long as it returns true, nothing is sent or reported.
 */
export function startHeartbeat(
  clock: Clock,
  everyMs: number,
  listener: { ping(beat: number): void; mayBeLate?(): boolean; reportMissed(): void },
): Heartbeat {
  let sentCount = 0;
  let lastAnswered = 0;
  let next: Disposable | null = null;
  let disposed = false;
  const tick = (): void => {
    if (sentCount - lastAnswered < MISSED_BEATS) {
      sentCount += 1;
      listener.ping(sentCount);
    } else if (listener.mayBeLate?.() !== true) {
      listener.reportMissed();
      return;
    }
    if (!disposed) next = clock.at(clock.now() + everyMs, tick);
  };
  tick();
  return {
    awaits: (beat) => beat > lastAnswered && beat <= sentCount,
    recordAnswer: (beat = sentCount) => {
      lastAnswered = beat;
    },
    [Symbol.dispose]: () => {
      disposed = true;
      next?.[Symbol.dispose]();
    },
  };
}
