import type { DesiredMark } from '../../core/presentation/format/desired-messages.ts';
import type { Document } from '../../core/presentation/format/document.ts';
import type { SessionStatus } from '../../core/presentation/thread/agent-session.ts';
import type { InsteadPost } from '../../core/presentation/thread/post.ts';
import type { Design } from '../../core/vocabulary/design.ts';
import type { Post, WordsPost } from '../../core/vocabulary/effects.ts';
import type { Thread } from '../../core/vocabulary/events.ts';

/** A message for a design's thread. The gateway draws it from the design's current state. */
export interface ChatMessage {
  /** The id of the effect: the message carries it, so that it can be found again (P4). */
  readonly id: string;
  /** With an empty `thread` the message is the first one and opens it: its receipt is the thread's id. */
  readonly thread: Thread;
  readonly post: Post | InsteadPost;
  readonly design: Design;
  /** The receipt of the design's previous message, which this one cannot predate. `null` for the first. */
  readonly after: string | null;
  /** For files, the message that they come with; else `null`. */
  readonly under: { readonly id: string; readonly receipt: string } | null;
}

/** A message that exists. */
export interface PostedMessage extends Omit<ChatMessage, 'after' | 'under'> {
  readonly post: WordsPost;
  /** The platform's own id of the message. */
  readonly receipt: string;
  /** The receipt of its files; absent while there are none. */
  readonly files?: string;
}

/**
 * `passing`: it may work later, and may have worked. `refused`: the platform will never accept this very call; others may work.
 * `unreachable`: no message at all can be posted there, until people change that. `gone`: the call's object was deleted, which
 * nobody can change. An error not known to be transient is permanent (A6).
 */
type ChatFaultKind = 'passing' | 'refused' | 'unreachable' | 'gone';

export class ChatFault extends Error {
  override readonly name = 'ChatFault';
  readonly kind: ChatFaultKind;
  /** Milliseconds that the platform asked to wait; `null` if it did not say. */
  readonly retryAfterMs: number | null;
  constructor(message: string, kind: ChatFaultKind, retryAfterMs: number | null = null, cause?: unknown) {
    super(message, { cause });
    this.kind = kind;
    this.retryAfterMs = retryAfterMs;
  }
}

/** The mark that a reply's author sees. */
export interface MarkedReply {
  readonly id: string;
  readonly mark: DesiredMark['mark'];
  /** True if the other mark may be there; it then gives way. */
  readonly replaces: boolean;
}

/** Access to the threads of one platform. Every method that calls the platform throws only `ChatFault`. */
export interface Chat {
  /** The platform's name, as in `Thread.platform`. */
  readonly platform: string;
  /** Posts once. Returns the platform's own id of the message, or of the files put under one. */
  post(message: ChatMessage, signal: AbortSignal): Promise<string>;
  /** Returns the platform's id of this message if it already exists, else `null`. */
  find(message: ChatMessage, signal: AbortSignal): Promise<string | null>;
  /** Removes every copy of this message except the one with this receipt. Files stay. */
  removeCopies(message: ChatMessage, receipt: string, signal: AbortSignal): Promise<void>;
  /** Returns a post's visible text for the design's current state: it differs whenever people would see a change. */
  look(post: WordsPost, design: Design): string;
  /** Edits a message to the form it would have if posted now. Idempotent. */
  edit(message: PostedMessage, signal: AbortSignal): Promise<void>;
  /** Says these words in a thread, once for each call: for what no design's state can draw. Calls nobody by name. */
  say(thread: Thread, words: Document, signal: AbortSignal): Promise<void>;
  /** Marks a reply from this thread. Idempotent; does nothing for replies from elsewhere. */
  acknowledge(thread: Thread, reply: MarkedReply, signal: AbortSignal): Promise<void>;
  /**
   * Shows whose turn it is in a thread. `title`: the thread's name, where it may get one now. Idempotent. Left out where the
   * platform shows no such thing.
   */
  readonly showSession?: (
    thread: Thread,
    session: { readonly status: SessionStatus; readonly title: string | null },
    signal: AbortSignal,
  ) => Promise<void>;
  /**
   * Tells the author of this reply privately how the design stands, with buttons that they may press. Does nothing where nobody
   * can be told; a failure is logged.
   */
  tellRequester(design: Design, replyId: string): Promise<void>;
}

/** Stands in for a platform that is not configured here: nobody can write there until it is. */
export function notConfigured(platform: string): Chat {
  const fail = (): Promise<never> =>
    Promise.reject(
      new ChatFault(`Its thread is on ${platform}, which is not configured here.`, 'unreachable'),
    );
  const calls = { post: fail, find: fail, removeCopies: fail, edit: fail, say: fail, acknowledge: fail };
  const nobody = { tellRequester: () => Promise.resolve() };
  return { platform, look: () => '', ...calls, ...nobody };
}
