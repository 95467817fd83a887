import type { Clock } from '../../../runtime/ports/clock.ts';

/** Milliseconds between two heartbeats: Discord wants one in 41 seconds, and takes 120 commands a minute. */
const HEARTBEAT_MS = 5_000;
/** A process that was kept from running sees that it is late before it reads the answer: one may stay without. */
const MAX_UNANSWERED = 2;

/** Heartbeats over an open connection, from now on; `silent` is called, once, when two in a row have no answer. */
export function beginHeartbeats(clock: Clock, send: () => void, silent: () => void) {
  let unanswered = 0;
  let next: Disposable | null = null;
  const beat = (): void => {
    if (unanswered === MAX_UNANSWERED) {
      silent();
      return;
    }
    unanswered += 1;
    send();
    next = clock.at(clock.now() + HEARTBEAT_MS, beat);
  };
  beat();
  return {
    answered: () => {
      unanswered = 0;
    },
    [Symbol.dispose]: () => next?.[Symbol.dispose](),
  };
}
