import { waitedUntil } from '../../core/course/timers.ts';
import { insteadOf } from '../../core/telling/message/post.ts';
import type { Design } from '../../core/vocabulary/design.ts';
import type { Post } from '../../core/vocabulary/effects.ts';
import { errorMessage } from '../fault.ts';
import { type Chat, ChatFault, type ChatMessage, type MarkedReply } from '../ports/chat.ts';
import { RETRY_POLICIES, retry } from '../retry.ts';
import { waitUntil } from '../timeout.ts';
import type { OwnedStore } from './owned-store.ts';
import type { Parts } from './parts.ts';

/** Milliseconds: the longest wait honoured when a platform asks for one. */
const MAX_ASKED_WAIT_MS = 120_000;
/** Milliseconds before a daemon that may have been evicted looks again. */
export const UNSURE_MS = 50;

/** Stands between a message and its file or its version in the id of a reply. */
const PART = /[/#]/;

type PosterParts = Pick<Parts, 'fleet' | 'clock' | 'log'>;

/** A posted message, and the design as it was drawn; `null` when the message existed already. */
export interface PostedOnce {
  readonly receipt: string;
  readonly drawnFrom: Design | null;
}

/**
 * Posts a message, as it is at that moment, once: what may have been posted (`isAttempted`), by this process or by one
 * before it, is looked up before it is repeated (P4). Nothing is posted by a process that may have been evicted. `null` for a
 * reminder that comes too late, because nobody is waited for any more, and that is not there. Throws `ChatFault` when it
 * cannot be posted, and the signal's reason when that is aborted.
 */
export function postOnce(
  message: () => ChatMessage,
  isAttempted: boolean,
  chat: Chat,
  owned: OwnedStore,
  parts: PosterParts,
): Promise<PostedOnce | null> {
  const { fleet, clock } = parts;
  const { signal } = owned;
  const { id, post } = message();
  let mayBeThere = isAttempted;
  // The mark is refused when another daemon owns the design by now: it comes before the last check, never after it.
  const markedWhileSure = async (): Promise<void> => {
    for (await owned.mark('attempted', [id]); !fleet.isSure(); await owned.mark('attempted', [id])) {
      await waitUntil(clock, clock.now() + UNSURE_MS, signal);
      signal.throwIfAborted();
    }
  };
  const attempt = async (): Promise<PostedOnce | null> => {
    if (mayBeThere) {
      const found = await chat.find(message(), signal);
      if (found !== null) return { receipt: found, drawnFrom: null };
    }
    const { design } = message();
    if (post.kind === 'reminder' && waitedUntil(design, post.about) === null) return null;
    await markedWhileSure();
    mayBeThere = true;
    const drawn = message();
    return { receipt: await chat.post(drawn, signal), drawnFrom: drawn.design };
  };
  return retryChatCall(attempt, { effectId: id, kind: post.kind }, parts, signal);
}

/**
 * Posts in place of a message that was refused for good a few words that say where it can be read, once: a process before
 * this one may have said them. Throws as `postOnce` does.
 */
export function postInstead(
  message: () => ChatMessage,
  post: Post,
  error: unknown,
  chat: Chat,
  owned: OwnedStore,
  parts: PosterParts & Pick<Parts, 'redact'>,
): Promise<PostedOnce | null> {
  const reason = parts.redact(errorMessage(error));
  const instead = (): ChatMessage => {
    const refused = message();
    return { ...refused, post: insteadOf(post, refused.design, reason) };
  };
  return postOnce(instead, true, chat, owned, parts);
}

/**
 * The mark of the message that a reply is part of: its words and each of its files are replies, and the best of them counts.
 * `again`: another mark may be there.
 */
export function markOf({ replies }: Pick<Design, 'replies'>, replyId: string, again: boolean): MarkedReply {
  const [message] = replyId.split(PART);
  const parts = replies.filter(({ id }) => id.split(PART)[0] === message);
  const mark = parts.some(({ answers }) => answers.length > 0) ? 'answered' : 'heard';
  return { id: replyId, mark, replaces: again || parts.length > 1 };
}

/** Retries transient failures for some minutes, at the pace that the platform asks for. */
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
 * No fence can hold back a request that was on its way when this process froze. A message that both this process and
 * its successor posted is removed once this process has learned that it was evicted, so that nobody sees it twice (P4).
 * Best effort.
 */
export async function takeBackCopies(
  message: ChatMessage,
  chat: Chat,
  { store, clock, log }: Pick<Parts, 'store' | 'clock' | 'log'>,
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
