/** Replies on their way into a design, from the thread that is read again, and back as 👀 and ✅. */

import type { InboxCommand } from '#design/commands.ts';
import type { Thread, Via } from '#design/events.ts';
import type { Design } from '#design/state.ts';
import { isFault } from '#support/fault.ts';
import type { Chat, Incoming } from './chat.ts';
import type { Parts } from './parts.ts';

/** `Q2: …` says which question it answers (A17); empty: it does not say. */
export function questionIdOf(text: string): string {
  const [, digits] = /^\s{0,20}Q(\d{1,2}):/i.exec(text) ?? [];
  return digits === undefined ? '' : `Q${Number(digits)}`;
}

export function replyCommand(
  { id, author, authorId, text, replaces }: Incoming,
  via: Via,
  questionId = questionIdOf(text),
): InboxCommand {
  return { type: 'reply', reply: { id, author, authorId, via, text, questionId }, replaces };
}

/**
 * Stores what people wrote after the last stored message (P5); `true`: something was missed.
 * `cardId`: where the thread begins.
 */
export async function storeMissedReplies(
  design: Design,
  thread: Thread,
  cardId: string,
  chat: Chat,
  { store, now, log }: Parts,
): Promise<boolean> {
  // Those that the design took over from the one before were said before its card.
  const isHere = ({ via, at }: Design['replies'][number]) =>
    via === thread.platform && at > design.startedAt;
  const last = design.replies.findLast(isHere)?.messageId ?? cardId;
  let hasMissed = false;
  try {
    for (const message of await chat.messagesAfter(thread, last)) {
      const { isNew } = await store.putCommand({
        designId: design.id,
        platform: thread.platform,
        platformId: message.id,
        command: replyCommand(message, thread.platform),
        at: now(),
      });
      hasMissed ||= isNew;
    }
  } catch (error) {
    // The next look, or the next message, finds it.
    if (!isFault(error)) throw error;
    log.warn('thread_not_read', { designId: design.id, error });
  }
  return hasMissed;
}

export interface Mark {
  readonly messageId: string;
  readonly mark: 'stored' | 'read';
}

/** What stands under messages since `before`: 👀 for a stored one, ✅ when a turn that carried it has ended. */
export function newMarks(before: Design, after: Design): Mark[] {
  const known = new Set(before.replies.map(({ id }) => id));
  const [readBefore, readAfter] = [readUpTo(before), readUpTo(after)];
  return after.replies.flatMap(({ id, messageId, number, via }): Mark[] => {
    if (via !== after.thread?.platform) return [];
    const stored: Mark[] = known.has(id) ? [] : [{ messageId, mark: 'stored' }];
    const isRead = number > readBefore && number <= readAfter;
    return isRead ? [...stored, { messageId, mark: 'read' }] : stored;
  });
}

function readUpTo({ rounds, turns }: Design): number {
  const ended = new Set(turns.flatMap(({ endedAt, roundId }) => (endedAt === null ? [] : roundId)));
  return Math.max(
    0,
    ...rounds.flatMap(({ id, repliesUpTo }) => (ended.has(id) ? repliesUpTo : [])),
  );
}
