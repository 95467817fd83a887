/** Replies on their way into a design, from the thread that is read again (P5), and back as 👀 and ✅. */

import type { InboxCommand } from '#design/commands.ts';
import type { Thread, Via } from '#design/events.ts';
import type { Design } from '#design/state.ts';
import { isFault } from '#support/fault.ts';
import type { Chat, Incoming } from './chat.ts';
import type { Lease } from './lease.ts';
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

/** People's side of a design's thread, as its owner has it. */
export class ThreadReplies {
  readonly #chat: Chat;
  readonly #lease: Lease;
  readonly #signal: AbortSignal;
  readonly #parts: Parts;
  /** All that was written up to this message is stored; empty: this owner has not read the thread. */
  #readUpTo = '';
  #marking: Promise<void> = Promise.resolve();

  constructor(chat: Chat, lease: Lease, signal: AbortSignal, parts: Parts) {
    this.#chat = chat;
    this.#lease = lease;
    this.#signal = signal;
    this.#parts = parts;
  }

  /**
   * Stores what people wrote and nobody has heard; `true`: there was something. A later message that
   * was heard says nothing about those before it, so it reads from `cardId` on, where the thread
   * begins, and then from where it was last read to its end.
   */
  async catchUp(design: Design, thread: Thread, cardId: string): Promise<boolean> {
    const { store, now, log } = this.#parts;
    let hasMissed = false;
    try {
      const messages = await this.#chat.messagesAfter(thread, this.#readUpTo || cardId);
      for (const message of messages) {
        if (design.replies.some(({ id }) => id === message.id)) continue;
        const { isNew } = await store.putCommand({
          designId: design.id,
          platform: thread.platform,
          platformId: message.id,
          command: replyCommand(message, thread.platform),
          at: now(),
        });
        hasMissed ||= isNew;
      }
      this.#readUpTo = messages.at(-1)?.id ?? this.#readUpTo;
    } catch (error) {
      // The next look finds it.
      if (!isFault(error)) throw error;
      log.warn('thread_not_read', { designId: design.id, error });
    }
    return hasMissed;
  }

  /** A mark that the platform refuses is worth no second try. */
  mark(before: Design, after: Design, thread: Thread): void {
    for (const { messageId, mark } of newMarks(before, after))
      this.#marking = this.#marking.then(async () => {
        if (this.#signal.aborted || !this.#lease.isHeld) return;
        try {
          await this.#chat.react(thread, messageId, mark);
        } catch (error) {
          this.#parts.log.debug('reaction_refused', { designId: after.id, messageId, error });
        }
      });
  }
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
