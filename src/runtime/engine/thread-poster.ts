import pRetry from 'p-retry';
import type { Design } from '../../core/design.ts';
import type { Post } from '../../core/effects.ts';
import type { Thread } from '../../core/events.ts';
import { type Chat, ChatFault } from '../ports/chat.ts';
import type { Clock } from '../ports/clock.ts';
import type { Fleet } from '../ports/fleet.ts';
import type { Log } from '../ports/log.ts';
import { waitUntil } from '../turn/waiting.ts';

/** Attempts of one message, over some ten minutes, before it is given up. */
const POST_RETRIES = 24;
const FIRST_WAIT_MS = 250;
const LONGEST_WAIT_MS = 30_000;
/** The longest that a platform's own wish to wait is followed. */
const LONGEST_WISH_MS = 120_000;
const UNSURE_MS = 50;

export interface Posting {
  /** The id of the effect. */
  readonly id: string;
  readonly post: Post;
  readonly thread: Thread;
  /** Whether it may have been posted already, by this process or by one before it. */
  readonly attempted: boolean;
}

export interface PosterParts {
  readonly chat: Chat;
  readonly fleet: Fleet;
  readonly clock: Clock;
  readonly log: Log;
}

/**
 * P4: posts a message once and answers with the platform's id of it. What may have been posted is looked up before it
 * is repeated; nothing is posted by a process that may have been taken for dead. Throws `ChatFault` when it cannot be
 * posted, and the signal's reason when that is aborted.
 */
export function postOnce(
  { id, post, thread, attempted }: Posting,
  { chat, fleet, clock, log }: PosterParts,
  design: { readonly now: () => Design; readonly markAttempted: () => Promise<void> },
  signal: AbortSignal,
): Promise<string> {
  let mayBeThere = attempted;
  // The mark is refused when the design is somebody else's by now: it comes before the last look, never after it.
  const markedWhileSure = async (): Promise<void> => {
    for (await design.markAttempted(); !fleet.isSure(); await design.markAttempted()) {
      await waitUntil(clock, clock.now() + UNSURE_MS, signal);
      signal.throwIfAborted();
    }
  };
  const attempt = async (): Promise<string> => {
    if (mayBeThere) {
      const found = await chat.find(thread, id, signal);
      if (found !== null) return found;
    }
    await markedWhileSure();
    mayBeThere = true;
    return chat.post({ id, thread, post, design: design.now() }, signal);
  };
  return pRetry(attempt, {
    retries: POST_RETRIES,
    minTimeout: FIRST_WAIT_MS,
    maxTimeout: LONGEST_WAIT_MS,
    randomize: true,
    signal,
    shouldRetry: ({ error }) => error instanceof ChatFault && error.transient,
    onFailedAttempt: async ({ error, attemptNumber }) => {
      log.warn('post_failed', { effectId: id, kind: post.kind, attempt: attemptNumber, error });
      const wishMs = error instanceof ChatFault ? (error.retryAfterMs ?? 0) : 0;
      await waitUntil(clock, clock.now() + Math.min(wishMs, LONGEST_WISH_MS), signal);
    },
  });
}
