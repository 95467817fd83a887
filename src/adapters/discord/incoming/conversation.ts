/** The place of a message or a request, in the terms of designs. */
export interface Conversation {
  readonly kind: 'channel' | 'thread' | 'private_thread' | 'direct' | 'elsewhere';
  /** The channel in `Thread.channel`. A private thread counts as one: nothing of it shows in its parent. */
  readonly channel: string;
  /** The thread in `Thread.thread`; `null` outside of threads. */
  readonly thread: string | null;
  /** The channel that people see it in. */
  readonly named: string;
  readonly guild: string | null;
  /** `true` where nobody but moderators may write. */
  readonly isLocked: boolean;
  /** The user who has opened the thread. */
  readonly owner: string | null;
}
