import type { DesiredMark } from '#core/thread/desired-messages.ts';
import type { Design } from '#core/vocabulary/design.ts';
import type { Thread } from '#core/vocabulary/event-parts.ts';
import type { Chat } from '#ports/chat.ts';
import type { Document } from '#presentation/format/document.ts';
import type { PostView } from '#presentation/thread/post.ts';
import type { Upload } from '../../drawing/files.ts';

/** A message that is drawn where it is sent. */
export interface MessageToSend {
  /** Mark to find it by, which people do not see. */
  readonly id: string;
  readonly post: PostView;
  readonly design: Design;
  /** Ids of people and groups that it mentions. */
  readonly called: readonly string[];
  /** Receipt of the files on it; empty for none. */
  readonly files: string;
}

/**
 * Where a message is now: compared with what was asked. `thread` is empty for a message outside of
 * threads.
 */
export interface SentMessage {
  readonly message: string;
  readonly thread: string;
}

/** A file on a message, with its part of the receipt. */
interface Attached {
  readonly name: string;
  readonly receipt: string;
}

/** The receipt of an earlier message, or a time in milliseconds. */
export type Since = { readonly message: string } | { readonly at: number };

/**
 * The calls of a platform. Each is made once, throws only `ChatFault`, and means by a `Thread` with
 * an empty `thread` its channel. `createChat` makes a chat of them: `post` is `send` and
 * `openThread`, or `attach`; `find` is `find` or `read`.
 */
export interface Messenger {
  /** The visible text of a message, as JSON. */
  draw(content: Pick<MessageToSend, 'post' | 'design'>): unknown;
  send(thread: Thread, content: MessageToSend, signal: AbortSignal): Promise<SentMessage>;
  /** Sends words without a mark, which mention nobody. */
  say(thread: Thread, words: Document, signal: AbortSignal): Promise<SentMessage>;
  change(
    thread: Thread,
    message: string,
    content: MessageToSend,
    signal: AbortSignal,
  ): Promise<void>;
  /**
   * Changes a message so that it has these files. Returns their receipt: their parts, with spaces
   * between.
   */
  attach(
    thread: Thread,
    message: string,
    content: MessageToSend,
    uploads: readonly Upload[],
    signal: AbortSignal,
  ): Promise<string>;
  /** Harmless for a message that is gone. */
  remove(thread: Thread, message: string, signal: AbortSignal): Promise<void>;
  /** The files on a message of the bot; `null` if there is no such message. */
  read(thread: Thread, message: string, signal: AbortSignal): Promise<readonly Attached[] | null>;
  /** Yields the bot's messages with this mark, the oldest first. */
  findMarked(thread: Thread, id: string, since: Since, signal: AbortSignal): AsyncIterable<string>;
  /**
   * Opens the thread of a design's first message; harmless to repeat. Absent where a message opens
   * its own thread.
   */
  readonly openThread?: (
    thread: Thread,
    message: string,
    topic: string,
    signal: AbortSignal,
  ) => Promise<void>;
  /**
   * Adds a mark to a person's message; harmless to repeat, and for a message that can have none.
   */
  react(
    channel: string,
    message: string,
    mark: DesiredMark['mark'],
    signal: AbortSignal,
  ): Promise<void>;
  readonly showSession?: NonNullable<Chat['showSession']>;
}
