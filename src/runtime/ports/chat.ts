import type { Design } from '../../core/design.ts';
import type { Post } from '../../core/effects.ts';
import type { Thread } from '../../core/events.ts';

/** Something to be said in a design's thread. The gateway draws it from the design as it stands. */
export interface ChatMessage {
  /** The id of the effect: the message carries it, so that it can be found again (P4). */
  readonly id: string;
  readonly thread: Thread;
  readonly post: Post;
  readonly design: Design;
}

/** A message that may or may not have arrived. What is not known to be transient is permanent (A6). */
export class ChatFault extends Error {
  override readonly name = 'ChatFault';
  readonly transient: boolean;
  /** How long the platform asked to wait; `null` if it did not say. */
  readonly retryAfterMs: number | null;
  constructor(message: string, transient: boolean, retryAfterMs: number | null = null, cause?: unknown) {
    super(message, { cause });
    this.transient = transient;
    this.retryAfterMs = retryAfterMs;
  }
}

/** The way to the threads of one platform. Both methods throw only `ChatFault`. */
export interface Chat {
  /** As in `Thread.platform`. */
  readonly platform: string;
  /** Posts once, and answers with the platform's own id of the message. */
  post(message: ChatMessage, signal: AbortSignal): Promise<string>;
  /** The platform's id of the message that carries this id, if it is there. */
  find(thread: Thread, id: string, signal: AbortSignal): Promise<string | null>;
}
