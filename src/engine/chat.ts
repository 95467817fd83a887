/** What the engine needs of a chat platform. Slack and Discord implement it (`chat/`). */

import type { Thread } from '#design/events.ts';
import type { DesignId } from '#design/ids.ts';
import { Fault } from '#support/fault.ts';
import type { Message } from '#words/message.ts';

/** Identifies a post for ever: the platform keeps it with the message, and finds it again (P4). */
export interface PostKey {
  readonly designId: DesignId;
  readonly key: string;
}

export interface ChatFile {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** A person's message, as the platform gives it. */
export interface Incoming {
  /** The message's id; an edit's is that and its time (P5). */
  readonly id: string;
  /** The message that it edits, or empty. */
  readonly replaces: string;
  readonly author: string;
  readonly authorId: string;
  readonly text: string;
  /** Names of files that came with it and could not be read as text. */
  readonly unreadFiles?: readonly string[];
}

/** Thrown by `post`, `edit`, `attach` and `find`. Without either flag the platform has refused for good. */
export class PostFault extends Fault {
  /** The answer was lost, so the post may stand there. */
  readonly isLost: boolean;
  /** It was not posted; the platform asks to wait (a rate limit), or was away. */
  readonly retryAfterMs: number | null;
  constructor(
    message: string,
    details: {
      readonly isLost?: boolean;
      readonly retryAfterMs?: number | null;
      readonly cause?: unknown;
    } = {},
  ) {
    super('platform', message, { cause: details.cause });
    this.name = 'PostFault';
    this.isLost = details.isLost ?? false;
    this.retryAfterMs = details.retryAfterMs ?? null;
  }
}

export interface Chat {
  readonly platform: 'slack' | 'discord';
  /**
   * Posts once, without retries, within 5 s; `mayPost` is asked just before. The card (a thread
   * without `thread`) opens the thread. @throws {PostFault}
   */
  post(thread: Thread, message: Message, key: PostKey, mayPost: () => boolean): Promise<Posted>;
  edit(thread: Thread, messageId: string, message: Message, key: PostKey): Promise<void>;
  /** Reads the bot's own messages of the thread (or the channel, for the card) for this key. */
  find(thread: Thread, key: PostKey): Promise<Posted | null>;
  /**
   * Adds files below the message that carries the decision; does nothing if they stand there.
   * `mayPost` is asked just before each call that changes something.
   */
  attach(
    thread: Thread,
    messageId: string,
    message: Message,
    files: readonly ChatFile[],
    key: PostKey,
    mayPost: () => boolean,
  ): Promise<void>;
  /** 👀 when a message is stored, ✅ when a turn that carried it has ended. */
  react(thread: Thread, messageId: string, mark: 'stored' | 'read'): Promise<void>;
  /** People's messages in the thread after this one, oldest first (P5). */
  messagesAfter(thread: Thread, messageId: string): Promise<Incoming[]>;
  /** One private sentence, where the platform can. */
  tell(channel: string, personId: string, text: string): Promise<void>;
}

export interface Posted {
  readonly messageId: string;
  /** The thread that the card opened. */
  readonly thread: string;
}
