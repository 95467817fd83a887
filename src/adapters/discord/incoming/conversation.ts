/** Where a message or a request was made, as designs know it. */
export interface Conversation {
  readonly kind: 'channel' | 'thread' | 'private_thread' | 'direct' | 'elsewhere';
  /** As in `Thread.channel`. A private thread counts as a channel: nothing of it shows in its parent. */
  readonly channel: string;
  /** As in `Thread.thread`; `null` outside of threads. */
  readonly thread: string | null;
  /** The channel that a policy may name. */
  readonly named: string;
  readonly guild: string | null;
  /** Whether nobody but moderators may write there. */
  readonly isLocked: boolean;
  /** Who has opened the thread. */
  readonly owner: string | null;
}
