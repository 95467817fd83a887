import type { Design } from '../../core/design.ts';
import type { Post } from '../../core/effects.ts';
import type { Thread } from '../../core/events.ts';
import { type Chat, ChatFault, type ChatMessage } from '../ports/chat.ts';
import type { Clock } from '../ports/clock.ts';
import type { Fleet } from '../ports/fleet.ts';
import type { Log } from '../ports/log.ts';
import type { Store } from '../ports/store.ts';
import { RETRY_POLICIES, retry } from '../retry.ts';
import { waitUntil } from '../turn/waiting.ts';

/** Milliseconds: the longest wait that a platform is granted when it asks for one. */
const MAX_ASKED_WAIT_MS = 120_000;
const UNSURE_MS = 50;

export interface Posting {
  /** The id of the effect. */
  readonly id: string;
  readonly post: Post;
  readonly thread: Thread;
  /** The receipt of what was said before it; `null` for the first. */
  readonly after: string | null;
  /** Whether it may have been posted already, by this process or by one before it. */
  readonly attempted: boolean;
}

export interface PosterParts {
  readonly chat: Chat;
  readonly fleet: Fleet;
  readonly clock: Clock;
  readonly log: Log;
}

/** Where a message is, and as what design it was drawn; `null` when it was there already. */
export interface PostedOnce {
  readonly receipt: string;
  readonly drawnFrom: Design | null;
}

/**
 * Posts a message once: what may have been posted is looked up before it is repeated (P4). Nothing is posted by a
 * process that may have been evicted. Throws `ChatFault` when it cannot be posted, and the signal's reason when
 * that is aborted.
 */
export function postOnce(
  { attempted, ...said }: Posting,
  parts: PosterParts,
  design: { readonly now: () => Design; readonly markAttempted: () => Promise<void> },
  signal: AbortSignal,
): Promise<PostedOnce> {
  const { chat, fleet, clock } = parts;
  const message = (): ChatMessage => ({ ...said, design: design.now() });
  let mayBeThere = attempted;
  // The mark is refused when the design is somebody else's by now: it comes before the last look, never after it.
  const markedWhileSure = async (): Promise<void> => {
    for (await design.markAttempted(); !fleet.isSure(); await design.markAttempted()) {
      await waitUntil(clock, clock.now() + UNSURE_MS, signal);
      signal.throwIfAborted();
    }
  };
  const attempt = async (): Promise<PostedOnce> => {
    if (mayBeThere) {
      const found = await chat.find(message(), signal);
      if (found !== null) return { receipt: found, drawnFrom: null };
    }
    await markedWhileSure();
    mayBeThere = true;
    const drawn = message();
    return { receipt: await chat.post(drawn, signal), drawnFrom: drawn.design };
  };
  return retryChatCall(attempt, { effectId: said.id, kind: said.post.kind }, parts, signal);
}

/** Tries again for some minutes what may work later, at the pace that the platform asks for. */
export function retryChatCall<Result>(
  work: () => Promise<Result>,
  what: Readonly<Record<string, string>>,
  { clock, log }: Pick<PosterParts, 'clock' | 'log'>,
  signal: AbortSignal,
): Promise<Result> {
  return retry(work, RETRY_POLICIES.chatCall, {
    isPassing: (error) => error instanceof ChatFault && error.kind === 'passing',
    onFailed: (error, attempt) => log.warn('chat_call_failed', { ...what, attempt, error }),
    signal,
    asked: { waitMs: (error) => Math.min(askedWaitMs(error), MAX_ASKED_WAIT_MS), clock },
  });
}

/** Milliseconds for which the platform asks to be left alone. */
export function askedWaitMs(error: unknown): number {
  return error instanceof ChatFault ? (error.retryAfterMs ?? 0) : 0;
}

/** Milliseconds before each look for copies: a request that was on its way when the process froze may arrive late. */
const LOOKS_MS = [1_000, 5_000, 20_000];

/**
 * No fence can hold back a request that was on its way when this process froze. What was said by it, and by its
 * successor as well, is taken back once this process has learned that it was evicted, so that nobody sees a message
 * twice (P4). Best effort.
 */
export async function takeBackCopies(
  message: ChatMessage,
  { chat, store, clock, log }: Omit<PosterParts, 'fleet'> & { readonly store: Store },
): Promise<void> {
  const { signal } = new AbortController();
  const { id, design } = message;
  try {
    for (const waitMs of LOOKS_MS) {
      await waitUntil(clock, clock.now() + waitMs, signal);
      const said = (await store.posted(design.id)).find((each) => each.id === id);
      if (said !== undefined) await chat.removeCopies(message, said.receipt, signal);
    }
  } catch (error) {
    log.warn('copies_not_looked_for', { effectId: id, error });
  }
}
