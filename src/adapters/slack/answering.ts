import { BusyError } from '../../runtime/busy.ts';
import { Fault } from '../../runtime/fault.ts';
import type { Clock } from '../../runtime/ports/clock.ts';
import type { Log } from '../../runtime/ports/log.ts';
import type { Drawing } from './drawing/drawing.ts';
import { TEXTS } from './drawing/texts.ts';
import { drawWords } from './drawing/words.ts';

/** Milliseconds until something has to be acknowledged, come what may: Slack gives three seconds. */
const ACKNOWLEDGE_MS = 2_500;

export interface Ways {
  /** Answers Slack, once: with what the person is to see, or with nothing to see yet. */
  readonly acknowledge: (answer: Drawing | null) => Promise<unknown>;
  /** Tells the person later, privately. */
  readonly tell: (answer: Drawing) => Promise<unknown>;
  readonly clock: Clock;
  readonly log: Log;
}

/** `stored` is called as soon as nothing can be lost, with what may be said then. `null` for nothing to say. */
export type Work = (stored: (now?: Drawing) => void) => Promise<Drawing | null>;

/**
 * P5: does what somebody asked for, and acknowledges it once: when it is stored, or when it is answered if that is
 * first. What comes of it is told privately. Whoever waits too long is told that.
 */
export async function answering(work: Work, { acknowledge, tell, clock, log }: Ways): Promise<void> {
  let acknowledged: Promise<unknown> | null = null;
  const once = (answer: Drawing | null): Promise<unknown> => (acknowledged ??= acknowledge(answer));
  const late = clock.at(clock.now() + ACKNOWLEDGE_MS, () => {
    once(drawWords(TEXTS.tookTooLong)).catch((error: unknown) =>
      log.warn('slack_not_acknowledged', { error }),
    );
  });
  try {
    const answer = await work((now) => {
      once(now ?? null).catch((error: unknown) => log.warn('slack_not_acknowledged', { error }));
    }).catch((error: unknown) => wordsFor(error, log));
    if (acknowledged === null) await once(answer);
    else if (answer !== null) await tell(answer);
  } catch (error) {
    // Slack was answered or cannot be: nothing else is left to be done with it.
    log.warn('slack_not_answered', { error });
  } finally {
    late[Symbol.dispose]();
  }
}

/** What went wrong inside stays inside; the person learns whether anything was kept. */
function wordsFor(error: unknown, log: Log): Drawing {
  if (error instanceof BusyError) return drawWords(TEXTS.keptForLater);
  log.error('slack_request_failed', { error });
  return drawWords(error instanceof Fault ? TEXTS.notNow : TEXTS.wentWrong);
}
