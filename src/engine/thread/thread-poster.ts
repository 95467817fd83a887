import type { Design } from '../../core/vocabulary/design.ts';
import { isReminderOver } from '../../core/workflow/timers.ts';
import { errorMessageOf, OwnershipLostError } from '../../foundation/fault.ts';
import { warnRepeatedly } from '../../foundation/repeated-line.ts';
import { RETRY_POLICIES, retry } from '../../foundation/retry.ts';
import { waitUntil } from '../../foundation/timeout.ts';
import { type Chat, ChatFault, type ChatMessage, waitMsOf } from '../../ports/chat.ts';
import { insteadOf } from '../../presentation/thread/post.ts';
import type { OwnedStore } from '../design/owned-store.ts';
import type { Parts } from '../parts/parts.ts';

/** Longest wait honoured when a platform asks for one, in milliseconds. */
const MAX_ASKED_WAIT_MS = 120_000;
/** Milliseconds before a daemon that may have been evicted checks again. */
const UNSURE_MS = 50;
/**
 * Milliseconds before each search for copies: a request sent before the process froze may arrive
 * late.
 */
const LOOKS_MS = [1_000, 5_000, 20_000];

export interface Pen {
  readonly chat: Chat;
  readonly owned: OwnedStore;
  readonly parts: Pick<Parts, 'store' | 'fleet' | 'clock' | 'log' | 'redact'>;
}

interface Posted {
  readonly receipt: string;
  /** The design as drawn; `null` if the message already existed. */
  readonly drawnFrom: Design | null;
  /** True if a note on where to read it was posted instead. */
  readonly isInstead: boolean;
}

/**
 * Posts a message once, drawn by `message` at that moment, and marks its outbox row. A message
 * refused for good is replaced once by a note on where to read it, unless `saidBefore`. Resolves to
 * `null` if nothing was posted. Throws `ChatFault` if the thread accepts nothing, and the signal's
 * reason on abort.
 */
export async function postOrReplace(
  message: () => ChatMessage,
  isAttempted: boolean,
  saidBefore: boolean,
  pen: Pen,
): Promise<Posted | null> {
  const { owned, parts } = pen;
  const { id, post, design } = message();
  const instead = async (error: unknown): Promise<Posted | null> => {
    const isLast = post.kind !== 'files' && isThreadLost(error);
    if (owned.signal.aborted || error instanceof OwnershipLostError || isLast) throw error;
    parts.log.warn('post_left_out', {
      designId: design.id,
      effectId: id,
      kind: post.kind,
      error,
      toDo: 'Run charrette doctor, which says what the platform refuses.',
    });
    if (saidBefore || post.kind === 'instead') return null;
    const words = insteadOf(post, message().design, parts.redact(errorMessageOf(error)));
    const sentPost = await postOnce(() => ({ ...message(), post: words }), true, pen);
    return sentPost && { ...sentPost, isInstead: true };
  };
  try {
    const sentPost = await postOnce(message, isAttempted, pen).catch(instead);
    const isThere = sentPost !== null && !(sentPost.isInstead && post.kind === 'files');
    await owned.mark(isThere ? 'done' : 'dropped', [id], isThere ? sentPost.receipt : '');
    return sentPost;
  } catch (error) {
    const isLost = [error, owned.signal.reason].some((each) => each instanceof OwnershipLostError);
    if (isLost) void takeBackCopies(message(), pen);
    throw error;
  }
}

/**
 * Looks up a message that may have been posted before. Posts nothing while this process may have
 * been evicted.
 */
function postOnce(
  message: () => ChatMessage,
  isAttempted: boolean,
  pen: Pen,
): Promise<Posted | null> {
  const { chat, owned } = pen;
  const { id, post } = message();
  let mayBeThere = isAttempted;
  const attempt = async (): Promise<Posted | null> => {
    const receipt = mayBeThere ? await chat.findPosted(message(), owned.signal) : null;
    if (receipt !== null) return { receipt, drawnFrom: null, isInstead: false };
    if (post.kind === 'reminder' && isReminderOver(message().design, post.index)) return null;
    await markAttempted(id, pen);
    mayBeThere = true;
    const draft = message();
    return {
      receipt: await chat.post(draft, owned.signal),
      drawnFrom: draft.design,
      isInstead: false,
    };
  };
  return retryChatCall(attempt, { effectId: id, kind: post.kind }, pen);
}

/** Marks an entry as attempted, once this process is sure that it was not evicted. */
export async function markAttempted(
  id: string,
  { owned, parts }: Pick<Pen, 'owned' | 'parts'>,
): Promise<void> {
  // The mark fails if another daemon owns the design, so it comes before the last check.
  for (
    await owned.mark('attempted', [id]);
    !parts.fleet.isSure();
    await owned.mark('attempted', [id])
  )
    await waitUntilSure({ owned, parts });
}

/** Waits while this process may have been evicted. Rejects with the signal's reason on abort. */
export async function waitUntilSure({
  owned: { signal },
  parts: { fleet, clock },
}: Pick<Pen, 'owned' | 'parts'>): Promise<void> {
  while (!fleet.isSure()) {
    await waitUntil(clock, clock.now() + UNSURE_MS, signal);
    signal.throwIfAborted();
  }
}

/** Retries transient failures for some minutes, at the platform's pace. */
export function retryChatCall<Result>(
  work: () => Promise<Result>,
  what: Readonly<Record<string, string>>,
  { owned: { signal }, parts: { clock, log } }: Omit<Pen, 'chat'>,
): Promise<Result> {
  return retry(work, RETRY_POLICIES.chatCall, {
    isPassing: (error) => error instanceof ChatFault && error.kind === 'passing',
    onFailed: (error, attempt) =>
      warnRepeatedly(log, clock, 'chat_call_failed', { ...what, attempt, error }),
    signal,
    asked: { waitMs: (error) => Math.min(waitMsOf(error), MAX_ASKED_WAIT_MS), clock },
  });
}

/** Throws if this process may have been evicted: its successor shows the rest. */
export function assertSure(fleet: Pick<Parts['fleet'], 'isSure'>): void {
  if (!fleet.isSure())
    throw new ChatFault('This process may have been evicted.', 'passing', UNSURE_MS);
}

/** True if this error means that nothing can be posted to this thread. */
export function isThreadLost(error: unknown): boolean {
  return error instanceof ChatFault && error.kind !== 'refused';
}

/**
 * Removes messages that both this process and its successor posted, once this process learns that
 * it was evicted: no fence holds back a request already under way. Best effort.
 */
async function takeBackCopies(message: ChatMessage, { chat, parts }: Pen): Promise<void> {
  const { store, clock, log } = parts;
  const { signal } = new AbortController();
  const { id, design } = message;
  try {
    for (const waitMs of LOOKS_MS) {
      await waitUntil(clock, clock.now() + waitMs, signal);
      const storedPost = (await store.listPosted(design.id)).find((each) => each.id === id);
      if (storedPost !== undefined) await chat.removeCopies(message, storedPost.receipt, signal);
    }
  } catch (error) {
    log.warn('duplicate_lookup_skipped', { effectId: id, error });
  }
}
