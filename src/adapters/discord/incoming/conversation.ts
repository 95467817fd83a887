/** A place in Discord, in the terms of designs. */
export interface Conversation {
  readonly kind: 'channel' | 'thread' | 'private_thread' | 'direct' | 'elsewhere';
  /** The channel in `Thread.channel`. A private thread is its own channel, since its parent shows nothing of it. */
  readonly channel: string;
  readonly thread: string | null;
  /** The channel that people see it in. */
  readonly named: string;
  readonly guild: string | null;
  readonly isLocked: boolean;
  readonly owner: string | null;
}
