/** Replies on their way into a design, from the thread that is read again (P5), and back as 👀 and ✅. */

import type { InboxCommand } from '#design/commands.ts';
import type { DesignEvent, RoundKind, Thread, Via } from '#design/events.ts';
import type { Design } from '#design/state.ts';
import { isFault } from '#support/fault.ts';
import { cut } from '#support/text.ts';
import type { Chat, Incoming } from './chat.ts';
import type { Parts } from './engine-parts.ts';
import type { Running } from './running.ts';

/** `Q2: …` says which question it answers (A17); empty: it does not say. */
export function questionIdOf(text: string): string {
  const [, digits] = /^\s{0,20}Q(\d{1,2}):/i.exec(text) ?? [];
  return digits === undefined ? '' : `Q${Number(digits)}`;
}

const MAX_CHARACTERS = 100_000;
const MAX_NAME_CHARACTERS = 200;
const MAX_FILES = 20;
const MAX_FILE_NAME_CHARACTERS = 300;

export function replyCommand(
  { id, author, authorId, text, replaces, unreadFiles = [] }: Incoming,
  via: Via,
  questionId = questionIdOf(text),
): InboxCommand {
  const bounded = {
    author: cut(author, MAX_NAME_CHARACTERS),
    text: cut(text, MAX_CHARACTERS),
    unreadFiles: unreadFiles.slice(0, MAX_FILES).map((name) => cut(name, MAX_FILE_NAME_CHARACTERS)),
  };
  return { type: 'reply', reply: { id, authorId, via, questionId, ...bounded }, replaces };
}

/** A reply that is stored later than these, a gate or a completion is too late for a prompt or a text. */
const LAST_CALLS: readonly RoundKind[] = ['matching', 'proposals', 'draft', 'revision'];

export function isLastCall(events: readonly DesignEvent[]): boolean {
  return events.some(
    (event) =>
      event.type === 'gate_opened' ||
      (event.type === 'outcome_settled' && event.status === 'completed') ||
      (event.type === 'round_opened' && LAST_CALLS.includes(event.kind)),
  );
}

/** People's side of a design's thread, as its owner has it. */
export class ThreadReplies {
  readonly #chat: Chat;
  readonly #running: Running;
  readonly #parts: Parts;
  /** All that was written up to this message is stored; empty: this owner has not read the thread. */
  #readUpTo = '';
  #marking: Promise<void> = Promise.resolve();

  constructor(chat: Chat, running: Running, parts: Parts) {
    this.#chat = chat;
    this.#running = running;
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
        if (this.#running.signal.aborted || !this.#running.lease.isHeld) return;
        try {
          await this.#chat.react(thread, messageId, mark);
        } catch (error) {
          this.#parts.log.debug('reaction_refused', { designId: after.id, messageId, error });
        }
      });
  }
}

interface Mark {
  readonly messageId: string;
  readonly mark: 'stored' | 'read';
}

/** What stands under messages since `before`: 👀 for a stored one, ✅ when a turn that carried it has ended. */
function newMarks(before: Design, after: Design): Mark[] {
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
