import type { Thread } from '../../core/vocabulary/event-parts.ts';
import type { DesignId } from '../../core/vocabulary/ids.ts';
import { warnRepeatedly } from '../../foundation/repeated-line.ts';
import { RETRY_POLICIES, retry } from '../../foundation/retry.ts';
import { ChatFault, waitMsOf } from '../../ports/chat.ts';
import type { Document } from '../../presentation/format/document.ts';
import type { Parts } from '../parts/parts.ts';

/** Says something that no event calls for in a design's thread, if it has one. Best effort. */
export async function sayInThread(
  thread: Thread | null,
  words: Document,
  designId: DesignId,
  { chats, clock, log }: Pick<Parts, 'chats' | 'clock' | 'log'>,
  signal: AbortSignal,
): Promise<void> {
  const chat = chats.find(({ platform }) => platform === thread?.platform);
  if (thread === null || thread.thread === '' || chat === undefined) return;
  try {
    await retry(() => chat.say(thread, words, signal), RETRY_POLICIES.chatCall, {
      isPassing: (error) => error instanceof ChatFault && error.kind === 'passing',
      onFailed: (error, attempt) =>
        warnRepeatedly(log, clock, 'chat_call_failed', { designId, attempt, error }),
      signal,
      asked: { waitMs: waitMsOf, clock },
    });
  } catch (error) {
    if (!signal.aborted) log.warn('not_said', { designId, error });
  }
}
