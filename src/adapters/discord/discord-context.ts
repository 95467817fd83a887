import type { REST } from 'discord.js';
import type { GatewayContext } from '../../acts/gateway/gateway-context.ts';
import type { LookUpCache } from '../../foundation/cache.ts';
import type { Conversation } from './incoming/conversation.ts';
import type { People } from './incoming/people.ts';
import type { PrivateWords } from './outgoing/ephemeral.ts';

/** Context in which everything that comes in from Discord is handled. */
export interface DiscordContext extends GatewayContext {
  readonly rest: REST;
  readonly people: People;
  readonly conversations: LookUpCache<Conversation>;
  readonly applicationId: string;
  /** Servers that it is used in; none: all that the bot is in. */
  readonly servers: readonly string[];
  /** Address of Discord's methods, without a version. */
  readonly apiUrl: string;
  /** The bot's own user, as Discord names it. */
  readonly botUser: () => string;
  /**
   * Returns the words that could not reach this person in a direct message, once they ask for them; `whom`: the person they are
   * for.
   */
  readonly unread: PrivateWords['unread'];
  /** Returns the channel of the direct conversation with a person. Throws the error of the call. */
  readonly direct: PrivateWords['direct'];
}
