import type { REST } from 'discord.js';
import type { ConnectedContext } from '../../acts/gateway/gateway-context.ts';
import type { LookUpCache } from '../../foundation/cache.ts';
import type { MemberRights } from './incoming/member-rights.ts';
import type { People } from './incoming/people.ts';
import type { PrivateWords } from './outgoing/ephemeral.ts';

/** A place in Discord, in the terms of designs. */
export interface DiscordConversation {
  readonly kind: 'channel' | 'thread' | 'private_thread' | 'direct' | 'elsewhere';
  /**
   * The channel in `Thread.channel`. A private thread is its own channel, since its parent shows
   * nothing of it.
   */
  readonly channel: string;
  readonly thread: string | null;
  /** The channel where people see it. */
  readonly named: string;
  readonly name: string | null;
  readonly guild: string | null;
  readonly isLocked: boolean;
  readonly owner: string | null;
}

export interface DiscordContext extends ConnectedContext {
  readonly rest: REST;
  readonly people: People;
  readonly rights: MemberRights;
  readonly conversations: LookUpCache<DiscordConversation>;
  readonly applicationId: string;
  /** Servers to use the bot in; empty for all. */
  readonly servers: readonly string[];
  readonly apiUrl: string;
  readonly botUser: () => string;
  /** Returns the words behind a button for one person, which direct messages could not deliver. */
  readonly unread: PrivateWords['unread'];
  /** The channel of direct messages with a person. Throws the error of the call. */
  readonly direct: PrivateWords['direct'];
}
