import type { DesiredMark } from '../core/thread/desired-messages.ts';
import type { Design } from '../core/vocabulary/design.ts';
import type { Post, WordsPost } from '../core/vocabulary/effects.ts';
import type { Thread } from '../core/vocabulary/event-parts.ts';
import type { Document } from '../presentation/format/document.ts';
import type { InsteadPost } from '../presentation/thread/post.ts';

/**
 * Thread status on platforms that show one: personas at work, waiting for people or a model, or
 * over.
 */
export type SessionStatus = 'processing' | 'suspended' | 'closed';

export interface ChatMessage {
  /** Id of the effect. The message carries it, so that it can be found again. */
  readonly id: string;
  /**
   * An empty `thread` means that this message opens the thread; its receipt becomes the thread's
   * id.
   */
  readonly thread: Thread;
  readonly post: Post | InsteadPost;
  readonly design: Design;
  /**
   * Receipt of the design's previous message, which is never newer than this one; `null` for the
   * first.
   */
  readonly after: string | null;
  /** For files, the message that they belong to; else `null`. */
  readonly under: { readonly id: string; readonly receipt: string } | null;
}

interface PostedMessage extends Omit<ChatMessage, 'after' | 'under'> {
  readonly post: WordsPost;
  /** The platform's own id of the message. */
  readonly receipt: string;
  /** The receipt of its files; absent while there are none. */
  readonly files?: string;
}

/**
 * What a platform's answer means for the engine. Unknown errors are `refused`.
 *
 * - `passing`: it may work later, and may have worked. Tried again; a wait for people does not
 *   begin meanwhile.
 * - `refused`: this call will never be accepted, and others may be. Editing or marking a deleted
 *   message is one.
 * - `unreachable`: the place accepts no message until people change that, like an archived channel
 *   or a removed bot. The design goes to a gate, and its starter is told in private; a first
 *   message ends it as failed.
 * - `gone`: as `unreachable`, but for good, like a deleted thread.
 */
type ChatFaultKind = 'passing' | 'refused' | 'unreachable' | 'gone';

/**
 * `message` is read by people: the reason, what they can do about it if that is known, and the
 * platform's code. It has no address, token or text of others.
 */
export class ChatFault extends Error {
  override readonly name = 'ChatFault';
  readonly kind: ChatFaultKind;
  /** Milliseconds that the platform asked to wait; `null` if it did not say. */
  readonly retryAfterMs: number | null;
  constructor(
    message: string,
    kind: ChatFaultKind,
    retryAfterMs: number | null = null,
    cause?: unknown,
  ) {
    super(message, { cause });
    this.kind = kind;
    this.retryAfterMs = retryAfterMs;
  }
}

interface MarkedReply {
  readonly id: string;
  readonly mark: DesiredMark['mark'];
}

/**
 * Access to the threads of one platform. Every method that calls the platform throws only
 * `ChatFault`.
 */
export interface Chat {
  readonly platform: string;
  /** Posts once. Returns the platform's id of the message or files. */
  post(message: ChatMessage, signal: AbortSignal): Promise<string>;
  /** Returns the platform's id of this message if it exists, else `null`. */
  findPosted(message: ChatMessage, signal: AbortSignal): Promise<string | null>;
  /** Removes every copy of this message except the one with this receipt. Files stay. */
  removeCopies(message: ChatMessage, receipt: string, signal: AbortSignal): Promise<void>;
  /**
   * Visible text of a post in the design's current state; differs whenever people would see a
   * change.
   */
  look(post: WordsPost, design: Design): string;
  /** Edits a message so that it reads as if posted now. Idempotent. */
  edit(message: PostedMessage, signal: AbortSignal): Promise<void>;
  /** Posts words that do not follow from a design's state, once per call. Mentions nobody. */
  say(thread: Thread, words: Document, signal: AbortSignal): Promise<void>;
  /**
   * Adds a mark to a reply from this thread; an earlier one stays. Idempotent; does nothing for
   * replies from elsewhere.
   */
  acknowledge(thread: Thread, reply: MarkedReply, signal: AbortSignal): Promise<void>;
  /**
   * Shows whose turn it is in a thread. `title`: the thread's name, if it may get one now.
   * Idempotent. Absent on platforms without this display.
   */
  readonly showSession?: (
    thread: Thread,
    session: { readonly status: SessionStatus; readonly title: string | null },
    signal: AbortSignal,
  ) => Promise<void>;
  /**
   * Tells the reply's author privately how the design is doing, with the buttons that they may
   * press. `null`: tells the starter that nothing can be posted in the thread, the way that their
   * start was confirmed if that is still possible. Does nothing where that is impossible; logs a
   * failure.
   */
  tellRequester(design: Design, replyId: string | null): Promise<void>;
}

/** Stands in for a platform that is not configured here: every call fails as `unreachable`. */
export function makeUnconfiguredChat(platform: string): Chat {
  const fail = (): Promise<never> =>
    Promise.reject(
      new ChatFault(`Its thread is on ${platform}, which is not configured here.`, 'unreachable'),
    );
  const calls = {
    post: fail,
    findPosted: fail,
    removeCopies: fail,
    edit: fail,
    say: fail,
    acknowledge: fail,
  };
  const nobody = { tellRequester: () => Promise.resolve() };
  return { platform, look: () => '', ...calls, ...nobody };
}

/** Milliseconds that the platform asked to wait before the next call. */
export function waitMsOf(error: unknown): number {
  return error instanceof ChatFault ? (error.retryAfterMs ?? 0) : 0;
}
