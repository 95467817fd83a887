import type { Clock } from './clock.ts';

/** Pings that a session or a connection may leave unanswered for one beat more before it counts as hung (C20). */
export const MISSED_BEATS = 2;

export interface Heartbeat extends Disposable {
  /** Returns `false` if no such ping was ever sent, or if it or a later one is answered: the cost of an answer is paid once. */
  awaits(beat: number): boolean;
  /** Takes the answer to this ping, by default the last one. */
  answered(beat?: number): void;
}

/**
 * Pings at once and then every `everyMs`, until `missed` is called or it is disposed: a session that does not answer is lost
 * (C20). It counts beats sent, not time passed, so a session gets its beats even if Charrette itself was busy or suspended.
 */
export function startHeartbeat(
  clock: Clock,
  everyMs: number,
  listener: { ping(beat: number): void; missed(): void },
): Heartbeat {
  let sent = 0;
  let lastAnswered = 0;
  let next: Disposable | null = null;
  let disposed = false;
  const tick = (): void => {
    if (sent - lastAnswered >= MISSED_BEATS) {
      listener.missed();
      return;
    }
    sent += 1;
    listener.ping(sent);
    if (!disposed) next = clock.at(clock.now() + everyMs, tick);
  };
  tick();
  return {
    awaits: (beat) => beat > lastAnswered && beat <= sent,
    answered: (beat = sent) => {
      lastAnswered = beat;
    },
    [Symbol.dispose]: () => {
      disposed = true;
      next?.[Symbol.dispose]();
    },
  };
}
